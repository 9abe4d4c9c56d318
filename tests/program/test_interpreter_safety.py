"""Nothing of Python's own objects can be reached, whatever a program calls or asks for."""

import copy
import itertools

import pytest
from chainrule.engine import ChainruleError, Tensor
from chainrule.program.classes import is_value
from chainrule.program.errors import ProgramError, Raised
from chainrule.program.libraries import BUILTINS, LIBRARIES
from chainrule.program.limits import Limits
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method
from chainrule.program.values import (
    CONTAINERS,
    MAPPINGS,
    Builtin,
    Class,
    ClassMethod,
    Cursor,
    Library,
    Property,
    Record,
    StaticMethod,
)
from escapes import ESCAPES
from interpreted import Ran, attempt


def parts(value):
    """Everything that a program can come to from a value without calling anything."""
    kind = type(value)
    if kind in MAPPINGS:
        return [*value, *value.values()]
    if kind in CONTAINERS:
        return list(value)
    if kind is Record:
        held = [value.holds] if value.cls.holds is not None else []
        return [value.cls, *value.attributes.values(), *held]
    if kind is Class:
        return [*value.table.values(), *value.bases]
    if kind is Library:
        return list(value.table.values())
    if kind is Property:
        return [value.get, value.set]
    if kind in (StaticMethod, ClassMethod):
        return [value.function]
    if kind is Cursor:
        return list(itertools.islice(value, 5))
    table = ATTRIBUTES.get(kind, {})
    return [
        part for entry in table.values() if type(entry) is Attribute for part in read(entry, value)
    ]


def read(entry, value):
    """What an attribute is, where a value of its type has it."""
    try:
        return [entry.get(value)]
    except (AttributeError, ChainruleError):
        return []


def identity(value):
    """What tells a value from others; of tensors that are alike, and of texts, one is enough."""
    if isinstance(value, Tensor):
        return type(value), value.shape, value.dtype, value.requires_grad
    if type(value) in (bool, int, float, str):
        return type(value)
    return id(value)


NAMED: dict[object, object] = {}
"""What the names of the language lead to, by its mark, looked at once for all walks.

It is kept, so that nothing else comes to stand at an address that is a mark.
"""


def walk(*values, seen=None):
    """The first value in reach that a program must not have; ``None`` if there is none."""
    seen, waiting = {} if seen is None else seen, list(values)
    while waiting:
        value = waiting.pop()
        if not is_value(value):
            return value
        mark = identity(value)
        if mark not in seen and mark not in NAMED and len(seen) < 5_000:
            seen[mark] = value
            waiting += parts(value)
    return None


@pytest.fixture(scope="module", autouse=True)
def unsuitable():
    """What the names lead to that is no value of the language, if anything."""
    seen = {}
    found = walk(*BUILTINS.values(), *LIBRARIES.values(), seen=seen)
    NAMED.update(seen)
    return found


def test_everything_that_has_a_name_is_a_value(unsuitable):
    assert unsuitable is None


NATIVES = [None, True, 3, -1, 2.5, "a b", [3, 1], (1, "x"), {"k": 1}, {1, 2}, range(4), len, int,
           ValueError, slice(1, 2)]  # fmt: skip


def callables():
    for name, value in BUILTINS.items():
        yield name, value
    for module, library in LIBRARIES.items():
        table = library.table if type(library) is Library else {}
        for name, value in table.items():
            yield f"{module}.{name}", value
    for kind, table in ATTRIBUTES.items():
        for name, entry in table.items():
            if type(entry) is Method:
                yield f"{kind.__name__}.{name}", entry.builtin


FIRST = {id(value): name for name, value in reversed(list(callables()))}
CALLABLES = {
    name: value
    for name, value in callables()
    if type(value) in (Builtin, Class) and FIRST[id(value)] == name
}
ARGUMENTS = [BUILTINS["len"] if value is len else BUILTINS["int"] if value is int
             else BUILTINS["ValueError"] if value is ValueError else value
             for value in NATIVES]  # fmt: skip


@pytest.mark.parametrize("name", CALLABLES)
def test_a_builtin_answers_values_only(name):
    for count in range(3):
        for args in (
            itertools.product(ARGUMENTS, ARGUMENTS[::4])
            if count == 2
            else (itertools.product(ARGUMENTS, repeat=count))
        ):
            runtime = Runtime(Limits(seconds=30.0))
            given = copy.deepcopy([a for a in args if type(a) in CONTAINERS])
            given = tuple(given.pop(0) if type(a) in CONTAINERS else a for a in args)
            try:
                answer = runtime.call(CALLABLES[name], given)
                assert walk(answer) is None, (name, args, answer)
            except (ChainruleError, Raised):
                pass
            except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
                pass  # what the program can catch


@pytest.mark.parametrize("program", ESCAPES)
def test_an_escape_is_refused_or_leads_nowhere(program):
    ran = attempted(program)
    assert (ran.error.code if ran.error else "runs") == ESCAPES[program]
    assert walk(*ran.names.values()) is None


def attempted(program):
    """A program that was run, or refused before."""
    try:
        return attempt(program)
    except ProgramError as error:
        return Ran({}, "", Runtime(), error)


@pytest.mark.parametrize(
    "text",
    [
        "import optax\noptax.adam.mine = 1",
        "import functools\nfunctools.wraps.mine = 1",
        "from torch import nn\nnn.Linear.forward.mine = 1",
    ],
)
def test_a_library_s_functions_cannot_be_changed(text):
    """Every run has the same ones: what one program left there, another would find."""
    assert "attribute of a library's function" in str(attempt(text).error)
