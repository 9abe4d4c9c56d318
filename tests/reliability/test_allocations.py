# ruff: noqa: E501
"""Nothing that a program can call takes memory that its limits have not been charged for.

Every function, class and method is called with arguments that would be large, under limits that
are small: whatever becomes of the call, memory grows by no more than a few tensors of the largest
size allowed.
"""

import os
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from chainrule.program import Limits, ProgramError, run
from program_calls import FUNCTIONS, MEMBERS

ELEMENTS = 10_000
LIMITS = replace(
    Limits(),
    tensor_elements=ELEMENTS,
    total_elements=20 * ELEMENTS,
    list_items=ELEMENTS,
    text_characters=ELEMENTS,
    loop_iterations=20_000,
    work=10**9,
    seconds=60.0,
)
ALLOWED = 8 * 2**20
"""Bytes: all tensors that the limits allow are a fifth of it, and an operation needs some on its
way; one more argument of the size that is refused would need much more."""

SETUP = """import torch
import numpy as np
wide = torch.zeros(1, 10_000) + 0.5
tall = wide.T
line = wide[0]
x = torch.eye(2)
"""
GIVEN = (
    "10 ** 8",
    "(10 ** 8, 0)",
    "wide, tall",
    "x, 10 ** 8",
    "10 ** 4, 10 ** 4",
    "line, line",
    "x, (9_999, 9_999)",
    "[wide, tall]",
    "0, 1, 10 ** 8",
    "range(10 ** 8)",
    "'ab' * 4_999, 9_999",
)
"""Arguments, some of which would make something large in any function."""
METHODS = sorted({
    f"{receiver}.{member.partition('.')[2]}"
    for member in MEMBERS
    for own, receiver in (("x.", "wide"), ("array.", "np.zeros((1, 9_999))"), ("(1, 2).", "(1,) * 9_999"),
                          ("'a b'.", "('ab' * 4_999)"), ("{1, 2}.", "{1, 2}"), ("[3, 1, 2].", "([1] * 9_999)"))
    if member.startswith(own) and member.endswith("(")
})  # fmt: skip
GROUPS = 40
FIRST = int(os.environ.get("FUZZ_SEED", "0"))
"""Which of the arguments a function gets; with others, the calls that a first run has left out."""


@pytest.fixture(scope="module", autouse=True)
def traced() -> Iterator[None]:
    run("x = 1.0")
    tracemalloc.start()
    yield
    tracemalloc.stop()


def grown(source: str, **inputs: np.ndarray) -> int:
    """How many bytes a program takes at its worst, beside those that it began with."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    with suppress(ProgramError):
        run(source, inputs=inputs, limits=LIMITS)
    return tracemalloc.get_traced_memory()[1] - before


def calls(share: int) -> Iterator[str]:
    """A share of all calls: each function with three of the lists of arguments, each method with one."""
    for number, function in list(enumerate(FUNCTIONS))[share::GROUPS]:
        for given in (GIVEN * 2)[(number + FIRST) % len(GIVEN) :][:3]:
            yield f"{function.imports}\ny = {function.name}({given})"
    for number, method in list(enumerate(METHODS))[share::GROUPS]:
        for given in (GIVEN * 2)[(number + FIRST) % len(GIVEN) :][:1]:
            yield f"y = {method}{given})"


@pytest.mark.parametrize("share", range(GROUPS))
def test_memory_is_charged_for_before_it_is_taken(share):
    worst = {call: grown(SETUP + call) for call in calls(share)}
    # What is made once in a process, such as a library that is read at its first use, is no fault.
    large = [call for call, size in worst.items() if size > ALLOWED]

    assert {call: grown(SETUP + call) for call in large if grown(SETUP + call) > ALLOWED} == {}


@pytest.mark.parametrize("source", ["x = zeros(2, 3)\n", "x = zeros(2, 3, requires_grad=True)\n"])
@pytest.mark.parametrize(
    "rest",
    [
        "y = x.expand(10 ** 8, 2, 3)",
        "y = x[[0] * 10 ** 8]",
        "y = x.reshape(6)[range(10 ** 8)]",
        "for i in range(10 ** 8):\n    y = x",
        "i = torch.tensor([0]).expand(10 ** 8)\ny = x[i]",
        "y = zeros([9999] * 2)",
        "y = x.reshape(6, 1) * ones(1, 9999)",
        "y = grad(sum(x.expand(9999, 2, 3)), x)",
        "y = [x * 1 for i in range(10 ** 8)]",
        "y = [[0] * 9_999 for i in range(10 ** 8)]",
        "y = {i: 'a' * 9_999 for i in range(10 ** 8)}",
        "y = f'{x.sum().item():100000000}'",
        "y = 10 ** 10 ** 9",
        "y = [*range(10 ** 8)]",
        "a, *b = range(10 ** 8)",
        "print(*range(10 ** 8))",
        "y = ('a' * 9_999).replace('a', 'b' * 9_999)",
        "class A:\n    pass\nfor i in range(10 ** 8):\n    y = A()",
    ],
)
def test_so_is_what_the_language_itself_takes(source, rest):
    assert grown("import torch\n" + source + rest) < 8 * ALLOWED


@pytest.mark.parametrize("name", ["inputs", "leaves"])
def test_arrays_that_are_given_are_not_copied_before_they_are_looked_at(name):
    given = np.broadcast_to(0.0, (10**8,))
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    with pytest.raises(ProgramError, match="too large"):
        run("w = 1.0\ny = w * 2", limits=LIMITS, **{name: {"w": given}})
    assert tracemalloc.get_traced_memory()[1] - before < ALLOWED
