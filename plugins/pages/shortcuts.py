"""What Jinja does most in a page, done with less: calling a macro or a function. Same output, to the byte."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup


def mark_safe(text: str) -> Markup:
    """``Markup(text)`` of a plain text."""
    return str.__new__(Markup, text)


class PageContext(Context):
    """Calls a plain macro or function without asking first what kind of callable it is."""

    def call(__self, __obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 -- as in Jinja: any name may be an argument
        kind = type(__obj)
        if kind is Macro and not (__obj.caller or __obj.catch_kwargs or __obj.catch_varargs):
            given = dict(kwargs)
            given.pop("_block_vars", None)
            given.pop("_loop_vars", None)
            count = len(args)
            if count <= __obj._argument_count:
                named = __obj.arguments[count:]
                arguments = [*args, *[given.pop(name, missing) for name in named]] if named else args
                if not given:
                    return mark_safe(__obj._func(*arguments))
        elif kind is FunctionType and not __obj.__dict__:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            try:
                return __obj(*args, **kwargs)
            except StopIteration:
                pass  # Jinja has a word of its own for that
        return super().call(__obj, *args, **kwargs)
