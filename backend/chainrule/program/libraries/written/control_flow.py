"""``jax.lax``: loops and choices as functions; here they are Python's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.program.libraries.written.natives import converted
from chainrule.program.libraries.written.transformations import _lengths, _row, _stacked

Function = Callable[..., Any]


def fori_loop(lower: int, upper: int, body_fun: Function, init_val: Any, **options: Any) -> Any:
    """``for i in range(lower, upper): value = body_fun(i, value)``."""
    value = init_val
    for place in range(int(lower), int(upper)):
        value = body_fun(place, value)
    return value


def while_loop(cond_fun: Function, body_fun: Function, init_val: Any) -> Any:
    """``while cond_fun(value): value = body_fun(value)``."""
    value = init_val
    while cond_fun(value):
        value = body_fun(value)
    return value


def cond(pred: Any, true_fun: Function, false_fun: Function, *operands: Any) -> Any:
    """One of two functions, called."""
    return true_fun(*operands) if pred else false_fun(*operands)


def switch(index: int, branches: list[Function], *operands: Any) -> Any:
    """One of several functions, called."""
    return branches[min(max(int(index), 0), len(branches) - 1)](*operands)


def scan(f: Function, init: Any, xs: Any = None, length: Any = None, **options: Any) -> Any:
    """Carries a value through the rows of ``xs``; what each turn answers is stacked."""
    carry, given = init, converted(xs)
    turns = length if xs is None else _lengths(given, 0)[0]
    places = range(turns)
    answers = []
    for place in reversed(places) if options.get("reverse") else places:
        carry, answer = f(carry, None if xs is None else _row(given, 0, place))
        answers.append(answer)
    if options.get("reverse"):
        answers = answers[::-1]
    return carry, None if not answers or answers[0] is None else _stacked(converted(answers), 0)


def map(f: Function, xs: Any) -> Any:
    """``f`` of every row, stacked."""
    given = converted(xs)
    return _stacked(converted([f(_row(given, 0, k)) for k in range(_lengths(given, 0)[0])]), 0)
