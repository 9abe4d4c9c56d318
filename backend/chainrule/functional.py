"""Every function by the names of ``torch`` and ``torch.nn.functional``.

Used as ``import chainrule.functional as F``, then ``F.cross_entropy(logits, target)``. The names
are those of the table in ``chainrule.functions``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine.arguments import near
from chainrule.functions.missing import MISSING
from chainrule.functions.registration import REGISTERED
from chainrule.functions.table import TABLE


def __getattr__(name: str) -> Callable[..., Any]:
    """A function by its name."""
    if name in TABLE:
        function = globals()[name] = TABLE[name].call
        return function
    if name in REGISTERED:  # may be another one later
        return REGISTERED[name].call
    hint = f": {MISSING[name]}" if name in MISSING else near(name, TABLE)
    raise AttributeError(f"chainrule.functional has no {name!r}{hint}")


def __dir__() -> list[str]:
    return sorted({*TABLE, *REGISTERED})
