"""Everything about an operation stands in its declaration, and nowhere else."""

import ast
from pathlib import Path

import chainrule
import numpy as np
import pytest
from chainrule import ArgumentError, Operation
from chainrule.engine import OPERATIONS
from chainrule.engine.declaration import verify

PACKAGE = Path(chainrule.__file__).parent

MANY = 3
"""Names of operations in one table; words such as "min" and "max" have other meanings, too."""

ELSEWHERE = {
    "engine/formulas.py": "the words of formulas",
    "graph/latex.py": "the words of formulas in LaTeX",
    "graph/text.py": "the words of formulas in plain text",
    "graph/notation.py": "the words of formulas that go along axes",
    "graph/drawing.py": "a chain of sums is folded by the nodes of the JSON, as on the page",
    "api/reduction.py": "how an array is made smaller",
    "training/choices.py": "which activations are offered behind a hidden layer",
}
"""Where names of operations stand for something else; what others call their functions is theirs:
``functions``, ``nn`` and ``program/libraries`` are the tables of PyTorch's and NumPy's names."""
LIBRARIES = ("functions/", "nn/", "program/libraries/")


def named(nodes):
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return {value for value in values if isinstance(value, str) and value in OPERATIONS}


def tables(text):
    """Tables keyed by names of operations, and comparisons with one, by line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict) and len(found := named(k for k in node.keys if k)) >= MANY:
            yield node.lineno, found
        elif isinstance(node, ast.Set | ast.List | ast.Tuple) and len(named(node.elts)) >= MANY:
            yield node.lineno, named(node.elts)
        elif isinstance(node, ast.Compare) and is_name(node.left) and named(node.comparators):
            yield node.lineno, named(node.comparators)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = set(node.value.split())
            if len(words) >= 2 * MANY and len(words & {*OPERATIONS}) > len(words) / 2:
                yield node.lineno, words & {*OPERATIONS}


def is_name(node):
    return isinstance(node, ast.Attribute) and node.attr in ("name", "op", "__name__")


def test_nothing_outside_keeps_a_table_of_operations():
    found = {}
    for module in PACKAGE.rglob("*.py"):
        where = module.relative_to(PACKAGE).as_posix()
        if where.startswith(("engine/operations/", *LIBRARIES)):
            continue
        if lines := list(tables(module.read_text(encoding="utf-8"))):
            found[where] = lines
    assert {where: lines for where, lines in found.items() if where not in ELSEWHERE} == {}
    assert found.keys() == ELSEWHERE.keys()  # no reason is given for what is not there


@pytest.mark.parametrize(
    "text",
    [
        "COST = {'add': 1, 'exp': 2, 'matmul': 3}",
        "CHEAP = {'add', 'sub', 'mul'}",
        "CHEAP = 'add sub mul div neg exp'.split()",
        "turned = [n for n in nodes if n.op == 'transpose']",
        "if type(node).name in 'matmul': pass",
    ],
)
def test_a_table_would_be_found(text):
    assert list(tables(text))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_the_fields_of_a_declaration_fit_each_other(operation):
    verify(operation)


def fields(**changes):
    complete = {
        "name": "cube",
        "formula": "a ** 3",
        "forward": lambda a: a**3,
        "gradients": [("3 * a ** 2", lambda g, y, a: g * (3 * a**2))],
    }
    given = {**complete, **changes}
    return {name: value for name, value in given.items() if value is not None}


def test_a_complete_declaration_is_an_operation():
    cube = type("Cube", (Operation,), fields())
    assert cube.apply([1.0, 2.0]).tolist() == [1.0, 8.0]


@pytest.mark.parametrize("field", ["name", "formula", "forward", "gradients"])
def test_a_forgotten_field_is_refused_by_its_name_when_the_class_is_made(field):
    with pytest.raises(ArgumentError, match=f"the operation Cube has no '{field}'"):
        type("Cube", (Operation,), fields(**{field: None}))


WRONG = {
    "no identifier": ({"name": "a cube"}, "name is an identifier"),
    "no expression": ({"formula": "a **"}, "formula is a Python expression"),
    "an unknown word": ({"formula": "cube(a)"}, "formula has the word 'cube'"),
    "no inputs": ({"forward": lambda a=1.0: a}, "forward has no input"),
    "an input without a gradient": ({"forward": lambda a, b: a}, "1 entries for the inputs a, b"),
    "a rule for other inputs": (
        {"gradients": [("1", lambda g, y: g)]},
        r"the rule of the gradient of a is called with \(g, y, a\)",
    ),
    "a rule alone": ({"gradients": [lambda g, y, a: g]}, "a pair for each input"),
    "a reserved name": ({"forward": lambda y: y}, "y has another meaning"),
    "a word of the gradient": (
        {"gradients": [("twice(a)", lambda g, y, a: g)]},
        "the gradient of a has the word 'twice'",
    ),
    "another input in the domain": ({"domain": "NaN where {b} < 0"}, "domain names 'b'"),
}


@pytest.mark.parametrize(("changes", "message"), WRONG.values(), ids=WRONG)
def test_fields_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(ArgumentError, match=message):
        type("Cube", (Operation,), fields(**changes))


def test_an_operation_of_ones_own_is_known_to_nobody_before_it_is_registered():
    known = {*OPERATIONS}
    type("Cube", (Operation,), fields(numpy=(np.cbrt,)))
    assert {*OPERATIONS} == known
    assert not hasattr(chainrule, "cube")
