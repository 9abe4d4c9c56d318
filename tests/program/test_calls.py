"""Calls: functions, methods, prefixes, attributes and how arguments are bound."""

import numpy as np
import pytest
from chainrule.program import run

X = "x = [[0.5, 2.0], [1.0, 3.0]]\n"


@pytest.mark.parametrize(
    "calls",
    [
        ("sum(x, axis=0)", "x.sum(0)", "torch.sum(x, dim=0)", "np.sum(x, 0)", "x.sum(dim=0)"),
        ("mean(x, axis=1, keepdims=True)", "x.mean(1, True)", "x.mean(dim=1, keepdim=True)"),
        ("softmax(x, axis=0)", "F.softmax(x, dim=0)", "torch.nn.functional.softmax(x, 0)"),
        ("reshape(x, 4)", "x.reshape(4)", "x.reshape((4,))", "x.view(-1)", "x.reshape([4])"),
        ("x.T", "transpose(x)", "x.mT", "x.transpose(0, 1)", "np.transpose(x)", "permute(x, 1, 0)"),
        ("x @ x", "matmul(x, x)", "x.matmul(x)", "torch.mm(x, x)", "np.dot(x, x)"),
        ("einsum('ij,jk->ik', x, x)", "x @ x", "torch.einsum('ij,jk->ik', [x, x])"),
        ("max(x, 0)", "x.max(dim=0)", "np.max(x, axis=0)", "torch.amax(x, 0)"),
        ("maximum(x, x.T)", "max(x, x.T)", "torch.max(x, x.T)", "np.maximum(x, x.T)"),
        ("clamp(x, 1, 2)", "x.clamp(min=1, max=2)", "np.clip(x, 1.0, 2.0)", "clamp(x, ones(1), 2)"),
        ("cat([x, x], 1)", "torch.cat((x, x), dim=1)", "np.concatenate([x, x], axis=1)"),
        ("x ** 2", "pow(x, 2)", "x.pow(2)", "torch.pow(x, 2)", "np.power(x, 2)", "square(x)"),
        ("sigmoid(x)", "x.sigmoid()", "torch.sigmoid(x)", "torch.sigmoid(input=x)"),
        ("where(x > 1, x, 0.0)", "relu(x) * (x > 1)", "torch.where(x > 1.0, x, 0)"),
        ("abs(-x)", "np.abs(x)", "x.abs()", "torch.abs(x)"),
        ("mse(x, x.T)", "F.mse_loss(x, x.T)", "mse_loss(x, target=x.T)", "mean((x - x.T) ** 2)"),
    ],
    ids=lambda calls: calls[0],
)
def test_spellings_of_one_computation_agree(calls):
    first, *others = [run(f"{X}y = {call}").output.data for call in calls]

    for other in others:
        np.testing.assert_allclose(other, first, rtol=1e-15)


def test_attributes_are_static_or_operations():
    assert run(f"{X}y = zeros(x.shape)").output.shape == (2, 2)
    assert run(f"{X}y = ones(x.ndim, x.size)").output.shape == (2, 4)
    assert run(f"{X}y = zeros(x.size(0), x.size(-1))").output.shape == (2, 2)
    assert run(f"{X}y = zeros(len(x))").output.shape == (2,)
    assert run("x = zeros(2, 3, 4)\ny = x.T").output.shape == (4, 3, 2)
    assert run("x = zeros(2, 3, 4)\ny = x.mT").output.shape == (2, 4, 3)
    assert run("x = [1.0, 2.0]\ny = x.T * 1.0").output.shape == (2,)


def test_leaves_of_pytorch():
    kinds = {
        "torch.tensor([1.0])": "data",
        "torch.tensor([1.0], requires_grad=True)": "parameter",
        "torch.tensor([1.0]).requires_grad_()": "parameter",
        "np.array([1.0])": "data",
        "torch.nn.Parameter(torch.randn(2))": "parameter",
        "torch.tensor([1, 2], dtype=torch.float32)": "data",
        "param([1.0])": "parameter",
        "data([1.0])": "data",
        "tensor([1.0], requires_grad=False)": "data",
        "torch.ones(2, requires_grad=True)": "parameter",
    }
    for source, kind in kinds.items():
        (annotation,) = run(f"x = {source}").values.values()
        assert (annotation.kind, annotation.name) == (kind, "x"), source


def test_detach_and_item_cut_the_path():
    for cut in ("detach(x)", "x.detach()", "x.item()", "x.detach().numpy()"):
        execution = run(f"x = 3.0\ny = x * {cut}")
        execution.output.backward()
        assert execution.names["x"].grad == 3


def test_clone_changes_nothing():
    execution = run("x = 3.0\ny = x.clone() * x.double().float().contiguous()")
    execution.output.backward()
    assert execution.names["x"].grad == 6


def test_own_names_come_before_functions():
    assert run("def relu(x):\n    return x * 10\ny = relu(-1.0)").output.item() == -10
    assert run("F = 2.0\ny = F * F").output.item() == 4


def test_a_tensor_cannot_be_called(problem):
    found = problem("sum = 2.0\ny = sum(3.0)")
    assert (found.code, found.hint) == ("not_callable", "for a product write *")


def test_axes_may_be_named_literals_but_not_data(problem):
    assert run(f"{X}k = 1\ny = x.sum(k)").output.shape == (2,)
    assert run(f"{X}k = [0, 1]\ny = x.sum(k)").output.shape == ()
    found = problem(f"{X}k = data(1)\ny = x.sum(k)")
    assert (found.code, found.span.line, found.span.column) == ("not_static", 3, 11)


@pytest.mark.parametrize(
    "call",
    [
        "sum()", "sum(x, 5)", "sum(x, axis='0')", "sum(x, axis=0.5)", "sum(x, nonsense=1)",
        "relu(x, 2)", "x.reshape(3)", "x.reshape('a')", "x.reshape(-1, -1)", "einsum(x)",
        "einsum('ij,jk->ik', x)", "einsum('i->i', x)", "cat([])", "stack([])",
        "where(x)", "softmax(x, 9)", "clamp(x)", "mse(x)", "mse(x, x, reduction='no')",
        "x.permute(0, 0)", "x.transpose(0, 5)", "leaky_relu(x, None)", "zeros(-1)", "zeros(1.5)",
        "zeros('a')", "zeros(x)", "full((2, 2))", "eye(2, 2, 2)", "arange()", "linspace(1, 2)",
        "arange(0, 1, 0)", "randn(2, seed=-1)", "randn(2, seed=0.5)", "randn(2, bad=1)",
        "zeros(2, requires_grad=3)", "data()", "data('a')", "data(1, 2, 3)", "item(x)", "clone()",
        "len(2.0)", "x.size(7)", "expand(x, 5, 5)", "diag(3.0)", "gather(x, 0, 0.5)", "solve(x, 1)",
        "squeeze(x, 9)", "flip(x, 7)", "inv([[1.0, 2.0]])", "norm(x, 'no')", "range(3)",
        "group('a')",
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_meant_are_refused_with_a_place(problem, call):
    found = problem(f"{X}y = {call}")

    assert found.code in (
        "bad_argument", "shape_mismatch", "not_static", "not_a_tensor", "not_supported",
        "bad_values", "limit_rank",
    )  # fmt: skip
    assert found.span.line == 2
    assert found.span.column >= 5


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("y = sigmiod(2.0)", "sigmoid"),
        ("y = torch.sigmod(2.0)", "sigmoid"),
        ("y = torch.nn.Linear(2, 3)", "@ W + b"),
        ("y = nn.MSELoss()", "mse_loss"),
        ("y = np.random.default_rng(0)", "randn"),
        ("y = open('f')", "files"),
        ("x = 2.0\ny = x.tahn()", "tanh"),
        ("x = 2.0\ny = x.shap", "shape"),
        ("x = 2.0\ny = x.sum", "call it"),
        ("x = 2.0\ny = relu", "call it"),
        ("wieght = 2.0\ny = weight * 2", "wieght"),
        ("y = np.pie", "pi"),
        ("y = argmax([1.0, 2.0])", "max"),
    ],
)
def test_hints_name_what_to_write(problem, source, hint):
    assert hint in problem(source).hint
