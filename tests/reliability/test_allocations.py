"""No function of the language takes memory that its limits have not been charged for.

Every function is called with arguments that would be large, under limits that are small: whatever
becomes of the call, memory grows by no more than a few tensors of the largest size allowed.
"""

import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from chainrule.program import Limits, ProgramError, run
from chainrule.program.library.function import Function
from chainrule.program.library.functions import functions

ELEMENTS = 10_000
LIMITS = replace(
    Limits(), tensor_elements=ELEMENTS, total_elements=20 * ELEMENTS, work=10**9, seconds=60.0
)
ALLOWED = 4 * 2**20
"""Bytes: all tensors that the limits allow are a tenth of it, and an operation needs some on its
way; one more argument of the size that is refused would need much more."""

TENSORS = {
    "wide": np.full((1, ELEMENTS), 0.5),
    "tall": np.full((ELEMENTS, 1), 0.5),
    "flags": np.zeros(ELEMENTS),
    "x": np.eye(2),
}
INPUTS = ("wide", "x", "wide, data([3])", "wide, tall, wide")
SIZES = ("10 ** 8", "-10 ** 9", "150", "(999, 999)", "(10 ** 8, 0)", "(0, 10 ** 8)")
ONLY_LANGUAGE = {"range", "group"}
"""What is no function but part of a statement."""


def grown(source: str, **inputs: np.ndarray) -> int:
    """How many bytes a program takes at its worst, beside those that it began with."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    with suppress(ProgramError):
        run(source, inputs=inputs, limits=LIMITS)
    return tracemalloc.get_traced_memory()[1] - before


def parameters(function: Function) -> list[str]:
    """The names in the signature of those arguments that may be left out."""
    inside = function.signature.partition("(")[2].rpartition(")")[0]
    return [part.partition("=")[0].strip() for part in inside.split(",") if "=" in part]


def calls(function: Function) -> Iterator[str]:
    """Calls by position and by name whose arguments would be large."""
    prefixes = ["", *(f"{library}." for library in function.dialects if library != "linalg")]
    names = [f"{prefix}{function.name}" for prefix in prefixes]
    values = [*SIZES, "wide", "tall"]
    given = [*TENSORS, *SIZES, "[wide, wide]", "[wide, tall]", "wide, flags, wide"]
    given += [f"{tensor}, {value}" for tensor in TENSORS for value in values]
    given += [f"0, {size}" for size in SIZES] + [f"0, 1, {size}" for size in SIZES]
    given += [f"wide, 0, {size}" for size in SIZES] + [f"wide, {size}, 0" for size in SIZES]
    for parameter in parameters(function):
        named = [f"{parameter}={value}" for value in (*SIZES[:4], "0.1", "True")]
        given += [f"{inputs}, {argument}" for inputs in INPUTS for argument in named]
    return (f"{name}({arguments})" for name in names for arguments in given)


@pytest.fixture(scope="module", autouse=True)
def traced() -> Iterator[None]:
    run("x = 1.0")
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_memory_is_charged_for_before_it_is_taken(function):
    if function.name in ONLY_LANGUAGE:
        return
    worst = {call: grown(f"y = {call}", **TENSORS) for call in calls(function)}

    assert {call: size for call, size in worst.items() if size > ALLOWED} == {}


@pytest.mark.parametrize("source", ["x = zeros(2, 3)\n", "x = zeros(2, 3, requires_grad=True)\n"])
@pytest.mark.parametrize(
    "rest",
    [
        "y = x.expand(10 ** 8, 2, 3)",
        "y = x[[0] * 10 ** 8]",
        "y = x.reshape(6)[range(10 ** 8)]",
        "for i in range(10 ** 8):\n    y = x",
        "i = [0.0].expand(10 ** 8)\ny = x[i]",
        "i = [].reshape(10 ** 8, 0)\ny = zeros(i)",
        "i = [].reshape(9999, 0)\ny = zeros(i)",
        "y = x.reshape(6, 1) * ones(1, 9999)",
        "y = grad(sum(x.expand(9999, 2, 3)), x)",
    ],
)
def test_so_is_what_the_language_itself_takes(source, rest):
    assert grown(source + rest) < ALLOWED


@pytest.mark.parametrize("name", ["inputs", "leaves"])
def test_arrays_that_are_given_are_not_copied_before_they_are_looked_at(name):
    given = np.broadcast_to(0.0, (10**8,))
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    with pytest.raises(ProgramError, match="too large"):
        run("w = 1.0\ny = w * 2", limits=LIMITS, **{name: {"w": given}})
    assert tracemalloc.get_traced_memory()[1] - before < ALLOWED
