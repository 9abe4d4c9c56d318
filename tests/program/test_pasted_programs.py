"""Programs as tutorials print them: they run unchanged and agree with PyTorch."""

import numpy as np
import pytest
from chainrule.program import run

torch = pytest.importorskip("torch")

PYTORCH = {
    "autograd tutorial": """
import torch

a = torch.tensor([2., 3.], requires_grad=True)
b = torch.tensor([6., 4.], requires_grad=True)
Q = 3*a**3 - b**2
external_grad = torch.tensor([1., 1.])
Q.backward(gradient=external_grad)
""",
    "one layer": """
import torch

x = torch.ones(2)  # input tensor
y = torch.zeros(3)  # expected output
w = torch.tensor([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], requires_grad=True)
b = torch.zeros(3, requires_grad=True)
z = torch.matmul(x, w)+b
loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
loss.backward()
print(w.grad)
print(b.grad)
""",
    "micrograd's neuron": """
import torch
x1 = torch.tensor([2.0]).double().requires_grad_()
x2 = torch.tensor([0.0], requires_grad=True)
w1 = torch.tensor([-3.0], requires_grad=True)
w2 = torch.tensor([1.0], requires_grad=True)
b = torch.tensor([6.8813735870195432], requires_grad=True)
n = x1*w1 + x2*w2 + b
o = torch.tanh(n)

print(o.data.item())
o.backward()

print('---')
print('x2', x2.grad.item())
""",
    "two layers": """
import torch
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.linspace(-1, 1, steps=6).reshape(-1, 1)
y = x.pow(2)
W1 = torch.full((1, 4), 0.5, requires_grad=True)
b1 = torch.zeros(4, requires_grad=True)
W2 = torch.ones(4, 1, requires_grad=True)
h = F.relu(x @ W1 + b1)
out = h.mm(W2)
loss = F.mse_loss(out, y)
loss.backward()
""",
    "softmax by hand": """
import torch
logits = torch.tensor([[1.0, 2.0, 3.0], [1.0, -1.0, 0.5]], requires_grad=True)
exps = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
probs = exps / exps.sum(dim=1, keepdim=True)
loss = -torch.log(probs[:, 0]).mean()
loss.backward()
""",
    "cross entropy of classes": """
import torch
import torch.nn.functional as F
logits = torch.tensor([[1.0, 2.0, 3.0], [1.0, -1.0, 0.5]], requires_grad=True)
target = torch.tensor([2, 0])
loss = F.cross_entropy(logits, target)
loss.backward()
""",
    "attention": """
import torch
import torch.nn.functional as F

def attention(q, k, v):
    d = q.size(-1)
    scores = q @ k.transpose(-2, -1) / d ** 0.5
    return F.softmax(scores, dim=-1) @ v

q = torch.tensor([[1.0, 0.5], [0.2, -0.3]], requires_grad=True)
k = torch.tensor([[0.1, 0.4], [1.2, 0.3]], requires_grad=True)
v = torch.tensor([[2.0, 0.0], [0.5, 1.0]], requires_grad=True)
out = attention(q, k, v)
loss = out.square().sum()
loss.backward()
""",
    "layer norm": """
import torch
x = torch.tensor([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]], requires_grad=True)
mean = x.mean(-1, keepdim=True)
var = x.var(-1, keepdim=True, unbiased=False)
y = (x - mean) / torch.sqrt(var + 1e-5)
loss = (y ** 3).sum()
loss.backward()
""",
    "recurrent loop": """
import torch
xs = torch.tensor([[0.5], [-0.3], [0.8]])
h = torch.zeros(1, 2)
Wx = torch.tensor([[0.4, -0.2]], requires_grad=True)
Wh = torch.tensor([[0.1, 0.3], [-0.5, 0.2]], requires_grad=True)
for t in range(xs.shape[0]):
    h = torch.tanh(xs[t:t+1] @ Wx + h @ Wh)
loss = h.pow(2).sum()
loss.backward()
""",
    "joining and choosing": """
import torch
a = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
b = torch.tensor([0.5, 0.1, -0.7], requires_grad=True)
c = torch.cat([a, b], dim=0).view(2, 3)
d = torch.stack((a, b))
e = torch.where(c > 0, c, 0.1 * c)
f = (e * d).clamp(min=-1, max=2)
g = f[:, 1:].sum() + f.flatten()[0] + torch.einsum('ij,ij->', c, d)
g.backward()
""",
}


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


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("source", PYTORCH.values(), ids=PYTORCH)
def test_pytorch_programs_run_unchanged_and_agree(source):
    theirs, ours = in_pytorch(source), run(source)
    if ours.output.requires_grad:
        ours.output.backward(np.ones(ours.output.shape))

    compared = 0
    for name, tensor in ours.names.items():
        np.testing.assert_allclose(
            tensor.data, theirs[name].detach().numpy(), rtol=1e-12, err_msg=name
        )
        if tensor.is_leaf and tensor.requires_grad and theirs[name].is_leaf:
            np.testing.assert_allclose(
                tensor.grad, theirs[name].grad.numpy(), rtol=1e-12, atol=1e-15, err_msg=name
            )
            compared += 1
    assert compared


NUMPY = {
    "least squares": """
import numpy as np
X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
y = np.array([1.0, 2.0, 3.0])
w = np.linalg.solve(X.T @ X, X.T @ y)
error = np.sum((X.dot(w) - y) ** 2)
""",
    "sigmoid by hand": """
import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
z = np.linspace(-2, 2, 5)
s = sigmoid(z)
d = s * (1 - s)
total = d.sum(axis=0)
""",
    "the same random numbers": """
import numpy as np
np.random.seed(3)
a = np.random.randn(2, 3)
b = np.random.rand(3)
c = np.maximum(a, 0) @ b
d = np.concatenate([c, b])
e = d[::-1].reshape(1, -1).T
f = np.where(e > 0.5, e, np.tanh(e)).mean()
""",
    "statistics": """
import numpy as np
x = np.arange(12).reshape(3, 4)
m = x.mean(axis=0)
s = np.sqrt(((x - m) ** 2).mean(axis=0))
z = (x - m) / s
n = np.linalg.norm(z)
t = np.trace(x @ x.T) + np.linalg.det(np.eye(3) * 2) + np.pi
u = x[x > 5].sum() + x[-1, ::2].prod()
""",
}


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
        ("optimizer = torch.optim.SGD([1.0], lr=0.1)", "training"),
        ("x = np.random.default_rng(0)", "randn"),
        ("x = torch.tensor([1.0])\nx.requires_grad = True", "make a new one"),
        ("x = torch.tensor([1.0])\nx[0] = 2.0", "where, cat or stack"),
        ("x = torch.tensor([1.0])\nif x > 0:\n    y = x", "where(condition, a, b)"),
        ("x = [i ** 2 for i in range(3)]", "range(n)"),
        ("x = 2 ^ 3", "**"),
        ("from torch import nn", "leave it out"),
        ("x = torch.tensor([1.0])\ny = x.argmax()", "max"),
        ("import torch as t", "call it torch"),
        ("w = torch.tensor(1.0)\nw.grad.zero_()", "fresh gradients"),
    ],
)
def test_what_does_not_run_names_its_replacement(problem, source, hint):
    assert hint in problem(source).hint
