"""The course notebook, cell by cell: with ``chainrule`` for ``torch``, and pasted as it is.

``notebook/`` has the cells: a regression with PyTorch's names; an engine of the reader's own with
its ``Tensor`` and ``Node`` classes, an ``Optimizer``, ``Module``, ``Layer`` and ``MLP``; and both
trainings, whose printed figures come out again.
"""

import re
import sys
from pathlib import Path
from types import ModuleType

import chainrule
import numpy as np
import pytest
from chainrule.graph import graph_of
from chainrule.program import Limits, run
from chainrule.training.datasets import load

CELLS = {
    path.stem: path.read_text("utf-8") for path in Path(__file__).with_name("notebook").iterdir()
}
PATIENT = Limits(seconds=300.0, work=100_000_000_000)

MSE = [
    *(0.7999661130823178, 0.017392390107906875, 0.009377418010839892, 0.009355326971438456),
    *(0.009365440968904256, 0.009366989180952533, 0.009367207398577986, 0.009367238983974489),
    *(0.009367243704122532, 0.009367244427185763),
]
BCE = [
    *(0.6234923395239745, 0.4014429960012952, 0.3636728892030264, 0.33976173890169425),
    *(0.32221372001882365, 0.3098793292138743, 0.30177117733037573, 0.29620560115160516),
    *(0.2921147371002634, 0.2889261433814792),
]
CHECKS = """\
x1 + x2: tensor([[3. 7.]], grad_fn=AdditionNode)
x1 - x2: tensor([[ 1. -1.]], grad_fn=SubtractionNode)
x2 ** 2: tensor([[ 1. 16.]], grad_fn=PowNode)
x1 @ w: tensor([[1.6]], grad_fn=MatMulNode)
tensor([[8.00000e-03 1.40608e+02]], grad_fn=PowNode)
[[5.6]
 [8.4]]"""


def figures(text):
    """What was printed for each epoch."""
    return [float(number) for number in re.findall(r"^Epoch \d+: \w+ = (\S+)$", text, re.MULTILINE)]


def rows(name):
    dataset = load(name)
    return dataset.X, dataset.y


def scikit_learn():
    """The two functions that the notebook uses of scikit-learn, as that has them."""

    def scale(X):
        return (X - X.mean(0)) / X.std(0)

    def train_test_split(*arrays, test_size, random_state):
        order = np.random.RandomState(random_state).permutation(len(arrays[0]))
        tests = int(np.ceil(test_size * len(order)))
        return [a[part] for a in arrays for part in (order[tests:], order[:tests])]

    module = ModuleType("sklearn")
    module.scale, module.train_test_split = scale, train_test_split
    return module


@pytest.fixture
def notebook(monkeypatch, capsys):
    """Runs cells one after the other, as a notebook does, with ``chainrule`` for ``torch``."""
    for name in ("sklearn", "sklearn.preprocessing", "sklearn.model_selection"):
        monkeypatch.setitem(sys.modules, name, scikit_learn())
    monkeypatch.setitem(sys.modules, "torch", chainrule)
    names = {}

    def execute(*cells):
        for cell in cells:
            exec(compile(CELLS.get(cell, cell), cell, "exec"), names)  # noqa: S102 our own cells
        return capsys.readouterr().out

    execute.names = names
    return execute


# With chainrule for torch


def test_the_regression_prints_the_figures_of_pytorch(notebook):
    notebook.names["X"], notebook.names["Y"] = rows("synthetic")

    np.testing.assert_allclose(figures(notebook("regression")), MSE, rtol=1e-12)


def test_the_reader_s_own_engine_passes_its_checks(notebook):
    assert notebook("engine", "checks").strip() == CHECKS


def test_the_reader_s_nodes_and_ours_have_the_same_names_and_gradients(notebook):
    ours = "from chainrule import Tensor, tensor, AdditionNode, PowNode\n"
    checked = notebook("engine", "checks"), notebook(ours + CELLS["checks"])

    numbers = [re.findall(r"-?\d[\d.e+-]*", text) for text in checked]
    np.testing.assert_allclose(*(np.array(found, float) for found in numbers), rtol=1e-3)


def test_the_reader_s_own_optimiser_works_on_our_tensors(notebook):
    notebook.names["X"], notebook.names["Y"] = rows("synthetic")
    notebook("from chainrule import tensor")

    np.testing.assert_allclose(figures(notebook("optimiser")), MSE, rtol=1e-12)


def test_the_reader_s_own_nodes_work_in_our_tensors(notebook):
    notebook("engine")
    multiply = notebook.names["MatMulNode"]
    x = chainrule.tensor([[2.0, 3.0]], requires_grad=True)
    w = chainrule.tensor([[-1.0], [1.2]], requires_grad=True)

    class Assigning(multiply):
        def backward(self, grad_output):
            self.left.grad = grad_output @ self.right.data.T
            self.right.grad = self.left.data.T @ grad_output

    product = chainrule.Tensor(x.data @ w.data, grad_fn=Assigning(x, w))
    ((product - 0.2) ** 2).backward()

    np.testing.assert_allclose(w.grad, [[5.6], [8.4]])
    assert product.grad_fn.right is w


def test_modules_of_the_reader_s_own_learn_to_tell_raisins_apart(notebook):
    X, y = rows("raisins")
    notebook.names.update(X=X, Y=y[:, 0])
    printed = notebook("engine", "optimiser_classes", "modules", "training")

    np.testing.assert_allclose(figures(printed), BCE, rtol=1e-12)
    assert printed.endswith("Accuracy on test set: 85.56%\n")


# Pasted as it is


def pasted(*cells, inputs=None, limits=PATIENT, moment=None):
    text = "\n".join(CELLS.get(cell, cell) for cell in cells)
    execution = run(text, inputs=inputs, limits=limits, moment=moment)
    return execution, "\n".join(line.text for line in execution.printed)


def test_the_pasted_regression_prints_the_same_figures_and_has_a_moment_for_every_row():
    X, y = (part.tolist() for part in rows("synthetic"))
    data = f"import numpy as np\nX = np.array({X})\nY = np.array({y})"
    execution, printed = pasted(data, "regression", moment=1)

    np.testing.assert_allclose(figures(printed), MSE, rtol=1e-12)
    assert (execution.moments.count, execution.moments.of) == (1_000, "backward")
    assert {node.name for node in graph_of(execution).nodes} >= {
        "x",
        "w",
        "b",
        "y",
        "y_pred",
        "err",
    }


def test_the_pasted_engine_passes_its_checks():
    _, printed = pasted("engine", "checks")

    assert printed == CHECKS


def test_the_pasted_engine_s_own_gradients_are_drawn_and_checked():
    X, y = rows("synthetic")
    inputs = {"X": X, "Y": y}
    execution, printed = pasted("engine", "optimiser", inputs=inputs, moment=700)
    graph = graph_of(execution)
    named = {node.name: node for node in graph.nodes}

    np.testing.assert_allclose(figures(printed), MSE, rtol=1e-12)
    assert (execution.moments.count, execution.moments.of) == (1_000, "turns")
    assert graph.node(graph.output).name == "err.data"
    assert named["w.data"].kind == named["b.data"].kind == "parameter"
    np.testing.assert_allclose(named["w.data"].grad.data, named["w.grad"].value.data)
    (agreement,) = (f for f in graph.findings if f.code.startswith("handwritten"))
    assert agreement.message.startswith("your w.grad and your b.grad agree")


def test_the_pasted_perceptron_prints_its_figures_and_has_a_moment_for_every_row():
    X, y = rows("raisins")
    once = CELLS["training"].replace("epochs=10", "epochs=1")  # the others take as long each
    cells = ("engine", "optimiser_classes", "modules", once)
    execution, printed = pasted(*cells, inputs={"X": X, "Y": y[:, 0]})

    np.testing.assert_allclose(figures(printed), BCE[:1], rtol=1e-12)
    assert (execution.moments.count, execution.moments.of) == (720, "turns")


def test_within_the_usual_time_it_answers_with_what_it_reached():
    X, y = rows("raisins")
    cells = ("engine", "optimiser_classes", "modules", "training")
    execution, _ = pasted(*cells, inputs={"X": X, "Y": y[:, 0]}, limits=Limits(seconds=1.5))

    assert execution.moments.stopped == "time"
    assert execution.output.size == 1
