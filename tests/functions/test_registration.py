"""An operation of somebody's own: in Python, in graphs, in exports, and in the language."""

import importlib
import os
import subprocess
import sys

import chainrule
import numpy as np
import pytest
from chainrule import ArgumentError, ExportError, Operation, Tape, Tensor, tensor
from chainrule.engine import FUNCTIONS, OPERATIONS
from chainrule.functions import registration
from chainrule.graph import build
from chainrule.program import functions, preparation, run, work
from chainrule.program.libraries.chainrule import CHAINRULE
from chainrule.program.libraries.vocabulary import FUNCTIONAL
from chainrule.program.registration import load
from chainrule.program.tables import ATTRIBUTES

MODULE = """
import numpy as np
import chainrule

@chainrule.register
class Snake(chainrule.Operation):
    name = "snake"
    formula = "a + sin(beta * a) ** 2 / beta"
    gradients = [("1 + sin(2 * beta * a)", lambda g, y, a, beta: g * (1 + np.sin(2 * beta * a)))]
    torch = "{0} + torch.sin({beta} * {0}) ** 2 / {beta}"

    def forward(a, beta: float = 1.0):
        return a + np.sin(beta * a) ** 2 / beta
"""
POINT = [0.5, -1.2]


@pytest.fixture(scope="module")
def snake(tmp_path_factory):
    """The operation, in a module that scripts can import."""
    folder = tmp_path_factory.mktemp("operations")
    (folder / "own_snake.py").write_text(MODULE, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("own_snake").Snake
    sys.path.remove(str(folder))
    del sys.modules["own_snake"], Tensor.snake
    named = (OPERATIONS, FUNCTIONS, registration.REGISTERED, registration._operations)
    in_programs = (preparation.NAMES, CHAINRULE.table, FUNCTIONAL.table, ATTRIBUTES[Tensor])
    for table in (*named, *in_programs):  # other tests see the package as it is
        table.pop("snake", None)
    functions.cache_clear()
    preparation.forget()


def written(x, beta=1.0):
    return x + np.sin(beta * x) ** 2 / beta


def test_it_has_gradients_of_any_order(snake):
    x, same = (tensor(POINT, requires_grad=True) for _ in range(2))
    ours, theirs = snake.apply(x, beta=2.0), written(same, 2.0)
    for _ in range(3):
        np.testing.assert_allclose(ours.detach().numpy(), theirs.detach().numpy(), rtol=1e-12)
        (ours,) = chainrule.grad(ours.sum(), [x], create_graph=True)
        (theirs,) = chainrule.grad(theirs.sum(), [same], create_graph=True)


def test_gradcheck_agrees_and_finds_a_wrong_rule(snake):
    assert chainrule.gradcheck(snake.apply, (tensor(POINT),))
    assert chainrule.gradcheck(snake.apply, POINT)

    class Wrong(snake):
        name = "wrong"
        gradients = (("1", lambda g, y, a, beta: g),)

    with pytest.raises(chainrule.GradientError, match="differs"):
        chainrule.gradcheck(Wrong.apply, POINT)


def test_its_card_has_its_formula(snake):
    loss = snake.apply(tensor(POINT, requires_grad=True), beta=2.0).sum()
    card = loss.graph().nodes[1]
    assert (card.op, card.expression) == ("snake", "snake(v0)")
    assert r"\sin\left(2 \cdot v_{0}\right)^{2}" in card.formula.forward
    assert r"1 + \sin\left(4 \cdot v_{0}\right)" in card.formula.local[0]


def test_a_tape_repeats_it(snake):
    x = tensor(POINT, requires_grad=True)
    with Tape() as tape:
        y = snake.apply(x).sum()
    x.data = np.array([2.0, 3.0])
    tape.forward()
    assert y.item() == pytest.approx(float(written(np.array([2.0, 3.0])).sum()), rel=1e-14)


@pytest.mark.parametrize("target", ["chainrule", "torch"])
def test_an_exported_script_prints_the_same(snake, target):
    pytest.importorskip(target)
    x = tensor(POINT, requires_grad=True)
    graph = snake.apply(x, beta=2.0).sum().graph()
    path = os.pathsep.join([os.path.dirname(sys.modules["own_snake"].__file__), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", graph.to_python(target)],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    lines = [line.split(" = ")[1] for line in done.stdout.splitlines()]
    np.testing.assert_allclose(float(lines[0]), graph.array(graph.output), rtol=1e-12)
    np.testing.assert_allclose(np.array(lines[1].strip("[]").split(","), float), graph.grads["n0"])


def test_what_cannot_be_written_is_refused():
    class Cube(Operation):
        name = "cube"
        formula = "a ** 3"
        gradients = (("3 * a ** 2", lambda g, y, a: g * (3 * a**2)),)

        def forward(a):
            return a**3

    graph = Cube.apply(tensor(2.0, requires_grad=True)).graph()
    with pytest.raises(ExportError, match="how PyTorch writes 'cube'"):
        graph.to_python("torch")
    with pytest.raises(ExportError, match="cannot import"):
        graph.to_python()


def test_a_function_of_a_program_s_own_is_drawn_but_not_written():
    execution = run(
        "import torch\n"
        "class Twice(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, x):\n"
        "        return 2 * x\n"
        "    @staticmethod\n"
        "    def backward(ctx, g):\n"
        "        return 2 * g\n"
        "w = torch.tensor(3.0, requires_grad=True)\n"
        "y = Twice.apply(w)\n"
        "y.backward()\n"
    )
    graph = build(execution.output, values=execution.values)
    assert [node.op for node in graph.nodes] == [None, "Twice"]
    assert graph.node("w").grad.data == 2.0
    for target in ("chainrule", "torch"):
        with pytest.raises(ExportError):
            graph.to_python(target)


def test_registered_it_is_a_function_and_a_method(snake):
    x = tensor(POINT)
    expected = written(np.array(POINT), 2.0)
    for call in (chainrule.snake, chainrule.functional.snake, Tensor.snake):
        np.testing.assert_allclose(call(x, 2.0).numpy(), expected, rtol=1e-14)
    assert "snake" in dir(chainrule)


def test_registered_it_has_a_place_in_the_language(snake):
    source = (
        "import chainrule\n"
        "w = [0.5, -1.2]\n"
        "both = snake(w, 2.0) + chainrule.snake(w, beta=2.0)\n"
        "loss = sum(both) + tensor(w).snake(2.0).sum()\n"
    )
    execution = run(source)
    assert execution.output.item() == pytest.approx(3 * written(np.array(POINT), 2.0).sum())
    (entry,) = [function for function in functions() if function.name == "snake"]
    assert (entry.signature, entry.category) == ("snake(a, beta=1.0)", "own")
    assert "snake(x)" in entry.example
    assert run(entry.example).output.shape == (2, 3)


def test_its_work_is_charged_as_a_few_steps_of_arithmetic(snake):
    ours, add = (work.estimate(kind, [(100_000,)], {}).work for kind in (snake, OPERATIONS["neg"]))
    assert add < ours < 5 * add


def test_the_command_line_knows_the_operations_of_a_module(snake):
    folder = os.path.dirname(sys.modules["own_snake"].__file__)
    path = os.pathsep.join([folder, *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "chainrule", "functions", "snake"],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "PYTHONPATH": path, "CHAINRULE_OPERATIONS": "own_snake"},
    )  # fmt: skip
    assert done.stdout.startswith("snake(a, beta=1.0)")


def test_a_module_that_is_not_there_is_named():
    with pytest.raises(ArgumentError, match="CHAINRULE_OPERATIONS names 'not_there'"):
        load("os, not_there")


def test_defined_again_as_in_a_notebook_it_replaces_itself(snake):
    again = importlib.reload(sys.modules["own_snake"]).Snake
    assert OPERATIONS["snake"] is again is not snake
    assert chainrule.snake(tensor(1.0), 2.0).item() == pytest.approx(written(1.0, 2.0))


TAKEN = {"exp": "is there already", "tensor": "is there already", "print": "word of Python's",
         "lambda": "word of Python's", "ndim": "a tensor has .ndim already"}  # fmt: skip


@pytest.mark.parametrize(("name", "message"), TAKEN.items())
def test_a_name_that_stands_for_something_else_is_refused(name, message):
    operation = type(
        "Taken", (Operation,),
        {"name": name, "formula": "a", "forward": lambda a: a, "gradients": ()},
    )  # fmt: skip
    with pytest.raises(ArgumentError, match=message):
        chainrule.register(operation)
    assert OPERATIONS.get(name) is not operation


def test_only_operations_are_registered():
    with pytest.raises(ArgumentError, match="takes a class below Operation"):
        chainrule.register(np.exp)


WRONG = {
    "missing": (lambda op: op.apply(), "needs its input 'a'"),
    "too many": (lambda op: op.apply(1.0, 2.0, 3.0), "takes at most 2 arguments"),
    "unknown": (lambda op: op.apply(1.0, gamma=2.0), "has no parameter 'gamma'"),
    "impossible": (lambda op: op.apply(1.0, beta="two"), "beta is a number"),
}


@pytest.mark.parametrize(("call", "message"), WRONG.values(), ids=WRONG)
def test_calls_that_cannot_be_meant_are_refused(snake, call, message):
    with pytest.raises(ArgumentError, match=message):
        call(snake)
