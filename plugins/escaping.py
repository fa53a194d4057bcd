"""Values into HTML, quicker than by the package's own ``escape`` and to the same bytes."""

from __future__ import annotations

from typing import Any

import markupsafe
from markupsafe import Markup, escape

# The package's own inner loop; it gives plain text where ``escape`` wraps every piece once more.
_escape_text = getattr(markupsafe, "_escape_inner", escape)


def show_value(value: Any) -> str:
    """``escape`` for what goes straight into a page's text, where nobody asks a piece whether it is Markup."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is int:
        return str(value)
    return value if kind is Markup else escape(value)
