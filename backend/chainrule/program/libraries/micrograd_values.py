"""micrograd: single numbers that remember how they were made.

Numbers and gradients are Python's own, as micrograd has them (integers stay integers, every value
keeps its gradient, a second ``backward()`` sends on what stands there); beside them each value is a
tensor, so that its operations are drawn like all others.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import FUNCTIONS, Tensor
from chainrule.engine.state import state
from chainrule.program.numbers import plain

Number = int | float
Rule = Callable[["Single", Number], None]
BITS = 1_000
"""Integers are exact up to so many; larger ones are infinite, as their floats nearly are."""


class Single(Tensor):
    """A ``Value``: one number with its gradient.

    Attributes:
        parents: the values it was made of.
        sends: adds its gradient, times a derivative, to those of its parents.
        label: what the program calls it.
        written: the operation as micrograd writes it.
    """

    precedence = 9
    __slots__ = ("_known", "_number", "gradient", "label", "parents", "sends", "written")
    gradient: Number
    _known: Any
    _number: Number
    parents: tuple[Single, ...]
    sends: Rule | None
    label: str
    written: str

    @property
    def number(self) -> Number:
        """The value; another one may have been given to it from outside."""
        if self._array is not self._known:
            self._number, self._known = self._array.item(), self._array
        return self._number

    @number.setter
    def number(self, value: Number) -> None:
        self._number = value
        self._array = self._known = np.array(float(value))
        if (watch := state.recording.watch) is not None:
            watch.changed(self, None)

    @property
    def grad(self) -> Tensor:
        """The gradient, as of any tensor."""
        return Tensor.wrap(np.array(float(self.gradient)), False, None)

    @grad.setter
    def grad(self, value: Any) -> None:
        self.gradient = 0 if value is None else float(value)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return self is other

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return self is not other

    def __add__(self, other: Any) -> Single:
        other = single(other)
        return _made(_add(self, other), self.number + other.number, "+", _send_sum, self, other)

    def __sub__(self, other: Any) -> Single:
        other = single(other)
        number = self.number + other.number * -1
        return _made(_sub(self, other), number, "-", _send_difference, self, other)

    def __mul__(self, other: Any) -> Single:
        other = single(other)
        return _made(_mul(self, other), self.number * other.number, "*", _send_product, self, other)

    def __truediv__(self, other: Any) -> Single:
        other = single(other)
        number = self.number * other.number**-1
        return _made(_div(self, other), number, "/", _send_quotient, self, other)

    def __pow__(self, other: Any) -> Single:
        other = plain(other)
        if type(other) not in (int, float):
            raise TypeError("only supporting int/float powers for now")
        number = _raised(self.number, other)
        return _made(_pow(self, other), number, f"**{other}", _send_power, self, constant(other))

    def __neg__(self) -> Single:
        return _made(_neg(self), self.number * -1, "*", _send_negative, self)

    def __radd__(self, other: Any) -> Single:
        return single(other) + self

    def __rsub__(self, other: Any) -> Single:
        return single(other) - self

    def __rmul__(self, other: Any) -> Single:
        return single(other) * self

    def __rtruediv__(self, other: Any) -> Single:
        return single(other) / self

    __iadd__, __isub__, __imul__, __itruediv__ = __add__, __sub__, __mul__, __truediv__
    __ipow__ = __pow__


_add, _sub, _mul, _div, _pow, _neg, _relu, _tanh, _exp = (
    FUNCTIONS[name] for name in ("add", "sub", "mul", "div", "pow", "neg", "relu", "tanh", "exp")
)


def _raised(base: Number, exponent: Number) -> Number:
    """A power, as an integer only where that is short.

    Raises:
        ValueError: it would be complex.
    """
    if base < 0 and exponent != exponent // 1:
        raise ValueError("a fractional power of a negative number is complex, which is no Value")
    if type(base) is int and type(exponent) is int and base.bit_length() * exponent > 2 * BITS:
        base = float(base)
    try:
        return base**exponent
    except OverflowError:
        return math.inf if base > 0 or exponent % 2 == 0 else -math.inf


def short(number: Number) -> Number:
    """A number, as a float where it would be a long integer."""
    if type(number) is int and number.bit_length() > BITS:
        return math.inf if number > 0 else -math.inf
    return number


def _made(tensor: Any, number: Number, written: str, sends: Rule, *parents: Single) -> Single:
    made: Single = tensor
    made._number, made._known = number if type(number) is float else short(number), made._array
    made.gradient, made.label, made.written = 0, "", written
    made.sends, made.parents = sends, parents
    return made


def constant(number: Number) -> Single:
    """A plain number beside a value."""
    made = Single.wrap(np.array(float(number)), False, None)
    return started(made, number)


def started(made: Single, number: Number) -> Single:
    """A value that was not computed."""
    made._number, made._known = number, made._array
    made.gradient, made.label, made.written = 0, "", ""
    made.sends, made.parents = None, ()
    return made


def single(value: Any) -> Single:
    """An operand as a value.

    Raises:
        TypeError: it is no number.
    """
    if type(value) is Single:
        return value
    value = plain(value)
    if isinstance(value, Tensor) and value.size == 1:
        value = value.item()
    if type(value) not in (int, float, bool):
        raise TypeError(f"a Value computes with numbers, not '{type(value).__name__}'")
    return constant(value)


# Derivatives, each with the values of now, as micrograd reads them


def _send_sum(out: Single, g: Number) -> None:
    for parent in out.parents:
        parent.gradient += g


def _send_difference(out: Single, g: Number) -> None:
    one, other = out.parents
    one.gradient += g
    other.gradient += -1 * g


def _send_product(out: Single, g: Number) -> None:
    one, other = out.parents
    one.gradient += other.number * g
    other.gradient += one.number * g


def _send_quotient(out: Single, g: Number) -> None:
    one, other = out.parents
    one.gradient += other.number**-1 * g
    other.gradient += -1 * other.number**-2 * (one.number * g)


def _send_power(out: Single, g: Number) -> None:
    base, exponent = out.parents
    base.gradient += exponent.number * _raised(base.number, exponent.number - 1) * g


def _send_negative(out: Single, g: Number) -> None:
    out.parents[0].gradient += -1 * g


def _send_relu(out: Single, g: Number) -> None:
    out.parents[0].gradient += (out.number > 0) * g


def _send_tanh(out: Single, g: Number) -> None:
    out.parents[0].gradient += (1 - out.number**2) * g


def _send_exp(out: Single, g: Number) -> None:
    out.parents[0].gradient += out.number * g


def relu(a: Single) -> Single:
    """The value, or 0 where it is negative."""
    return _made(_relu(a), 0 if a.number < 0 else a.number, "ReLU", _send_relu, a)


def tanh(a: Single) -> Single:
    """The hyperbolic tangent."""
    out: Any = _tanh(a)
    return _made(out, out._array.item(), "tanh", _send_tanh, a)


def exp(a: Single) -> Single:
    """The exponential."""
    out: Any = _exp(a)
    return _made(out, out._array.item(), "exp", _send_exp, a)


def ordered(output: Single) -> list[Single]:
    """Every value behind an output, each after those it was made of."""
    order: list[Single] = []
    seen: set[Single] = set()
    waiting: list[tuple[Single, bool]] = [(output, False)]
    while waiting:
        value, is_done = waiting.pop()
        if is_done:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting.append((value, True))
            waiting += [(parent, False) for parent in reversed(value.parents)]
    return order
