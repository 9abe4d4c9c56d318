"""Nothing native reaches a program: every function of every library answers values only."""

import pytest
from chainrule.engine import ChainruleError, Tensor
from chainrule.program.classes import CLASSES, ERROR_CODES
from chainrule.program.errors import Raised
from chainrule.program.libraries import LIBRARIES
from chainrule.program.libraries.session import session
from chainrule.program.libraries.things import Double
from chainrule.program.libraries.wrapping import as_array
from chainrule.program.limits import Limits
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute, Method, table_of
from chainrule.program.values import CONTAINERS, MAPPINGS, OWN, PLAIN, Builtin, Library

NATIVE = (Tensor, Array, Number, Double)
COMPUTING = ("torch", "numpy", "sklearn", "chainrule")
LIMITS = Limits(seconds=60.0)
KNOWN_ERRORS = (ChainruleError, Raised, *(kind for kind in ERROR_CODES))


def assert_value(value, where):
    """A value of the language, at every depth."""
    kind = type(value)
    if kind in CONTAINERS:
        parts = [*value.keys(), *value.values()] if kind in MAPPINGS else list(value)
        for part in parts:
            assert_value(part, where)
        return
    assert kind in PLAIN or kind in OWN or kind in NATIVE, f"{where} answers a {kind}"


def libraries():
    """Every library of those that compute, once."""
    found = {}
    waiting = [LIBRARIES[name] for name in LIBRARIES if name.partition(".")[0] in COMPUTING]
    while waiting:
        library = waiting.pop()
        if isinstance(library, Library) and id(library) not in found:
            found[id(library)] = library
            waiting += [library.table[name] for name in library.table]
    return list(found.values())


EVERY = libraries()
SQUARES = Builtin("squares", lambda x: (x * x).sum())


def arguments(kind):
    """Calls to try, the likeliest first."""
    make = as_array if kind is Array else Tensor
    x, v = make([[0.5, 0.25], [0.125, 0.75]]), make([0.5, 0.25])
    i, mask = make([0, 1]), x > 0.3
    return [
        (x,), (x, x), (v,), (v, v), (x, 0), (x, v), (x, 0, 1), (2,), (2, 2), ((2, 2),), (), (v, 2),
        (x, mask, 1.0), (x, (2, 2)), ([x, x],), (0.5, v, v), (mask, x, x), (x, 0, i.reshape(1, 2)),
        ("ij->ji", x), (x, x, x), (x, 0, 0, 1), (i,), (i, 3), (x, 0, i, x), (x, 1, 1, 1), (0, 1, 3),
        ((2, 2), 1.0), (x, 0, i, 1.0), (0, 5, (2,)), (0,), (x, (1, 1)), (0.0, 1.0, 2), (x, 2, 0, 1),
        (SQUARES, v), (SQUARES, v, v), (x.reshape(1, 1, 2, 2), 1),
        (x.reshape(1, 2, 2), x.reshape(1, 2, 2)),
    ]  # fmt: skip


def try_calls(name, call, kind):
    """Calls with one argument list after another; answers how many went well."""
    runtime = Runtime(LIMITS)
    went = 0
    with session(runtime):
        for args in arguments(kind):
            try:
                answer = call(runtime, args)
            except KNOWN_ERRORS:
                continue
            assert_value(answer, name)
            went += 1
            if went >= 3:
                break
    return went


@pytest.mark.parametrize("library", EVERY, ids=[library.name for library in EVERY])
def test_a_library_holds_values_and_its_functions_answer_values(library):
    kind = Array if library.name.startswith("numpy") else Tensor
    unused = []
    for name in library.table:
        value = library.table[name]
        assert_value(value, f"{library.name}.{name}")
        if isinstance(value, Builtin) and not try_calls(
            value.name, lambda runtime, args, value=value: runtime.call(value, args), kind
        ):
            unused.append(name)
    functions = [name for name in library.table if isinstance(library.table[name], Builtin)]
    assert len(unused) <= max(5, len(functions) // 4), unused


@pytest.mark.parametrize("kind", [Tensor, Array, Number])
def test_attributes_and_methods_answer_values(kind):
    runtime = Runtime(LIMITS)
    for name, entry in table_of(kind).items():
        if isinstance(entry, Attribute):
            with session(runtime):
                try:
                    found = entry.get(arguments(kind)[0][0])
                except KNOWN_ERRORS:
                    continue
            assert_value(found, name)
        elif isinstance(entry, Method):
            try_calls(
                name, lambda runtime, args, entry=entry: runtime.call(entry.builtin, args), kind
            )


def test_every_table_of_attributes_is_of_values():
    for kind, table in ATTRIBUTES.items():
        known = kind in PLAIN or kind in CONTAINERS or kind in OWN or kind in CLASSES
        assert known or issubclass(kind, Tensor), kind
        assert all(isinstance(entry, Attribute | Method) for entry in table.values())


@pytest.mark.parametrize("call", ["np.intersect1d(0, [0.5, 'a'])", "np.union1d(['a'], ['b'])"])
def test_functions_of_numpy_answer_no_texts(call, problem):
    assert problem(f"import numpy as np\ny = {call}\nprint(y)").code == "bad_argument"
