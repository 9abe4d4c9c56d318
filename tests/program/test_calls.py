"""Calls: functions, methods, prefixes, attributes and how arguments are bound."""

import numpy as np
import pytest
from chainrule.program import run

X = """\
import numpy as np
import torch
import torch.nn.functional as F
x = torch.tensor([[0.5, 2.0], [1.0, 3.0]], requires_grad=True)
"""


@pytest.mark.parametrize(
    "calls",
    [
        ("torch.sum(x, axis=0)", "x.sum(0)", "torch.sum(x, dim=0)", "x.sum(dim=0)"),
        ("mean(x, axis=1, keepdims=True)", "x.mean(1, True)", "x.mean(dim=1, keepdim=True)"),
        ("softmax(x, axis=0)", "F.softmax(x, dim=0)", "torch.nn.functional.softmax(x, 0)"),
        (
            "torch.reshape(x, (4,))",
            "x.reshape(4)",
            "x.reshape((4,))",
            "x.view(-1)",
            "x.reshape([4])",
        ),
        (
            "x.T",
            "transpose(x)",
            "x.mT",
            "x.transpose(0, 1)",
            "torch.permute(x, (1, 0))",
        ),
        ("x @ x", "matmul(x, x)", "x.matmul(x)", "torch.mm(x, x)"),
        ("einsum('ij,jk->ik', x, x)", "x @ x", "torch.einsum('ij,jk->ik', [x, x])"),
        ("x.max(dim=0).values", "torch.max(x, 0)[0]", "torch.amax(x, 0)"),
        ("torch.maximum(x, x.T)", "torch.max(x, x.T)"),
        ("clamp(x, 1, 2)", "x.clamp(min=1, max=2)", "torch.clamp(x, 1, 2)"),
        ("cat([x, x], 1)", "torch.cat((x, x), dim=1)"),
        ("x ** 2", "pow(x, 2)", "x.pow(2)", "torch.pow(x, 2)", "square(x)"),
        ("sigmoid(x)", "x.sigmoid()", "torch.sigmoid(x)", "torch.sigmoid(input=x)"),
        ("where(x > 1, x, 0.0)", "relu(x) * (x > 1)", "torch.where(x > 1.0, x, 0)"),
        ("abs(-x)", "x.abs()", "torch.abs(x)"),
        ("mse(x, x.T)", "F.mse_loss(x, x.T)", "mse_loss(x, target=x.T)", "mean((x - x.T) ** 2)"),
    ],
    ids=lambda calls: calls[0],
)
def test_spellings_of_one_computation_agree(calls):
    first, *others = [run(f"{X}y = {call}").names["y"].detach().numpy() for call in calls]

    for other in others:
        np.testing.assert_allclose(other, first, rtol=1e-15)


def test_leaves_of_pytorch():
    kinds = {
        "torch.tensor([1.0])": "data",
        "torch.tensor([1.0], requires_grad=True)": "parameter",
        "torch.tensor([1.0]).requires_grad_()": "parameter",
        "np.array([1.0])": "data",
        "torch.nn.Parameter(torch.ones(2))": "parameter",
        "torch.tensor([1.0, 2.0], dtype=torch.float64)": "data",
        "param([1.0])": "parameter",
        "data([1.0])": "data",
        "tensor([1.0], requires_grad=False)": "data",
        "torch.ones(2, requires_grad=True)": "parameter",
    }
    for source, kind in kinds.items():
        values = run(f"import torch\nimport numpy as np\nx = {source}").values.values()
        assert [(a.kind, a.name) for a in values] == [(kind, "x")], source


@pytest.mark.parametrize("cut", ["x.detach()", "x.item()", "x.detach().numpy()", "x.data"])
def test_what_takes_a_value_out_cuts_the_path(cut):
    source = f"import torch\nx = torch.tensor(3.0, requires_grad=True)\ny = x * {cut}\ny.backward()"
    assert run(source).names["x"].grad.item() == 3


def test_clone_changes_nothing():
    source = "import torch\nx = torch.tensor(3.0, requires_grad=True)\ny = x.clone() * x"
    assert run(f"{source}\ny.backward()").names["x"].grad.item() == 6


@pytest.mark.parametrize(
    "call",
    [
        "x.sum(5)", "x.sum(axis=0.5)", "x.sum(nonsense=1)", "torch.sum()", "torch.relu()",
        "x.reshape(3)", "x.reshape('a')", "x.reshape(-1, -1)", "torch.einsum(x)",
        "torch.einsum('ij,jk->ik', x)", "torch.einsum('i->i', x)", "torch.cat([])",
        "torch.stack([])", "F.softmax(x, 9)", "torch.clamp(x)", "F.mse_loss(x)",
        "F.mse_loss(x, x, reduction='no')", "x.permute(0, 0)", "x.transpose(0, 5)",
        "F.leaky_relu(x, None)", "torch.zeros(-1)", "torch.zeros(1.5)", "torch.zeros('a')",
        "torch.zeros(x)", "torch.full((2, 2))", "torch.arange()", "torch.linspace(1, 2)",
        "torch.arange(0, 1, 0)", "randn(2, seed=-1)", "randn(2, seed=0.5)", "data()", "data('a')",
        "len(2.0)", "x.size(7)", "x.expand(5, 5)", "torch.gather(x, 0, 0.5)", "x.squeeze(9)",
        "x.flip(7)", "torch.inverse(torch.ones(1, 2))", "torch.norm(x, 'no')", "torch.sigmod(x)",
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_meant_are_refused_with_a_place(problem, call):
    found = problem(f"{X}y = {call}")

    assert found.code in (
        "bad_argument", "shape_mismatch", "not_a_tensor", "bad_values", "bad_index", "wrong_type",
        "unknown_function",
    )  # fmt: skip
    assert found.span.line == 5
    assert found.span.column >= 5


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("y = sigmiod(2.0)", "sigmoid"),
        ("import torch\ny = torch.sigmod(torch.ones(2))", "sigmoid"),
        ("y = open('f')", "files"),
        ("import torch\ny = torch.ones(2).tahn()", "tanh"),
        ("x = [2.0]\ny = (x * 2.0).shap", "shape"),
        ("wieght = 2.0\ny = weight * 2", "wieght"),
        ("import numpy as np\ny = np.pie", "pi"),
    ],
)
def test_hints_name_what_to_write(problem, source, hint):
    assert hint in problem(source).hint
