"""The interpreter refuses what is in none of its tables, whatever a review let through."""

import ast

import numpy as np
import pytest
from chainrule.engine import OPERATIONS, Tape
from chainrule.program import Limits, ProgramError, run
from chainrule.program.expressions import EXPRESSIONS
from chainrule.program.interpreter import Interpreter
from chainrule.program.library.functions import FUNCTIONS, METHODS
from chainrule.program.statements import STATEMENTS
from chainrule.program.text import Text


def interpret(source: str) -> Interpreter:
    """Runs a program that nobody reviewed."""
    with Tape() as tape:
        interpreter = Interpreter(Text(source, Limits()), Limits(), tape, {}, FUNCTIONS, METHODS)
        interpreter.execute(ast.parse(source).body)
    return interpreter


@pytest.mark.parametrize(
    "source",
    [
        "if 1:\n    x = 1",
        "while 1:\n    x = 1",
        "x = [i for i in range(3)]",
        "x = lambda: 1",
        "class A:\n    pass",
        "x = 1 if 1 else 2",
        "x = {1: 2}",
        "x = f'{1}'",
        "x = (y := 1)",
        "del x",
        "x = 1.0\nx.data = 2",
        "x = [1.0]\nx[0] += 2",
        "def f(x):\n    pass",
        "for x.y in range(3):\n    z = 1",
        "for i in [1, 2]:\n    x = i",
        "x = 1.0 and 2.0",
        "x: float = 1.0",
        "try:\n    x = 1\nfinally:\n    y = 1",
    ],
)
def test_unreviewed_programs_reach_nothing(source):
    with pytest.raises(ProgramError) as caught:
        interpret(source)
    assert caught.value.code == "not_supported"


def test_attributes_of_python_are_out_of_reach_without_a_review():
    for source in ("x = 1.0\nx.__class__", "x = (1, 2)\nx.__class__", "x = relu.__globals__"):
        with pytest.raises(ProgramError) as caught:
            interpret(source)
        assert caught.value.code in ("unknown_attribute", "unknown_name", "not_a_tensor")


def test_the_tables_hold_syntax_only():
    assert all(issubclass(kind, ast.expr) for kind in EXPRESSIONS)
    assert all(issubclass(kind, ast.stmt) for kind in STATEMENTS)


def test_a_leaf_that_was_used_before_it_got_its_name_cannot_be_replaced():
    source = "def f(a):\n    b = a * 2\n    return a\nw = f(param(3.0))\ny = w * 1"
    with pytest.raises(ProgramError) as caught:
        run(source, leaves={"w": 5.0})
    assert caught.value.code == "unknown_leaf"


def test_what_numpy_raises_unexpectedly_is_still_an_error_of_the_program(monkeypatch):
    def fail(*operands, **params):
        raise np.linalg.LinAlgError("did not converge")

    monkeypatch.setattr(OPERATIONS["exp"], "apply", fail)
    with pytest.raises(ProgramError) as caught:
        run("x = 1.0\ny = exp(x)")
    assert (caught.value.code, caught.value.span.line) == ("bad_argument", 2)
    assert "did not converge" in caught.value.message


def test_running_out_of_recursion_is_an_error_of_the_program(monkeypatch):
    def recurse(run, node):
        raise RecursionError

    monkeypatch.setitem(EXPRESSIONS, ast.Name, recurse)
    with pytest.raises(ProgramError) as caught:
        run("x = 1.0\nx")
    assert caught.value.code == "too_deep"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("def f(x):\n    return x\ny = f(1.0, 2.0)", "bad_argument"),
        ("def f(x):\n    return x\ny = f()", "bad_argument"),
        ("def f(x):\n    return x\ny = f(1.0, x=2.0)", "bad_argument"),
        ("def f(x):\n    return x\ny = f(z=2.0)", "bad_argument"),
        ("def f():\n    return 1.0\ny = f(z=2.0)", "bad_argument"),
        ("y = 2.0\nz = y.sum.T", "unknown_attribute"),
        ("x = ones(3).shape[7]", "bad_index"),
        ("x = ones(3).shape[0.5]", "bad_index"),
        ("for i in range(1, 9, 0):\n    x = i", "bad_argument"),
        ("for i in range(0.5):\n    x = i", "bad_argument"),
        ("a, b = 1.0", "unpack_mismatch"),
        ("x = ones(2)\nx.requires_grad = 1", "bad_argument"),
        ("x = len(2.0)", "bad_argument"),
        ("def f(x):\n    return y\nx = f(1.0)\ny = 2.0", "unknown_name"),
        ("def f(x):\n    return g(x)\nx = f(1.0)\ndef g(x):\n    return x", "unknown_function"),
    ],
)
def test_what_only_shows_when_it_runs(problem, source, code):
    assert problem(source).code == code
