"""``new``: asks what is needed, proposes an id, writes a file that passes the check, and opens it at the right line."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from plugins.catalog.pinyin import spell_name
from plugins.pipeline.crew import Crew
from plugins.portal.settings import PortalSettings
from plugins.registry import Registry

from .checking import check_project
from .drafts import FOLDERS, KINDS, Draft, Question, build_draft
from .schemas import set_head_line

MAX_ID = 40
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
Ask = Callable[[str], str]


def propose_id(title: str, taken: Callable[[str], bool], *, person: bool = False, prefix: str = "") -> str:
    """An id from the title's pinyin, at most MAX_ID characters, not taken yet. Pure but for ``taken``."""
    words = re.findall(r"[a-z0-9]+", spell_name(title, person=person).lower()) or ["xin"]
    name = prefix
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > MAX_ID - 3:
            break
        name = longer
    name = name or words[0][: MAX_ID - 3]
    number, proposed = 1, name
    while taken(proposed):
        number += 1
        proposed = f"{name}-{number}"
    return proposed


def make_new(
    settings: PortalSettings,
    kind: str,
    title: str,
    given_id: str,
    pairs: Sequence[str],
    ask: Ask | None = None,
) -> int:
    """Run the command. Questions are asked only at a terminal, and only for what was not given."""
    if ask is None and sys.stdin.isatty():
        ask = input
    with Crew(1) as crew:
        registry = check_project(settings, crew).gathered.registry
    if registry is None:
        raise ValueError("数据有误,请先运行 make check 并改正")
    kind = kind or _choose(ask, "新建什么", {name: label for name, (label, _) in KINDS.items()})
    if kind not in KINDS:
        raise ValueError(f"没有“{kind}”这一类,可用的有 {'、'.join(KINDS)}")
    answers = dict(_split(pair) for pair in pairs)
    title = (title or (ask(f"{KINDS[kind][1][0].words}:") if ask else "")).strip()
    if not title or "\n" in title:
        raise ValueError(f"缺少{KINDS[kind][1][0].words}:请写 make new KIND={kind} TITLE=…")
    for question in KINDS[kind][1][1:]:
        if ask and question.key not in answers:
            answers[question.key] = _answer(ask, question, registry)
    taken = _taken(settings, registry, kind)
    month = answers.get("starts", "")[:7] if kind == "activity" else ""
    prefix = month if re.fullmatch(r"\d{4}-\d\d", month) else ""
    proposed = given_id or propose_id(title, taken, person=kind == "honoree", prefix=prefix)
    if ask and not given_id:
        proposed = ask(f"标识[{proposed}]:").strip() or proposed
    if not _ID.fullmatch(proposed) or len(proposed) > 80:
        raise ValueError(f"标识“{proposed}”的写法不对,只用小写字母、数字和连字符")
    if taken(proposed):
        raise ValueError(f"标识“{proposed}”已经有了,请换一个")
    drafts = build_draft(kind, title, proposed, answers, registry, settings.now)
    return _finish(settings, drafts)


def _split(pair: str) -> tuple[str, str]:
    key, mark, value = pair.partition("=")
    if not mark or not key:
        raise ValueError(f"--set {pair} 的写法不对,应为 项=值")
    return key.strip(), value.strip()


def _choose(ask: Ask | None, words: str, choices: dict[str, str]) -> str:
    if ask is None:
        raise ValueError("请写明种类:make new KIND=story TITLE=…")
    for number, (name, label) in enumerate(choices.items(), 1):
        print(f"  {number}. {label}({name})")
    said = ask(f"{words}(编号):").strip()
    names = list(choices)
    return names[int(said) - 1] if said.isdigit() and 0 < int(said) <= len(names) else said


def _answer(ask: Ask, question: Question, registry: Registry) -> str:
    choices = question.choices(registry) if question.choices else {}
    shown = "、".join(f"{key} {name}" for key, name in list(choices.items())[:12])
    return ask(f"{question.words}{f'({shown})' if shown else ''}(可不填):").strip()


def _taken(settings: PortalSettings, registry: Registry, kind: str) -> Callable[[str], bool]:
    def taken(name: str) -> bool:
        if kind == "story":
            return any(settings.content.rglob(f"{name}.md")) or any(settings.content.rglob(f"*-{name}.md"))
        known = registry.knows(kind, name) or name in registry.aliases(kind)
        return known or (settings.data / FOLDERS[kind] / f"{name}.yml").exists()

    return taken


def _finish(settings: PortalSettings, drafts: list[Draft]) -> int:
    for draft in drafts:
        file = settings.project / draft.path
        text = set_head_line(draft.path, draft.text)
        line = draft.line + text.count("\n") - draft.text.count("\n")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            raise ValueError(f"{draft.path} 已经有了,没有改动它") from None
        print(f"{draft.path}:{line}: {draft.next_step}")
    with Crew(1) as crew:
        checked = check_project(settings, crew)
    ours = [problem for problem in checked.problems if problem.path in {draft.path for draft in drafts}]
    for problem in ours:
        print(problem)
    last = drafts[-1]
    _open_editor(settings.project / last.path, line)
    return 1 if any(problem.severity == "error" for problem in ours) else 0


def _open_editor(file: Path, line: int) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    words = shlex.split(editor)
    place = (
        ["--goto", f"{file}:{line}"] if Path(words[0]).name in {"code", "codium"} else [f"+{line}", str(file)]
    )
    try:
        subprocess.run([*words, *place], check=False)
    except OSError:
        print(f"打不开编辑器 {words[0]},请自己打开上面的文件")
