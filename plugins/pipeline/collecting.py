"""Python's cycle collector during a build: off while values come to stay, seldom while pages come and go."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator

# A page leaves some cycles behind; looking for them after every few pages took a twentieth of the build.
_SELDOM = (50_000, 20, 50)


@contextlib.contextmanager
def hold_collector() -> Iterator[Callable[[], None]]:
    """Collect nothing until the function that this gives is called, then seldom; afterwards as before.

    Hundreds of thousands of objects come to stay: the collector would walk them again and again.
    """
    usual = gc.get_threshold()
    gc.disable()
    try:
        yield _settle
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
        gc.enable()


def _settle() -> None:
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def leave_to_exit() -> None:
    """After the last work of a process: the interpreter's end would look for cycles once more among all that is there."""
    gc.freeze()
