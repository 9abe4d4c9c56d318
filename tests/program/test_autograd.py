"""HIPS autograd: programs print and compute what they do with autograd itself."""

import contextlib
import io

import numpy as np
import pytest
from chainrule.program import ProgramError, run

pytest.importorskip("autograd")

IMPORTS = """
import autograd.numpy as np
from autograd import grad, value_and_grad, elementwise_grad, jacobian, hessian
"""
PROGRAMS = {
    "slopes": """
f = lambda x: np.tanh(x) ** 2 + np.sin(x) * x
for x in [0.3, 1.0, 2.5]:
    print(f"{grad(f)(x):.10f} {grad(grad(f))(x):.10f} {grad(grad(grad(f)))(x):.8f}")
""",
    "arguments": """
f = lambda a, b, c=2.0: np.sum(a * b ** 2) + c * np.sum(a)
a, b = np.array([1.0, 2.0]), np.array([3.0, 4.0])
print(grad(f)(a, b), grad(f, 1)(a, b), grad(f, argnum=1)(a, b, c=1.0))
both = grad(f, (0, 1))(a, b)
print(both[0], both[1])
""",
    "every element": """
x = np.linspace(-1.0, 1.0, 5)
print(np.round(elementwise_grad(np.tanh)(x), 8))
print(np.round(elementwise_grad(elementwise_grad(lambda z: z ** 4))(x), 8))
""",
    "matrices": """
W = np.array([[0.1, -0.2], [0.3, 0.4]])
x = np.array([1.0, -2.0])
f = lambda W: np.sum(np.log(1.0 + np.exp(np.dot(W, x))))
value, g = value_and_grad(f)(W)
print(round(float(value), 8))
print(np.round(g, 8))
print(np.round(jacobian(lambda v: np.dot(W, v) ** 2)(x), 8))
print(np.round(hessian(lambda v: np.sum(np.dot(W, v) ** 3))(x), 8))
""",
    "containers": """
def loss(params):
    W, b = params["layer"]
    return np.sum((W * 2.0 + b) ** 2) * params["scale"]
g = grad(loss)({"layer": (np.array([1.0, 2.0]), 0.5), "scale": 3.0})
print(g["layer"][0], float(g["layer"][1]), float(g["scale"]))
""",
    "descent": """
import autograd.numpy.random as npr
npr.seed(0)
x = npr.randn(20, 2)
y = np.where(np.dot(x, np.array([1.0, -2.0])) > 0, 1.0, -1.0)
loss = lambda w: np.mean(np.log(1.0 + np.exp(-y * np.dot(x, w))))
w = np.zeros(2)
for i in range(5):
    w = w - 0.5 * grad(loss)(w)
    print(np.round(w, 6), round(float(loss(w)), 6))
""",
}


def by_autograd(source: str) -> list[str]:
    """What Python prints with autograd itself."""
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        exec(source, {})  # noqa: S102
    return written.getvalue().splitlines()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_programs_print_what_autograd_prints(source):
    ours = [line for each in run(IMPORTS + source).printed for line in each.text.split("\n")]

    assert ours == by_autograd(IMPORTS + source)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("grad(lambda x: x * 2)(3)", "Can't differentiate w.r.t. type <class 'int'>"),
        ("grad(lambda x: x * 2)(np.ones(2))", "Grad only applies to real scalar-output"),
    ],
)
def test_what_autograd_refuses_is_refused(call, words):
    with pytest.raises(ProgramError) as refusal:
        run(IMPORTS + call)
    with pytest.raises(TypeError) as original:
        by_autograd(IMPORTS + call)

    assert words in str(refusal.value)
    assert words in str(original.value)


def test_each_gradient_of_a_loop_is_a_moment():
    source = """w = np.array([1.0, 2.0])
for i in range(3):
    w = w - 0.1 * grad(lambda v: np.sum(v ** 2))(w)
"""
    moments = run(IMPORTS + source).moments

    assert (moments.count, moments.lines) == (3, [6, 6, 6])
    np.testing.assert_allclose(moments.losses, [5.0, 3.2, 2.048])


def test_special_functions_are_scipys():
    torch = pytest.importorskip("torch")
    x = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
    normal = torch.distributions.Normal(*torch.tensor([0.5, 2.0], dtype=torch.float64))
    source = """
from autograd.scipy.special import expit, logsumexp
import autograd.scipy.stats.norm as norm
x = np.array([0.5, -1.0, 2.0])
a, b = expit(x), grad(logsumexp)(x)
c, d = norm.logpdf(x, 0.5, 2.0), norm.cdf(x, 0.5, 2.0)
e = elementwise_grad(norm.logpdf)(x, 0.5, 2.0)
"""
    logarithm = normal.log_prob(x)
    wanted = {
        "a": torch.special.expit(x), "b": torch.softmax(x, 0), "c": logarithm, "d": normal.cdf(x),
        "e": torch.autograd.grad(logarithm.sum(), x)[0],
    }  # fmt: skip

    names = run(IMPORTS + source).names

    for name, value in wanted.items():
        np.testing.assert_allclose(names[name].data, value.detach().numpy(), rtol=1e-12)


def test_numbers_between_two_bounds_have_gradients_for_these():
    source = IMPORTS + (
        "print(grad(lambda a: np.sum(np.linspace(a, 2.0, 3) ** 2))(1.0))\n"
        "print(grad(lambda a: np.sum(np.fmax(a, np.array([0.5, 2.0]))))(1.0))\n"
    )
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, {})  # noqa: S102 a program of ours
    assert [float(part.text) for part in run(source).printed] == list(
        map(float, printed.getvalue().split())
    )
    for steps in ("a, 3.0", "0.0, 3.0, a"):
        with pytest.raises(ProgramError, match="keep no gradient"):
            run(IMPORTS + f"print(grad(lambda a: np.sum(np.arange({steps})))(1.0))")
    counted = run(IMPORTS + "print(grad(lambda a: a * np.sum(np.arange(3 * a)))(1.0))")
    assert float(counted.printed[0].text) == 3.0
