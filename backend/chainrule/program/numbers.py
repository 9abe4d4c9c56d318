"""Numbers: tensors as a program has them, NumPy's arrays and bare numbers among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainrule.engine import Tensor
from chainrule.engine.apply import QUICK
from chainrule.program.objects import Value

if TYPE_CHECKING:
    pass


class Array(Tensor):
    """A tensor that behaves as NumPy's arrays do."""

    precedence = 1
    is_numpys = True
    held: bool = False
    """Of one without axes: whether NumPy has an array there, and not a number."""

    def __getitem__(self, index: Any) -> Tensor:
        """Part of the array: a view of it, but a copy where it is a single number."""
        found = Tensor.__getitem__(self, index)
        if not found.ndim:
            found._base, found._path, found._cut = None, (), ""
        return found


QUICK.add(Array)


class Number(Tensor):
    """A bare number that a name was given: a parameter of the drawing.

    It never changes in place. ``written`` is the number as it stands in the text, ``whole``
    whether what an operator made of such would be an integer in Python; ``None`` where that is to
    be found out. ``heir`` is the number that took its place.
    """

    precedence = 0
    written: float | None = None
    whole: bool | None = None
    heir: Number | None = None


QUICK.add(Number)


def plain(value: Value) -> Value:
    """A ``Number`` as Python's number; anything else as it is.

    What was written as an integer is one, and so is what was computed from integers alone.
    """
    if isinstance(value, Number):
        if value.written is not None:
            return value.written
        number = value.item()
        if isinstance(number, bool):
            return number
        whole = number.is_integer() and abs(number) < 2**53 and is_whole(value)
        return int(number) if whole else number
    return value


def is_whole(value: Value) -> bool:
    """Whether Python would have an integer there."""
    if isinstance(value, Number):
        return is_integral(value) if value.whole is None else value.whole
    return type(value) is int or type(value) is bool


def is_bare(value: Value) -> bool:
    """Whether it is one bare number, which has neither items nor a length."""
    return type(value) is Number and not value.ndim


def is_integral(number: Tensor) -> bool:
    """Whether a number was computed from integers only, by what keeps them integers."""
    waiting, seen = [number.source], 0
    while waiting and seen < 100:
        source = waiting.pop()
        seen += 1
        if isinstance(source, Number):
            if type(source.written) is not int:
                return False
        elif isinstance(source, Tensor):
            if source._array.dtype.kind == "f":
                return False
        elif source.integers != "kept" or type(source.params.get("exponent", 1)) is not int:
            return False
        else:
            waiting += source.sources
    return not waiting
