"""Every rule of this room, declared once. docs/rules.md is made from them, and tests run their examples.

An example is one or more files, each under a line ``# data/<file>.yml``. A rule without examples is about a file as a
whole (its size, its encoding, its place) and has its own test.
"""

from __future__ import annotations

from .problems import Rule, Severity
from .rules_fields import FIELD_RULES
from .rules_files import FILE_RULES
from .rules_links import LINK_RULES
from .rules_privacy import PRIVACY_RULES
from .rules_records import RECORD_RULES

RULES: tuple[Rule, ...] = (*FILE_RULES, *FIELD_RULES, *LINK_RULES, *RECORD_RULES, *PRIVACY_RULES)

SEVERITIES: dict[str, Severity] = {rule.id: rule.severity for rule in RULES}
