"""Problems as printed by the check (``path:line:column: 错误 D204 …``) as notes on a merge request."""

from __future__ import annotations

import hashlib
import json
import re

_LINE = re.compile(
    r"^(?P<path>[^:\n]+):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<severity>错误|提醒) (?P<rule>[A-Z]\d{3}) (?P<text>.+)$"
)


def _escape(text: str, more: str = "") -> str:
    """GitHub's own escapes for a workflow command: without them a message could give the runner another
    command.
    """
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def annotate(report: str, form: str) -> str:
    """``github``: one workflow command for each problem. ``gitlab``: a Code Quality report. Other lines are
    left out.
    """
    found = [match.groupdict() for row in report.splitlines() if (match := _LINE.match(row))]
    if form == "github":
        return "".join(
            f"::{'error' if row['severity'] == '错误' else 'warning'} file={_escape(row['path'], ':,')},"
            f"line={row['line']},col={row['column']},title={row['rule']}::{_escape(row['text'])}\n"
            for row in found
        )
    rows = [
        {
            "description": f"{row['rule']} {row['text']}",
            "check_name": row["rule"],
            # Without the line, so that a problem that only moved counts as the same one.
            "fingerprint": hashlib.sha256(f"{row['path']} {row['rule']} {row['text']}".encode()).hexdigest(),
            "severity": "major" if row["severity"] == "错误" else "minor",
            "location": {"path": row["path"], "lines": {"begin": int(row["line"])}},
        }
        for row in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
