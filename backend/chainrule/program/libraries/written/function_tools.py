"""``functools``, as far as it is written in Python: what decorators and orders are made with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ASSIGNED = ("__module__", "__name__", "__qualname__", "__doc__")


def update_wrapper(
    wrapper: Any, wrapped: Any, assigned: Any = _ASSIGNED, updated: Any = ("__dict__",)
) -> Any:
    """Has a function go by the name and the text of the one that it stands around."""
    for name in assigned:
        if name != "__module__" and hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    for name in updated:
        for key, value in getattr(wrapped, name, {}).items():
            setattr(wrapper, key, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(
    wrapped: Any, assigned: Any = _ASSIGNED, updated: Any = ("__dict__",)
) -> Callable[[Any], Any]:
    """The same as a decorator."""
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


def total_ordering(cls: Any) -> Any:
    """Gives a class that has ``__lt__`` and ``__eq__`` the other comparisons."""
    if "__lt__" in cls.__dict__:
        others = {
            "__gt__": lambda a, b: not (a < b or a == b),
            "__le__": lambda a, b: a < b or a == b,
            "__ge__": lambda a, b: not a < b,
        }
    elif "__gt__" in cls.__dict__:
        others = {
            "__lt__": lambda a, b: not (a > b or a == b),
            "__ge__": lambda a, b: a > b or a == b,
            "__le__": lambda a, b: not a > b,
        }
    else:
        raise ValueError("must define __lt__ or __gt__ here")
    for name, function in others.items():
        if name not in cls.__dict__:
            setattr(cls, name, function)
    return cls


def cmp_to_key(mycmp: Callable[[Any, Any], Any]) -> Any:
    """A key for sorting from a function that compares two items."""

    class Key:
        def __init__(self, obj: Any) -> None:
            self.obj = obj

        def __lt__(self, other: Any) -> bool:
            return mycmp(self.obj, other.obj) < 0  # type: ignore[no-any-return]

    return Key
