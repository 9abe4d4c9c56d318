"""Tensors print as PyTorch prints them, arrays as NumPy does."""

import pytest
from beside_libraries import assert_prints_the_same, run

TENSORS = [
    "[1.0, 2.5]",
    "3.0",
    "[1.0, 2.0, 30.0]",
    "[0.1, 1000.0]",
    "[0.1, 1001.0]",
    "[1e-8, 1.0]",
    "[1e-5]",
    "[123456789.0]",
    "[1e10, 1.0]",
    "[float('inf'), 1.0, float('nan')]",
    "[float('inf'), 1.5, -float('inf')]",
    "[float('nan')]",
    "[]",
    "[[]]",
    "[[1.5, -2.25], [3.0, 4.0]]",
    "[[[1.0], [2.0]], [[3.0], [4.5]]]",
    "[-0.0, 0.0]",
    "[0.00012, 0.5]",
    "[16777217.0]",
    "0.1",
    "1e-10",
    "[1, 2, 300]",
    "7",
    "[[1, -2], [3, 4]]",
    "[True, False]",
    "True",
]


@pytest.mark.parametrize("values", TENSORS)
def test_tensors_print_as_in_pytorch(values):
    assert_prints_the_same(f"import torch\nprint(torch.tensor({values}))")


@pytest.mark.parametrize(
    "made",
    [
        "torch.arange(2000.)",
        "torch.arange(60.)",
        "torch.arange(3600.).reshape(60, 60)",
        "torch.zeros(12, 12, 12)",
        "torch.linspace(0, 1, 40)",
        "torch.zeros(2, 0)",
        "torch.arange(30)",
        "torch.ones(2, 3).double()",
        "torch.ones(3) > 0",
        "torch.arange(24.).reshape(2, 3, 4) / 7",
    ],
)
def test_large_and_long_tensors_print_as_in_pytorch(made):
    assert_prints_the_same(f"import torch\nprint({made})")


@pytest.mark.parametrize(
    "expression",
    [
        "x", "x + 1", "x - y", "x * 2", "x / y", "-x", "x ** 2", "x.sum()", "x.mean()", "x.exp()",
        "x.log()", "x.sqrt()", "x.abs()", "x.tanh()", "torch.sigmoid(x)", "torch.relu(x)",
        "x @ y", "x.reshape(2, 1)", "x.view(2, 1)", "x[0]", "x[:1]", "x.sum(dim=0)", "x.max()",
        "torch.softmax(x, 0)", "x.clone()", "torch.stack([x, y])", "torch.cat([x, y])",
        "x.unsqueeze(0)", "torch.where(x > 1, x, y)", "x.clamp(0, 1)", "x.sin()", "x.var()",
        "x.std()", "x.norm()", "x.prod()", "F.mse_loss(x, y)", "F.gelu(x)", "x.cumsum(0)",
        "F.log_softmax(x, 0)", "x.detach()", "A @ A", "A @ x", "A.T", "A.t()", "A[0]",
        "A[:, 1]", "A.mean(dim=1)", "A.max(dim=1).values", "A.transpose(0, 1)", "A.expand(2, 2, 2)",
        "torch.exp(x).sum()", "x.square()", "torch.logsumexp(x, 0)", "F.softplus(x)",
        "F.leaky_relu(x)", "F.silu(x)", "F.elu(x)", "torch.maximum(x, y)", "x.pow(y)",
    ],
)  # fmt: skip
def test_results_print_the_name_of_pytorchs_operation(expression):
    setup = (
        "import torch\nimport torch.nn.functional as F\n"
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "y = torch.tensor([3.0, 5.0], requires_grad=True)\n"
        "A = torch.tensor([[1.0, 2.0], [3.0, 5.0]], requires_grad=True)\n"
    )
    assert_prints_the_same(f"{setup}print({expression})")


@pytest.mark.parametrize(
    "printed",
    [
        "x.shape", "x.size()", "x.size(0)", "x.dtype", "x.device", "x.shape[0]", "[x.shape]",
        "torch.float64", "x.double().dtype", "x.long().dtype", "(x > 1).dtype", "repr(x.dtype)",
        "repr(x.device)", "x.type()", "x.grad", "x.requires_grad", "x.is_leaf",
        "[x, x.sum()]", "{'a': x}", "f'{x}'", "f'{x.sum():.2f}'", "str(x)", "torch.Size([2, 3])",
        "x.tolist()", "x.sum().item()", "tuple(x.shape)", "x.max(dim=0)", "torch.sort(x)",
        "nn.Parameter(x)", "x.sum().grad_fn.name()", "list(x.shape)", "x.ndim, x.numel()",
        "torch.device('cpu')", "x.shape == (2,)", "len(x)",
    ],
)  # fmt: skip
def test_what_is_asked_of_a_tensor_prints_as_in_pytorch(printed):
    setup = (
        "import torch\nimport torch.nn as nn\nx = torch.tensor([1.5, 2.0], requires_grad=True)\n"
    )
    assert_prints_the_same(f"{setup}print({printed})")


@pytest.mark.parametrize(
    "options", ["precision=2", "sci_mode=True", "threshold=5", "edgeitems=1, threshold=5"]
)
def test_print_options_hold_until_the_run_ends(options):
    text = "print(torch.arange(10.) / 3)"
    assert_prints_the_same(f"import torch\ntorch.set_printoptions({options})\n{text}")
    assert_prints_the_same(f"import torch\n{text}")


@pytest.mark.parametrize(
    "printed",
    [
        "np.array([1.0, 2.5])", "np.array([[1, 2], [3, 4]])", "np.zeros((2, 3))", "np.float64(0.5)",
        "repr(np.array([1.0, 2.0]))", "np.array([1e-10, 1.0])", "np.arange(5)", "np.mean([1, 2])",
        "[np.float64(1.5)]", "np.array([True, False])", "np.array([1, 2]).dtype", "np.arange(2000)",
        "np.array([0.1, 0.2]).sum()", "np.linspace(0, 1, 5)", "np.array([1.0, 2.0]).shape",
        "np.eye(2)", "np.array([1.0, np.nan, np.inf])", "np.array([1.0])[0]", "np.pi",
        "np.array([[1.5, 2], [3, 4]]).max(axis=0)", "np.float32(0.1)",
    ],
)  # fmt: skip
def test_arrays_print_as_in_numpy(printed):
    assert_prints_the_same(f"import numpy as np\nprint({printed})")


def test_a_tensor_says_float32_although_it_is_computed_in_float64():
    result = run("import torch\nx = torch.tensor([0.1])\nprint(x.dtype)\nprint(x.item() == 0.1)")
    assert result.lines == ["torch.float32", "True"]
