"""Linear algebra by the names of ``torch.linalg``: ``chainrule.linalg.solve(A, b)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine.arguments import near
from chainrule.functions.missing import MISSING
from chainrule.functions.table import LINALG


def __getattr__(name: str) -> Callable[..., Any]:
    """A function by its name."""
    if name in LINALG:
        return LINALG[name].call
    hint = f": {MISSING[name]}" if name in MISSING else near(name, LINALG)
    raise AttributeError(f"chainrule.linalg has no {name!r}{hint}")


def __dir__() -> list[str]:
    return sorted(LINALG)
