"""Functions that are several operations: PyTorch's and NumPy's numbers, drawn as what they are."""

from random import Random

import numpy as np
import pytest
from chainrule.functions.table import METHODS, TABLE
from chainrule.program import ProgramError, run

torch = pytest.importorskip("torch")

LEAVES = """
import torch
import torch.nn.functional as F
t = torch.tensor([[1.0, 2.0, 5.0], [3.0, -4.0, 0.5]], requires_grad=True)
u = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
m = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
"""

IN_PYTORCH = """
F.linear(t, torch.ones(4, 3))
F.linear(t, torch.ones(4, 3) * 0.5, torch.ones(4))
F.linear(u, t)
F.layer_norm(t, (3,))
F.layer_norm(t, [3], torch.ones(3) * 2, torch.ones(3))
F.layer_norm(t, t.shape)
F.layer_norm(t, normalized_shape=(3,), eps=1e-3)
F.scaled_dot_product_attention(t[None], t[None], t[None])
F.scaled_dot_product_attention(t, t, t, is_causal=True)
F.scaled_dot_product_attention(t, t, t, attn_mask=torch.tensor([[0.0, 1.0], [0.5, 0.5]]))
F.scaled_dot_product_attention(t, t, t, attn_mask=torch.ones(2, 2).tril() > 0)
F.normalize(t)
F.normalize(t, p=1.0, dim=0)
F.l1_loss(t, torch.zeros(2, 3))
F.l1_loss(t, torch.zeros(2, 3), reduction="sum")
F.smooth_l1_loss(t, torch.zeros(2, 3))
F.smooth_l1_loss(t, torch.zeros(2, 3), beta=2.0)
F.smooth_l1_loss(t, torch.zeros(2, 3), beta=0.5, reduction="none")
F.nll_loss(F.log_softmax(t, dim=1), torch.tensor([2, 0]))
F.nll_loss(F.log_softmax(t, dim=1), torch.tensor([2, 0]), reduction="none")
F.kl_div(F.log_softmax(t, dim=1), torch.softmax(t.detach() * 2, 1), reduction="batchmean")
F.kl_div(F.log_softmax(t, dim=1), torch.softmax(t.detach() * 2, 1), reduction="sum")
F.kl_div(F.log_softmax(t, 1), torch.log_softmax(t.detach(), 1), reduction="sum", log_target=True)
F.cosine_similarity(t, t.flip(0), dim=1)
F.cosine_similarity(u, 2 * u, dim=0)
torch.rsqrt(t.abs())
F.softsign(t)
F.tanhshrink(t)
t.detach().floor_divide(2) * u
torch.addmm(m, m, m)
torch.addmm(m, m, m, beta=2, alpha=0.5)
t.masked_fill(t > 0, 7)
torch.masked_fill(t, t < 0, float("-inf")).softmax(-1)
t.t()
u.t() * 2
u.expand_as(t)
t.view_as(torch.ones(3, 2))
torch.vstack([u, u])
torch.vstack((t, t))
torch.hstack([t, t])
torch.hstack([u, u])
torch.column_stack((t, u[:2]))
t.chunk(2)[0]
t.chunk(2, dim=1)[1]
t.chunk(3, -1)[2]
t.split(1)[1]
torch.split(t, 2, dim=1)[0]
torch.split(t, [1, 2], dim=1)[1]
F.one_hot(torch.tensor([0, 2])) * u
F.one_hot(torch.tensor([[0, 2]]), num_classes=3) * u
torch.tile(t, (2, 1))
t.repeat(2, 1)
u.repeat(2, 3)
t.repeat((2, 2))
torch.full_like(u, 3) * u
u * u.numel() + u.dim() + torch.numel(t)
u * (u > 0).float() + (u > 0).int() + u.to(torch.float64) + u.type(torch.float64)
u * torch.tensor([1, 0, 2]).long() + torch.tensor([1, 0, 2]).bool()
max(1.0, 2.0) * u + int(7 / 2) + float(3)
torch.add(t, u, alpha=2)
torch.sub(t, u, alpha=0.5)
torch.div(t, u, rounding_mode="floor") * u
torch.div(t, u, rounding_mode="trunc") * u
t.std(unbiased=False)
t.sum(dim=0, dtype=torch.float64)
F.cross_entropy(t, torch.tensor([2, 0]), weight=torch.tensor([1.0, 2.0, 3.0]))
F.cross_entropy(t, torch.tensor([2, 0]), label_smoothing=0.1)
F.cross_entropy(t, torch.tensor([2, 0]), ignore_index=0)
F.cross_entropy(t, torch.tensor([2, 0]), ignore_index=-100)
F.binary_cross_entropy(torch.sigmoid(u), torch.ones(3), weight=torch.tensor([0.5, 1.0, 1.5]))
F.binary_cross_entropy_with_logits(u, torch.ones(3), pos_weight=torch.tensor([1.0, 2.0, 3.0]))
F.binary_cross_entropy_with_logits(u, torch.zeros(3), weight=torch.ones(3) * 2, reduction="sum")
F.mse_loss(input=u, target=torch.zeros(3), reduction="sum")
""".strip().splitlines()


@pytest.mark.parametrize("line", IN_PYTORCH)
def test_values_and_gradients_are_pytorchs(line):
    ours = run(f"{LEAVES}result = {line}")
    theirs = {}
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        exec(f"{LEAVES}result = {line}", theirs)  # noqa: S102 - our own lines
    finally:
        torch.set_default_dtype(before)
    if ours.output.requires_grad:
        ours.output.backward(np.ones(ours.output.shape))
        theirs["result"].backward(torch.ones_like(theirs["result"]))

    expected = theirs["result"].detach().numpy()
    np.testing.assert_allclose(ours.output.detach().numpy(), expected, rtol=1e-12)
    for name in "tum":
        found, grad = ours.names[name].grad, theirs[name].grad
        assert (found is None) == (grad is None)
        if found is not None:
            np.testing.assert_allclose(
                found.detach().numpy(), grad.detach().numpy(), rtol=1e-12, atol=1e-14, err_msg=name
            )


IN_NUMPY = """
np.vstack((v, v))
np.hstack((v, v))
np.column_stack((v, v))
np.split(np.arange(6.0), 3)[1]
np.split(np.arange(6.0), [2, 3])[2]
np.tile(v, 2)
np.tile(a, (2, 2))
np.repeat(v, 2)
np.repeat(a, 2, axis=0)
np.repeat(a, 3)
np.identity(3)
a.astype(float) + np.array([[1, 2], [3, 4]], dtype=int)
np.random.normal(0, 2, (3, 2))
np.random.normal(loc=1.0, scale=0.5, size=(2, 2))
np.random.uniform(-1, 1, 3)
np.random.randint(0, 10, size=5)
np.random.randint(10, size=(5,))
np.random.randint(0, 10, (2, 2))
np.random.randn(2) + np.random.random(2)
""".strip().splitlines()


@pytest.mark.parametrize("line", IN_NUMPY)
def test_values_are_numpys(line):
    source = f"""
import numpy as np
np.random.seed(3)
a = np.array([[1.0, 2.0], [3.0, -4.0]])
v = np.array([1.0, -2.0, 3.0])
result = {line}
"""
    theirs = {}
    exec(source, theirs)  # noqa: S102 - our own lines
    np.testing.assert_allclose(run(source).output.data, theirs["result"], rtol=1e-11, atol=1e-11)


def test_a_call_is_drawn_as_a_group_of_its_operations():
    values = run(
        "import torch\nimport torch.nn.functional as F\n"
        "y = F.linear(torch.ones(1, 2), torch.ones(1, 2), torch.ones(1))"
    ).values.values()
    inside = [a for a in values if a.group == "linear" and a.kind == "operation"]
    assert len(inside) == 3
    assert {a.span.line for a in inside} == {3}


ODD = (
    *("x", "v", "3", "0", "-1", "10 ** 9", "0.5", "nan", "inf", "None", "True", "'a'", "[]", "()"),
    *("(0,)", "(10 ** 6,)", "[x, x]", "(1, 2)", "f", "x.shape", "float", "zeros(0)", "ones(0, 0)"),
    *("x > 0", "dim=0", "axis=9", "reduction='sum'", "size=(2, 2)", "num_classes=10 ** 9"),
    *("weight=x", "beta=0", "bias=None", "p=nan", "eps=-1", "alpha=x", "dtype=float", "seed=1"),
)


def test_odd_arguments_end_in_a_result_or_an_error_with_a_place():
    random = Random(0)  # noqa: S311 - the same calls every time
    names = sorted(name for name, f in TABLE.items() if not f.operation)
    methods = sorted(name for name, f in METHODS.items() if not f.operation)
    for _ in range(2_000):
        arguments = sorted(random.choices(ODD, k=random.randrange(4)), key=lambda a: "=" in a)
        prefix = random.choice(("torch.", "np.", "np.linalg.", "x."))
        name = random.choice(methods if prefix == "x." else names)
        target = random.choice(("y", "a, b"))
        source = (
            "import torch\nimport numpy as np\n"
            "def f(z):\n    return z\nx = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\n"
            "v = torch.tensor([1.0, 2.0])\nzeros = torch.zeros\nnan = inf = float('nan')\n"
            f"{target} = {prefix}{name}({', '.join(arguments)})\nx * 1"
        )
        problems = ()
        try:
            run(source)
        except ProgramError as error:
            problems = error.problems
        assert all(problem.span for problem in problems), source
