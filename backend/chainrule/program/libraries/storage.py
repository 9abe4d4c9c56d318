"""Storage: what a program saves, kept for its own run.

There are no files. ``torch.save`` keeps a copy by the name that it is given, and ``torch.load``
gives back a copy of that: a checkpoint can be taken and gone back to within one run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.engine import Tensor
from chainrule.program.errors import failure
from chainrule.program.libraries.copying import deepcopy
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Record, Value

SAVED = "saved values"
"""Where a run keeps what it saved, by name."""

NOTE = "there are no files here: what is saved is kept until the program ends"


def _key(runtime: Runtime, name: str, path: Value) -> Value:
    if type(path) is str or type(path) is Record:
        return path
    raise TypeError(f"{name}() takes the name of a file, not '{runtime.type_name(path)}'")


def saver(name: str, values_first: bool = True) -> Callable[..., None]:
    """``torch.save(values, path)``, or ``np.save(path, values)``."""

    def save(runtime: Runtime, first: Value, second: Value, *args: Value, **options: Value) -> None:
        values, path = (first, second) if values_first else (second, first)
        runtime.note(NOTE)
        kept = runtime.state.setdefault(SAVED, {})
        runtime.budget.items(len(kept) + 1)
        kept[_key(runtime, name, path)] = deepcopy(runtime, _constant(values))

    return save


def loader(name: str, hint: str) -> Callable[..., Value]:
    """``torch.load(path)``: a copy of what was saved by that name in this run."""

    def load(runtime: Runtime, path: Value, *args: Value, **options: Value) -> Value:
        kept = runtime.state.get(SAVED, {})
        key = _key(runtime, name, path)
        if key not in kept:
            message = f"{name}(): there are no files here, and nothing was saved under this name"
            raise failure("not_supported", message, None, hint)
        return deepcopy(runtime, kept[key])

    return load


def _constant(value: Value) -> Any:
    """A tensor that was computed, without its history."""
    if isinstance(value, Tensor) and not value.is_leaf:
        return value.detach()
    return value


def storage(library: str, values_first: bool, hint: str) -> dict[str, Value]:
    """``save`` and ``load`` of a library."""
    return {
        "save": Builtin(f"{library}.save", saver(f"{library}.save", values_first), runtime=True),
        "load": Builtin(f"{library}.load", loader(f"{library}.load", hint), runtime=True),
    }
