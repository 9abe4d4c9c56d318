"""What the global names of a program that CPython ran hold, as JSON, with the way to each value.

A way is a list: the global's name, then ``".attribute"``, an index, or ``{"key": ...}``.
"""

from collections import deque
from collections.abc import Iterator
from numbers import Number
from typing import Any

import numpy as np

LARGEST = 3_000
"""Elements of a tensor; a program of the corpus has small ones."""
MOST = 1_500
"""Values of a program."""
LIBRARIES_OF_ARRAYS = ("jax", "jaxlib", "tensorflow")


def snapshot(names: dict[str, Any], precision: str) -> list[dict[str, Any]]:
    """Every value that is reached from the global names, each object once, nearest way first."""
    waiting = deque(([name], value) for name, value in names.items() if not name.startswith("_"))
    seen: set[int] = set()
    entries = []
    while waiting:
        way, value = waiting.popleft()
        entry = described(value, precision)
        if entry is not None:
            if len(way) == 1 or id(value) not in seen or "value" in entry:
                entries.append({"way": way, **entry})
            seen.add(id(value))
        elif id(value) not in seen:
            seen.add(id(value))
            if isinstance(value, (list, tuple)):
                entries.append({"way": way, "kind": type(value).__name__, "length": len(value)})
            waiting.extend(([*way, step], inner) for step, inner in inside(value))
    if len(entries) > MOST:
        raise ValueError(f"{len(entries)} values are too many for a program of the corpus")
    return entries


def described(value: Any, precision: str) -> dict[str, Any] | None:
    """A tensor, or plain values of Python; ``None`` for anything else."""
    array, grad = as_array(value)
    if array is not None:
        entry = {"kind": "tensor", **frozen_array(array, precision)}
        if grad is not False:
            entry["grad"] = None if grad is None else frozen_array(grad, precision)
        return entry
    plain = as_plain(value, precision)
    return None if plain is NOT_PLAIN else {"kind": type(value).__name__, "value": plain}


def as_array(value: Any) -> tuple[np.ndarray | None, Any]:
    """A tensor's values and gradient; ``False`` for a gradient that nobody asks about."""
    home = type(value).__module__.split(".")[0]
    if home == "torch" and hasattr(value, "detach"):
        grad: Any = False
        if value.requires_grad and (value.is_leaf or value.retains_grad):
            grad = None if value.grad is None else value.grad.detach().numpy()
        return value.detach().numpy(), grad
    if isinstance(value, np.ndarray):
        return value, False
    if home == "micrograd" and type(value).__name__ == "Value":
        return np.array(float(value.data)), np.array(float(value.grad))
    if home in LIBRARIES_OF_ARRAYS and hasattr(value, "__array__") and hasattr(value, "shape"):
        return np.asarray(value), False
    return None, False


def frozen_array(array: np.ndarray, precision: str) -> dict[str, Any]:
    if array.size > LARGEST:
        raise ValueError(f"a tensor of {array.shape} is too large for the corpus")
    values = array.ravel().tolist()
    if array.dtype.kind == "f":
        values = [rounded(number, precision) for number in values]
    return {"of": array.dtype.kind, "shape": list(array.shape), "values": values}


def rounded(number: float, precision: str) -> float:
    """Nine digits say everything about a float32."""
    return float(f"{number:.9g}") if precision == "single" else number


NOT_PLAIN: Any = object()


def as_plain(value: Any, precision: str) -> Any:
    """Numbers, texts and containers of nothing else, as JSON; else ``NOT_PLAIN``."""
    if isinstance(value, np.bool_):
        return bool(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Number) and isinstance(value, (int, float, np.number)):
        number = value.item() if isinstance(value, np.number) else value
        return number if isinstance(number, int) else float(number)
    if isinstance(value, (list, tuple)):
        inner = [as_plain(each, precision) for each in value]
        return NOT_PLAIN if any(each is NOT_PLAIN for each in inner) else inner
    if isinstance(value, (set, frozenset)):
        inner = [as_plain(each, precision) for each in sorted(value, key=repr)]
        return NOT_PLAIN if any(each is NOT_PLAIN for each in inner) else inner
    if isinstance(value, dict):
        pairs = [[as_plain(k, precision), as_plain(v, precision)] for k, v in value.items()]
        plain = not any(each is NOT_PLAIN for pair in pairs for each in pair)
        return pairs if plain else NOT_PLAIN
    return NOT_PLAIN


def inside(value: Any) -> Iterator[tuple[Any, Any]]:
    """The parts of a container, of a module, and of an object of one of the program's classes."""
    if isinstance(value, (list, tuple)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from (({"key": key}, each) for key, each in value.items() if isinstance(key, str))
    elif not isinstance(value, type):
        cls = type(value)
        own = any(c.__module__ in ("__main__", "micrograd.nn") for c in cls.__mro__)
        parts = dict(vars(value)) if own and hasattr(value, "__dict__") else {}
        if hasattr(value, "named_parameters") and "_parameters" in vars(value):
            for table in ("_parameters", "_buffers", "_modules"):
                parts |= {k: v for k, v in vars(value)[table].items() if v is not None}
            parts.pop("training", None)
        yield from ((f".{k}", each) for k, each in parts.items() if not k.startswith("_"))
