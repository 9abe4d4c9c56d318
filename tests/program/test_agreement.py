"""Kinds of numbers that PyTorch does not mix: refused where PyTorch refuses, in its words too."""

import re

import pytest
from chainrule.program import ProgramError, run

torch = pytest.importorskip("torch")

SETUP = """\
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
torch.manual_seed(0)
f = torch.ones(2, 2)
d = torch.from_numpy(np.ones((2, 2)))
l = torch.ones(2, 2).long()
g = torch.ones(2, 2, requires_grad=True)
a = np.ones((2, 2))
v, w = torch.ones(2), torch.ones(2, dtype=torch.float64)
"""

EXPRESSIONS = """
f @ d
d @ f
f @ l
l @ f
l @ l
d @ d
f @ w
w @ f
v @ w
f[None] @ d
torch.matmul(f, d)
f.mm(d)
torch.mv(f, w)
torch.dot(v, w)
torch.bmm(f[None], d[None])
F.linear(d, f)
torch.einsum('ij,jk->ik', f, d)
torch.inner(f, d)
torch.outer(v, w)
torch.addmm(f, f, d)
F.conv1d(d[None], f[None])
F.conv2d(f[None, None], d[None, None])
nn.Linear(2, 1)(d)
nn.Linear(2, 1)(l)
nn.Linear(2, 1)(d.float())
nn.Linear(2, 1).double()(d)
nn.Linear(2, 1).to(torch.float64)(d)
nn.Conv1d(2, 1, 1)(d[None])
nn.LayerNorm(2)(d)
F.mse_loss(f, d)
F.mse_loss(f, l)
F.l1_loss(f, d)
F.smooth_l1_loss(f, d)
F.binary_cross_entropy(f * 0.5, d)
F.binary_cross_entropy(f * 0.5, l)
F.binary_cross_entropy(d * 0.5, d)
F.binary_cross_entropy_with_logits(f, d)
F.binary_cross_entropy_with_logits(f, l)
F.cross_entropy(f, v)
F.cross_entropy(f, l[0])
F.cross_entropy(f, f)
F.cross_entropy(f, l)
F.nll_loss(f, v)
nn.CrossEntropyLoss()(f, l[0].double())
f + d
f * l
torch.cat([f, d])
torch.stack([f, d])
torch.where(f > 0, f, d)
torch.lerp(f, d, 0.5)
torch.allclose(f, d)
torch.linalg.solve(f + torch.eye(2), d)
torch.cdist(f, d)
F.scaled_dot_product_attention(f[None], d[None], d[None])
(f * torch.tensor(2.0, dtype=torch.float64)) @ f
(f * np.float64(2.0)) @ f
torch.tensor([np.float64(1.0), 2.0]) @ v
torch.tensor(np.float32(1.0)) * f @ f
torch.zeros_like(d) @ d
torch.linalg.qr(d)[0] @ d
g * a
a * g
g + a
f * a
a * f
f.detach() @ a
np.exp(g)
np.dot(g, g)
np.array(g)
np.array([g, g])
np.exp(f)
torch.exp(a)
torch.sum(a)
torch.matmul(f, a)
nn.Linear(2, 1)(a)
torch.cat([f, torch.tensor(a)])
torch.exp(np.float64(1.0) * f)
""".strip().splitlines()


def sentence(text):
    """What a search would find: the message without numbers of places and names of types."""
    return re.split(r"[.,(\n]", text)[0].strip()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_pytorch_refuses_is_refused_in_its_words(expression):
    names = {}
    exec(SETUP, names)  # noqa: S102 the oracle
    refused = None
    try:
        expected = eval(expression, names)  # noqa: S307 the oracle
    except (RuntimeError, TypeError) as error:
        refused = str(error)

    if refused is None:
        execution = run(f"{SETUP}answer = {expression}\nprint(getattr(answer, 'dtype', answer))")
        assert execution.printed[-1].text == str(getattr(expected, "dtype", expected))
    else:
        with pytest.raises(ProgramError) as refusal:
            run(f"{SETUP}answer = {expression}")
        problem = refusal.value.problems[0]
        assert problem.hint
        assert sentence(refused) in problem.message or "NumPy" in problem.message


@pytest.mark.parametrize(
    "line",
    ["h = f @ d.float()", "h = torch.tensor(a, dtype=torch.float32) * g", "h = torch.exp(g)"],
)
def test_the_ways_out_work(line):
    assert run(f"{SETUP}{line}\nprint(h.dtype)").printed[0].text == "torch.float32"


def test_such_an_error_is_caught_as_in_pytorch():
    source = "try:\n    f @ d\nexcept RuntimeError as error:\n    print('caught')\n"

    assert run(SETUP + source).printed[0].text == "caught"


def test_the_gradient_of_a_float64_tensor_is_one_of_it():
    source = (
        "w.requires_grad = True\n(d @ w).sum().backward()\nprint(w.grad.dtype)\n"
        "print(torch.autograd.grad((w * w).sum(), w)[0].dtype)"
    )

    assert [line.text for line in run(SETUP + source).printed] == ["torch.float64"] * 2
