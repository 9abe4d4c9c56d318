"""Programs as tutorials print them: they run unchanged and agree with PyTorch."""

import numpy as np
import pytest
from chainrule.program import ProgramError, run
from pasted_programs import NUMPY, PYTORCH

torch = pytest.importorskip("torch")


def in_pytorch(source: str) -> dict[str, object]:
    """The program's names after Python has run it with PyTorch in double precision."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        names: dict[str, object] = {"print": lambda *_: None}
        exec(source, names)  # noqa: S102
        return names
    finally:
        torch.set_default_dtype(before)


def values(result: object) -> np.ndarray:
    return np.asarray(result.detach() if isinstance(result, torch.Tensor) else result)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("source", PYTORCH.values(), ids=PYTORCH)
def test_pytorch_programs_run_unchanged_and_agree(source):
    theirs, ours = in_pytorch(source), run(source)
    if ours.output.requires_grad:
        ours.output.backward(np.ones(ours.output.shape))

    compared = 0
    for name, tensor in ours.names.items():
        np.testing.assert_allclose(
            tensor.data, values(theirs[name]), rtol=1e-12, atol=1e-15, err_msg=name
        )
        is_tensor = isinstance(theirs[name], torch.Tensor)
        if is_tensor and tensor.is_leaf and tensor.requires_grad and theirs[name].is_leaf:
            np.testing.assert_allclose(
                tensor.grad, theirs[name].grad.numpy(), rtol=1e-12, atol=1e-15, err_msg=name
            )
            compared += 1
    assert compared


@pytest.mark.parametrize("source", NUMPY.values(), ids=NUMPY)
def test_numpy_programs_run_unchanged_and_agree(source):
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102
    ours = run(source)

    assert len(ours.names) > 2
    for name, tensor in ours.names.items():
        np.testing.assert_allclose(tensor.data, names[name], rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("model = torch.nn.Linear(2, 1)", "x @ W + b"),
        ("class Net(nn.Module):\n    pass", "def layer"),
        ("loss_fn = nn.CrossEntropyLoss()", "cross_entropy(logits, target)"),
        ("optimizers = [torch.optim.SGD([1.0], lr=0.1)]", "training"),
        ("x = np.random.default_rng(0)", "randn"),
        ("x = torch.tensor([1.0])\nx.requires_grad = False", "leave it out"),
        ("x = torch.tensor([1.0])\nx.grad = x", "fresh gradients"),
        ("x = torch.tensor([1.0])\nx.data = x * 2", "param("),
        ("w = torch.tensor(1.0)\nv = 0.1 * w.grad", "grad(y, x)"),
        ("x = torch.tensor([1.0])\nx[0] = 2.0", "where, cat or stack"),
        ("x = torch.tensor([1.0])\nif x > 0:\n    y = x", "where(condition, a, b)"),
        ("x = [i ** 2 for i in range(3)]", "range(n)"),
        ("x = 2 ^ 3", "**"),
        ("from torch import jit", "leave it out"),
        ("from torch import nn as n", "call it nn"),
        ("from torch import *", "leave it out"),
        ("import matplotlib.pyplot as plt", "leave it out"),
        (
            "for i in range(3):\n    if i % 2 == 0:\n        print(i)\n    else:\n        print(0)",
            "every value is shown",
        ),
        ("if __name__ == '__main__':\n    x = 1.0", "margin"),
        ("device = 'cuda' if 1 else 'cpu'", "processor"),
        ("f = lambda a, b: a * b", "def f(a, b)"),
        ("xs = [1.0]\nfor x in xs:\n    y = x", "for i in range(len(xs)): x = xs[i]"),
        ("a = [1.0]\nfor x, y in zip(a, a):\n    z = x", "x, y = a[i], a[i]"),
        ("a = [1.0]\nfor k, x in enumerate(a):\n    z = x", "for k in range(len(a)): x = a[k]"),
        ("for _ in range(3):\n    x = 1.0", "such as i"),
        (">>> x = 1.0", "prompts"),
        ("%matplotlib inline\nx = 1.0", "notebooks"),
        ("    x = 1.0", "margin"),
        ("def f(x):\n\ty = x\n        return y", "spaces"),
        ("x = (1.0", "close the bracket"),
        ("g = torch.autograd.grad(1.0, 2.0)", "make it a parameter"),
        ("x = torch.tensor([1.0])\ny = x.argmax()", "max"),
        ("import torch as t", "call it torch"),
        ("w = torch.tensor(1.0)\nw.zero_()", "fresh gradients"),
    ],
)
def test_what_does_not_run_names_its_replacement(problem, source, hint):
    assert hint in problem(source).hint


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("import jax\nf = jax.grad(1)\nf(2.0).tahn()", 1),
        ("import matplotlib.pyplot as plt\nplt.plot([1.0])\nplt.show()", 1),
        ("class Net(nn.Module):\n    pass\nnet = Net()\ny = net(1.0)", 1),
        ("model = nn.Sequential(1)\nmodel.parameters()\nmodel(2.0)", 1),
        ("if 1:\n    x = 1.0\ny = x.foo()", 1),
        ("optimizer = torch.optim.SGD([1.0])\noptimizer.step()", 1),
    ],
)
def test_what_follows_from_one_problem_is_not_reported_again(source, count):
    with pytest.raises(ProgramError) as caught:
        run(source)
    assert len(caught.value.problems) == count


def test_the_readme_of_micrograd_prints_its_numbers():
    ours = run("""
from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
g.backward()
print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
print(f'{b.grad:.4f}') # prints 645.5773, i.e. the numerical value of dg/db
""")
    ours.output.backward()
    values = ours.output.item(), ours.names["a"].grad, ours.names["b"].grad
    np.testing.assert_allclose(values, (24.7041, 138.8338, 645.5773), atol=5e-5)


def test_a_leaf_computed_from_data_can_be_made_a_parameter():
    ours = run("x = torch.arange(4.).view(2, 2)\nx.requires_grad_()\ny = (x * x).sum()")
    ours.output.backward()

    np.testing.assert_array_equal(ours.names["x"].grad, [[0, 2], [4, 6]])
    assert [a.kind for a in ours.values.values()] == ["parameter", "operation", "operation"]
    assert run("x = arange(3)\nx = 2 * x\nx.requires_grad_()\nx.sum()", leaves={"x": [1, 1, 1]})


def test_the_last_tensor_of_a_list_is_the_output():
    ours = run("x = 2.0\n[x, 3 * x]")
    assert ours.output.item() == 6
    assert any("last tensor" in note for note in ours.notes)
