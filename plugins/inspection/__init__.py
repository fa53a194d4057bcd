"""Judges a finished output, and nothing but the output: one report in the order of the state's own indicators, and an exit
status that lets a publication pass or not.
"""

from .judge import Options, inspect_output
from .report import Report, build_json, build_text
from .rules import ITEMS, RULES

__all__ = ["ITEMS", "RULES", "Options", "Report", "build_json", "build_text", "inspect_output"]
