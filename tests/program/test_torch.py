"""PyTorch's functions, tensors and gradients in programs, beside PyTorch itself."""

import pytest
from beside_libraries import assert_prints_the_same, run
from chainrule import program
from chainrule.engine import ChainruleError

SETUP = "import torch\nimport torch.nn.functional as F\n"

PROGRAMS = {
    "gradients": """
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = (x ** 2).sum() + x[0] * x[1]
y.backward()
print(x.grad, y.item())
y = (x * 3).sum()
y.backward()
print(x.grad)
x.grad.zero_()
print(x.grad)
x.grad = None
print(x.grad)
""",
    "a step by hand": """
w = torch.tensor([[1.0], [2.0]], requires_grad=True)
X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
for i in range(3):
    loss = ((X @ w - 1) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
        w.grad.zero_()
    print(i, loss)
print(w)
w.data.sub_(1.0)
print(w, w.is_leaf, w.grad_fn)
""",
    "grad and its arguments": """
x = torch.tensor(2.0, requires_grad=True)
y = x ** 3
(g,) = torch.autograd.grad(y, x, create_graph=True)
(h,) = torch.autograd.grad(g, x)
print(g, h)
z = torch.tensor(1.0, requires_grad=True)
print(torch.autograd.grad(x * 2, (x, z), allow_unused=True))
v = torch.tensor([1.0, 2.0], requires_grad=True)
(v * 2).backward(torch.tensor([1.0, 10.0]))
print(v.grad)
""",
    "hooks and retained gradients": """
x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
h.retain_grad()
handle = h.register_hook(lambda g: print("hook", g))
h.sum().backward()
print(h.grad, x.grad)
handle.remove()
""",
    "contexts": """
x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    a = x * 2
    with torch.enable_grad():
        b = x * 2
print(a.requires_grad, b.requires_grad, torch.is_grad_enabled())
@torch.no_grad()
def f(t):
    return t + 1
print(f(x).requires_grad)
with torch.set_grad_enabled(False):
    print((x * 2).requires_grad)
with torch.inference_mode():
    print((x * 2).requires_grad)
print((x * 2).requires_grad)
""",
    "a function of one's own": """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x)
        ctx.scale = scale
        return scale * x ** 3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return ctx.scale * 3 * x ** 2 * g, None
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cube.apply(x, 2.0)
print(y)
y.sum().backward()
print(x.grad)
""",
    "derivatives of functions": """
from torch.autograd.functional import jacobian, hessian
f = lambda v: (v ** 3).sum()
x = torch.tensor([1.0, 2.0])
print(jacobian(f, x))
print(hessian(f, x))
""",
    "views follow their base": """
a = torch.zeros(2, 3)
row = a[0]
row += 1
a[:, 1] = 5.0
a.view(-1)[5] = 9.0
print(a, row)
n = a.numpy()
n[0, 0] = 7.0
print(a[0, 0])
""",
    "kinds of numbers": """
x = torch.tensor([1.0, 2.0])
d = x.double()
print(d.dtype, (d + x).dtype, (x + 1).dtype, d.float().dtype, x.to(torch.float64))
print(torch.tensor([1, 2]).dtype, torch.tensor([True]).dtype, torch.arange(3).dtype)
print(torch.arange(3) / 2, torch.tensor([1, 2]) * 2, torch.tensor([1, 2]).float())
print((x > 1).sum(), x.long(), torch.zeros(2, dtype=torch.long))
""",
    "indices and selection": """
x = torch.arange(12.).reshape(3, 4)
print(x[1], x[:, 2], x[0, -1], x[x > 5], x[[0, 2]], x[:, ::2], x[..., 0])
values, places = x.max(dim=1)
print(values, places, x.argmax(), x.argmax(dim=0))
print(torch.topk(x[0], 2), torch.sort(x[0], descending=True).values)
print(x.gather(1, torch.tensor([[0], [1], [2]])), torch.where(x > 5, x, torch.zeros_like(x)))
print(F.one_hot(torch.tensor([0, 2]), 3), torch.nonzero(x > 9))
""",
    "shapes": """
x = torch.arange(6.)
print(x.view(2, 3), x.reshape(3, -1).t(), x.unsqueeze(1).shape, x.view(1, 6).squeeze().shape)
print(torch.cat([x[:2], x[4:]]), torch.stack([x[:2], x[2:4]], dim=1), x.chunk(3), x.split(4))
print(x.view(2, 3).permute(1, 0).shape, x.view(1, 2, 3).transpose(1, 2).shape, x.flip(0))
print(x.expand(2, 6).shape, x.repeat(2), torch.einsum("i,j->ij", x[:2], x[:3]))
print(torch.meshgrid(x[:2], x[:2], indexing="ij"))
n, = x.shape
print(n, x.size(), len(x), x.numel())
""",
    "seeds": """
torch.manual_seed(42)
print(torch.rand(3), torch.randn(3), torch.randint(0, 10, (5,)), torch.randperm(5))
print(torch.randn(20)[:4], torch.normal(0.0, 2.0, (2,)), torch.bernoulli(torch.full((4,), 0.5)))
print(torch.multinomial(torch.tensor([0.2, 0.8]), 3, replacement=True))
g = torch.Generator().manual_seed(3)
print(torch.rand(2, generator=g))
x = torch.empty(2, 2).uniform_(-1, 1)
print(x, torch.empty(3).normal_(), F.dropout(torch.ones(6), 0.5))
""",
    "linear algebra": """
A = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
print(torch.linalg.inv(A), torch.linalg.det(A), torch.linalg.norm(A))
torch.linalg.solve(A, torch.tensor([1.0, 2.0])).sum().backward()
print(A.grad)
""",
    "losses": """
logits = torch.tensor([[1.0, 2.0, 0.5], [0.1, 0.2, 0.3]], requires_grad=True)
target = torch.tensor([1, 0])
loss = F.cross_entropy(logits, target)
loss.backward()
print(loss, logits.grad)
p = torch.sigmoid(logits[:, 0])
print(F.binary_cross_entropy(p, torch.tensor([1.0, 0.0])), F.mse_loss(p, torch.zeros(2)))
print(F.nll_loss(F.log_softmax(logits, 1), target), F.smooth_l1_loss(p, torch.ones(2)))
""",
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_prints_what_it_prints_with_pytorch(name):
    assert_prints_the_same(SETUP + PROGRAMS[name], digits=False)


def test_without_a_seed_the_numbers_are_those_of_seed_0_and_a_note_says_so():
    drawn = run("import torch\nprint(torch.rand(2))")
    seeded = run("import torch\ntorch.manual_seed(0)\nprint(torch.rand(2))")
    assert drawn.lines == seeded.lines
    assert ["seed" in note for note in drawn.notes] == [True]
    assert seeded.notes == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("torch.fft.fft(x)", "complex numbers"),
        ("torch.exp('a')", "strings"),
        ("torch.exp(torch)", "takes tensors and numbers"),
        ("torch.exp(lambda: 1)", "takes tensors and numbers"),
        ("torch.exp()", "needs its input"),
        ("torch.tahn(x)", "did you mean tan or tanh"),
        ("x.tahn()", "did you mean tan or tanh"),
        ("x.shape = (1,)", "read-only"),
        ("torch.zeros(2, dtype='big')", "no data type"),
        ("torch.tensor([1, 2], requires_grad=True)", "floating point"),
        ("x.numpy()", "detach"),
        ("torch.distributions.Uniform(0, 1)", "torch.rand"),
        ("nn.AdaptiveLogSoftmaxWithLoss(4, 4, [2])", "LogSoftmax"),
    ],
)
def test_what_is_not_there_says_what_to_write_instead(line, said):
    setup = "import torch\nimport torch.nn as nn\nx = torch.tensor([1.0], requires_grad=True)\n"
    with pytest.raises((ChainruleError, TypeError, AttributeError)) as caught:
        run(setup + line)
    assert said in str(caught.value)


@pytest.mark.parametrize("layer", ["LeakyReLU(0.2)", "ReLU()", "Tanh()", "Identity()"])
def test_a_penalty_on_gradients_reaches_what_a_step_hides(layer):
    """The slope of a rectifier is itself derived as 0, so that biases get zeros and not nothing."""
    assert_prints_the_same(
        "import torch\ntorch.manual_seed(0)\nnn = torch.nn\n"
        f"net = nn.Sequential(nn.Linear(2, 4), nn.{layer}, nn.Linear(4, 1))\n"
        "x = torch.randn(3, 2, requires_grad=True)\n"
        "d = net(x)\n"
        "g, = torch.autograd.grad(d, x, torch.ones_like(d), create_graph=True)\n"
        "((g.norm(2, dim=1) - 1) ** 2).mean().backward()\n"
        "print(g.requires_grad, x.grad, [p.grad for p in net.parameters()])\n",
    )


def test_where_gradients_go_on_to_from_a_layer_and_from_a_function_of_ones_own():
    assert_prints_the_same(
        "import torch\nimport torch.nn as nn\ntorch.manual_seed(0)\n"
        "net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))\n"
        "loss = nn.MSELoss()(net(torch.randn(5, 3)), torch.zeros(5, 2))\n"
        "def kinds(f):\n    return [(type(g).__name__, place) for g, place in f.next_functions]\n"
        "last = loss.grad_fn.next_functions[0][0]\n"
        "print(loss.grad_fn.name(), kinds(loss.grad_fn), kinds(last))\n"
        "print(kinds(last.next_functions[1][0]))\n"
        "class Both(torch.autograd.Function):\n"
        "    @staticmethod\n    def forward(ctx, x):\n        return x.view_as(x), x * 2\n"
        "    @staticmethod\n    def backward(ctx, a, b):\n        return a + 2 * b\n"
        "print(Both.apply(torch.ones(3, requires_grad=True)))\n",
    )


def test_where_gradients_go_on_to_from_operations():
    assert_prints_the_same(
        "import torch\n"
        "b = torch.sin(torch.linspace(0.5, 2.0, steps=3, requires_grad=True))\n"
        "w = torch.ones(3, 2, requires_grad=True)\n"
        "def show(t):\n"
        "    f = t.grad_fn\n"
        "    print(f.name(), [(type(g).__name__, place) for g, place in f.next_functions])\n"
        "for t in (2 * b, b * 2, 1 + b, 1 - b, b - 1, b / 2, b**2, 2**b, b * b, b.sum(), -b, "
        "torch.tensor([2.0]) * b, torch.where(b > 0, b, b), torch.cat([b, b]), w.t()):\n"
        "    show(t)\n"
        "y = b.exp()\n"
        "print(y.equal(y.grad_fn._saved_result), (b**2).grad_fn._saved_self.equal(b))\n"
        "print(y.retains_grad, y.retain_grad(), y.retains_grad, w.retains_grad)\n"
    )


def test_what_is_called_when_a_gradient_has_arrived():
    assert_prints_the_same(
        "import torch\n"
        "w = torch.ones(2, requires_grad=True)\n"
        "def descend(p):\n"
        "    with torch.no_grad():\n        p -= 0.1 * p.grad\n"
        "    print(p, p.grad)\n    p.grad = None\n"
        "handle = w.register_post_accumulate_grad_hook(descend)\n"
        "for _ in range(2):\n    (w**2).sum().backward()\n"
        "handle.remove()\n"
        "(w**2).sum().backward()\n"
        "print(w, w.grad)\n"
    )


def test_models_are_stacked_and_called_together():
    assert_prints_the_same(
        "import torch, copy\nfrom torch.func import stack_module_state, functional_call\n"
        "torch.manual_seed(0)\n"
        "models = [torch.nn.Linear(2, 1) for _ in range(3)]\n"
        "params, buffers = stack_module_state(models)\n"
        "base = copy.deepcopy(models[0])\n"
        "def call(params, buffers, x):\n"
        "    return functional_call(base, (params, buffers), (x,))\n"
        "x = torch.ones(4, 2)\n"
        "print({k: v.shape for k, v in params.items()}, buffers)\n"
        "print(torch.vmap(call, in_dims=(0, 0, None))(params, buffers, x).detach())\n"
    )


def test_losses_are_called_by_pytorch_s_names():
    assert_prints_the_same(
        "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
        "torch.manual_seed(0)\n"
        "x = torch.randn(4, 3, requires_grad=True)\n"
        "y, c = torch.softmax(torch.randn(4, 3), 1), torch.tensor([0, 2, 1, 0])\n"
        "s = torch.sign(torch.randn(4, 3))\n"
        "for r in ('mean', 'sum', 'none'):\n"
        "    for loss in (F.l1_loss(x, y, reduction=r), F.soft_margin_loss(x, s, reduction=r),\n"
        "                 F.kl_div(torch.log_softmax(x, 1), y, reduction='batchmean'),\n"
        "                 F.multi_margin_loss(x, c, reduction=r), nn.L1Loss(reduction=r)(x, y)):\n"
        "        print(loss.grad_fn.name())\n"
        "print(nn.KLDivLoss(reduction='sum')(torch.log_softmax(x, 1), y))\n"
    )


@pytest.mark.parametrize("value", ["range(10**8)", "[1.0]", "2.0"])
def test_what_changes_a_tensor_in_place_takes_nothing_else(value):
    with pytest.raises(program.ProgramError, match="must be Tensor, not"):
        program.run(f"import torch\nx = torch.relu_({value})\n")
