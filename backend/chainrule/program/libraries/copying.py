"""``copy``: a value again, or with everything in it."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Tensor
from chainrule.program.containers import weigh
from chainrule.program.runtime import Runtime
from chainrule.program.values import CONTAINERS, MAPPINGS, VIEWS, Record, Value

# copy


def copy(runtime: Runtime, x: Value) -> Value:
    """A copy that shares what is inside."""
    kind = type(x)
    if kind in (list, dict, set):
        runtime.budget.items(len(x))
        return kind(x)
    if kind in CONTAINERS and kind not in (tuple, frozenset, *VIEWS):
        runtime.budget.items(len(x))
        return x.copy() if kind not in MAPPINGS else _like(x, dict(x))
    if kind is Record:
        made = Record(x.cls, dict(x.attributes))
        if x.cls.holds is not None:
            made.holds = copy(runtime, x.holds)
        return made
    if isinstance(x, Tensor):
        return runtime.call(runtime.state["copy tensor"], (x,)) if (
            "copy tensor" in runtime.state) else x  # fmt: skip
    return x


def _like(old: Any, new: dict[Value, Value]) -> Value:
    made = type(old)(new)
    if hasattr(old, "factory"):
        made.factory = old.factory
    return made


def deepcopy(runtime: Runtime, x: Value, memo: Value = None) -> Value:
    """A copy of everything inside, too."""
    weigh(runtime, x)
    return _deep(runtime, x, {}, 0)


def _deep(runtime: Runtime, x: Value, known: dict[int, Value], depth: int) -> Value:
    kind = type(x)
    if id(x) in known:
        return known[id(x)]
    if depth > runtime.limits.nesting:
        raise runtime.budget.exceeded("nesting")
    runtime.budget.tick()
    if kind is list:
        result: Any = known.setdefault(id(x), [])
        result += [_deep(runtime, item, known, depth + 1) for item in x]
        return result
    if kind is Record and x.cls.members:
        return x
    if kind is Record:
        made = known.setdefault(id(x), Record(x.cls))
        if x.cls.holds is not None:
            made.holds = _deep(runtime, x.holds, known, depth + 1)
        made.attributes.update(
            {name: _deep(runtime, part, known, depth + 1) for name, part in x.attributes.items()}
        )
        return made
    if kind in MAPPINGS:
        pairs = {key: _deep(runtime, value, known, depth + 1) for key, value in x.items()}
        return _like(x, pairs)
    if kind is tuple:
        return tuple([_deep(runtime, item, known, depth + 1) for item in x])
    return copy(runtime, x)
