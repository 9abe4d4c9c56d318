"""``operator``: Python's operators as functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def add(a: Any, b: Any) -> Any:
    """``a + b``."""
    return a + b


def sub(a: Any, b: Any) -> Any:
    """``a - b``."""
    return a - b


def mul(a: Any, b: Any) -> Any:
    """``a * b``."""
    return a * b


def truediv(a: Any, b: Any) -> Any:
    """``a / b``."""
    return a / b


def floordiv(a: Any, b: Any) -> Any:
    """``a // b``."""
    return a // b


def mod(a: Any, b: Any) -> Any:
    """``a % b``."""
    return a % b


def pow(a: Any, b: Any) -> Any:
    """``a ** b``."""
    return a**b


def matmul(a: Any, b: Any) -> Any:
    """``a @ b``."""
    return a @ b


def neg(a: Any) -> Any:
    """``-a``."""
    return -a


def not_(a: Any) -> Any:
    """``not a``."""
    return not a


def truth(a: Any) -> bool:
    """Whether ``a`` counts as true."""
    return bool(a)


def and_(a: Any, b: Any) -> Any:
    """``a & b``."""
    return a & b


def or_(a: Any, b: Any) -> Any:
    """``a | b``."""
    return a | b


def xor(a: Any, b: Any) -> Any:
    """``a ^ b``."""
    return a ^ b


def eq(a: Any, b: Any) -> Any:
    """``a == b``."""
    return a == b


def ne(a: Any, b: Any) -> Any:
    """``a != b``."""
    return a != b


def lt(a: Any, b: Any) -> Any:
    """``a < b``."""
    return a < b


def le(a: Any, b: Any) -> Any:
    """``a <= b``."""
    return a <= b


def gt(a: Any, b: Any) -> Any:
    """``a > b``."""
    return a > b


def ge(a: Any, b: Any) -> Any:
    """``a >= b``."""
    return a >= b


def is_(a: Any, b: Any) -> bool:
    """``a is b``."""
    return a is b


def is_not(a: Any, b: Any) -> bool:
    """``a is not b``."""
    return a is not b


def contains(a: Any, b: Any) -> bool:
    """``b in a``."""
    return b in a


def concat(a: Any, b: Any) -> Any:
    """``a + b`` of sequences."""
    return a + b


def getitem(a: Any, b: Any) -> Any:
    """``a[b]``."""
    return a[b]


def setitem(a: Any, b: Any, c: Any) -> None:
    """``a[b] = c``."""
    a[b] = c


def iadd(a: Any, b: Any) -> Any:
    """``a += b``."""
    a += b
    return a


def imul(a: Any, b: Any) -> Any:
    """``a *= b``."""
    a *= b
    return a


def itemgetter(item: Any, *items: Any) -> Callable[[Any], Any]:
    """A function that answers an item of what it is given, or a tuple of several."""
    if not items:
        return lambda obj: obj[item]
    return lambda obj: tuple([obj[each] for each in (item, *items)])


def attrgetter(attr: str, *attrs: str) -> Callable[[Any], Any]:
    """A function that answers an attribute of what it is given, or a tuple of several."""

    def reach(obj: Any, way: str) -> Any:
        for name in way.split("."):
            obj = getattr(obj, name)
        return obj

    if not attrs:
        return lambda obj: reach(obj, attr)
    return lambda obj: tuple([reach(obj, each) for each in (attr, *attrs)])


def methodcaller(name: str, /, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
    """A function that calls a method of what it is given."""
    return lambda obj: getattr(obj, name)(*args, **kwargs)
