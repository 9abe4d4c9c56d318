"""Nothing that a program can call takes memory that its limits have not been charged for.

Every function, class and method is called with arguments that would be large, under limits that
are small: whatever becomes of the call, memory grows by no more than a few tensors of the largest
size allowed.
"""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import replace

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.program import Limits, ProgramError, run
from chainrule.program.execution import _Run
from chainrule.program.preparation import prepare
from chainrule.program.report import explain
from chainrule.program.tables import ATTRIBUTES, Method
from program_calls import FUNCTIONS

ELEMENTS = 10_000
LIMITS = replace(
    Limits(),
    tensor_elements=ELEMENTS,
    total_elements=20 * ELEMENTS,
    list_items=ELEMENTS,
    text_characters=ELEMENTS,
    loop_iterations=20_000,
    work=30_000_000,
    seconds=60.0,
    memory=1,
)
ALLOWED = 32 * 2**20
"""Bytes: memory is looked at after every 16 MB that are held, and an operation needs some on its
way; one more argument of the size that is refused would need much more."""

SETUP = """import torch
import numpy as np
wide = torch.zeros(1, 10_000) + 0.5
tall = wide.T
line = wide[0]
places = torch.zeros(9_999).long()
x = torch.eye(2)
array = np.zeros((1, 9_999))
"""
NAMES = run(SETUP).names
GIVEN = [
    eval(f"({arguments},)", {}, dict(NAMES))  # noqa: S307
    for arguments in (
        "10 ** 8", "(10 ** 8, 0)", "wide, tall", "x, 10 ** 8", "10 ** 4, 10 ** 4", "line, line",
        "x, (9_999, 9_999)", "[wide, tall]", "0, 1, 10 ** 8", "range(10 ** 8)",
        "'ab' * 4_999, 9_999", "10 ** 8, 10 ** 8", "(10 ** 4, 10 ** 4)", "wide, 0, 10 ** 8",
        "(places,), 0.0, True", "0, places", "places, 10 ** 4", "wide, (places,), 0.0, True",
    )
]  # fmt: skip
"""Arguments, some of which would make something large in any function."""
RECEIVERS = {
    "Tensor": NAMES["wide"], "Array": NAMES["array"], "tuple": (1,) * 9_999, "set": {1, 2},
    "list": [1] * 9_999, "str": "ab" * 4_999, "dict": {"a": 1}, "int": 10**300, "range": range(9),
}  # fmt: skip
CALLS = [(function.name, function.value, ()) for function in FUNCTIONS] + [
    (f"{kind.__name__}.{name}", entry.builtin, (RECEIVERS[kind.__name__],))
    for kind, table in ATTRIBUTES.items()
    if kind.__name__ in RECEIVERS
    for name, entry in table.items()
    if type(entry) is Method
]
GROUPS = 40
PREPARED = prepare("import torch\nx = 1.0", LIMITS, ())


@pytest.fixture(scope="module", autouse=True)
def traced() -> Iterator[None]:
    run("x = 1.0")
    tracemalloc.start()
    yield
    tracemalloc.stop()


def grown(act: Callable[[], object]) -> int:
    """How many bytes something takes at its worst, beside those that were there before."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    with suppress(ProgramError):
        act()
    return tracemalloc.get_traced_memory()[1] - before


def fresh(value: object) -> object:
    """A value of its own: some functions change what they are given, which others get later."""
    if isinstance(value, Tensor):
        return type(value).wrap(value._array.copy(), value.requires_grad, None)
    if isinstance(value, list | tuple) and any(isinstance(part, Tensor) for part in value):
        return type(value)(map(fresh, value))
    return copy(value)


def call(function: object, arguments: tuple[object, ...]) -> None:
    """What a program does that calls it.

    Raises:
        ProgramError: what the program would end with.
    """
    started = _Run(PREPARED, "", LIMITS, None, {})
    with started._watched():
        try:
            started.runtime.call(function, arguments)
        except Exception as error:
            raise explain(error, started.runtime) from None


@pytest.mark.parametrize("group", range(GROUPS))
def test_memory_is_charged_for_before_it_is_taken(group):
    large = {}
    for name, function, receiver in CALLS[group::GROUPS]:
        for number, given in enumerate(GIVEN):

            def act(function=function, arguments=(*receiver, *given)) -> None:
                call(function, tuple(map(fresh, arguments)))

            # What is made once in a process, as a library that is read, is no fault: try again.
            if grown(act) > ALLOWED and (size := grown(act)) > ALLOWED:
                large[f"{name}: {number}"] = size
    assert large == {}


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
        "i = torch.zeros(9_999).long()\ny = torch.zeros(1, 9_999).index_put((i,), x[0, 0], True)",
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
    program = "import torch\n" + source + rest
    assert grown(lambda: run(program, limits=replace(LIMITS, loop_iterations=500))) < ALLOWED


@pytest.mark.parametrize("name", ["inputs", "leaves"])
def test_arrays_that_are_given_are_not_copied_before_they_are_looked_at(name):
    given = np.broadcast_to(0.0, (10**8,))

    def act() -> None:
        with pytest.raises(ProgramError, match="too large"):
            run("w = 1.0\ny = w * 2", limits=LIMITS, **{name: {"w": given}})

    assert grown(act) < ALLOWED
