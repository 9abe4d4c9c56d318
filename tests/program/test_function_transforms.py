"""``torch.func``, ``optax`` and the optimisers of HIPS autograd compute what PyTorch computes."""

import numpy as np
import pytest
from chainrule.program import Limits, run
from chainrule.program.errors import ProgramError

torch = pytest.importorskip("torch")

START, RATE, STEPS = [1.5, -0.5], 0.1, 4


def printed(source: str) -> list[str]:
    return [line.text for line in run(source, limits=Limits(seconds=30.0)).printed]


def with_torch(make) -> np.ndarray:
    """Where an optimiser of PyTorch's comes to on sum(w ** 4)."""
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimiser = make([w])
    for _ in range(STEPS):
        optimiser.zero_grad()
        (w**4).sum().backward()
        optimiser.step()
    return w.detach().numpy()


@pytest.mark.parametrize(
    ("optax", "make"),
    [
        ("sgd(0.1)", lambda w: torch.optim.SGD(w, lr=RATE)),
        ("sgd(0.1, momentum=0.9)", lambda w: torch.optim.SGD(w, lr=RATE, momentum=0.9)),
        (
            "sgd(0.1, 0.9, nesterov=True)",
            lambda w: torch.optim.SGD(w, lr=RATE, momentum=0.9, nesterov=True),
        ),
        ("adam(0.1)", lambda w: torch.optim.Adam(w, lr=RATE)),
        ("adamw(0.1, weight_decay=0.2)", lambda w: torch.optim.AdamW(w, RATE, weight_decay=0.2)),
        ("chain(optax.clip(90.0), optax.sgd(0.1))", lambda w: torch.optim.SGD(w, lr=RATE)),
        (
            "adam(optax.exponential_decay(0.1, 1, 1.0))",
            lambda w: torch.optim.Adam(w, lr=RATE),
        ),
    ],
)
def test_optax_moves_parameters_as_pytorch_does(optax, make):
    source = f"""
import jax, jax.numpy as jnp, optax
jax.config.update("jax_enable_x64", True)
params = {{"w": jnp.array({START})}}
optimizer = optax.{optax}
state = optimizer.init(params)
loss = lambda p: jnp.sum(p["w"] ** 4)
for _ in range({STEPS}):
    updates, state = optimizer.update(jax.grad(loss)(params), state, params)
    params = optax.apply_updates(params, updates)
w = params["w"]
"""
    found = run(source, limits=Limits(seconds=30.0)).names["w"]

    assert np.allclose(found.numpy(), with_torch(make), rtol=1e-12)


def test_a_norm_is_clipped_for_all_arrays_together():
    lines = printed("""
import jax.numpy as jnp, optax
clip = optax.clip_by_global_norm(1.0)
grads = {"a": jnp.array([3.0]), "b": jnp.array([4.0])}
found, _ = clip.update(grads, clip.init(grads))
print(found["a"], found["b"], optax.global_norm(grads))
""")
    assert lines == ["[0.6] [0.8] 5.0"]


def test_a_transformed_function_is_a_moment():
    execution = run("""
import torch
from torch.func import grad
slope = grad(lambda w: (w ** 3).sum())
for k in range(3):
    g = slope(torch.tensor([1.0 + k]))
""")
    assert (execution.moments.count, execution.moments.losses) == (3, [1.0, 8.0, 27.0])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("grad(lambda w: w * 2)(torch.ones(2))", "scalar tensor"),
        ("grad(lambda w: (w * 2).sum())(torch.ones(2, dtype=torch.int64))", "floating point"),
        ("torch.load('nowhere.pt')", "nothing was saved"),
        ("functional_call(torch.nn.Linear(1, 1), {'weights': torch.ones(1)}, (1,))", "weights"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, said):
    with pytest.raises(ProgramError, match=said):
        run(f"import torch\nfrom torch.func import grad, functional_call\n{call}")


def test_parameters_that_were_lent_to_a_module_are_given_back():
    lines = printed("""
import torch
from torch.func import functional_call
net = torch.nn.Linear(2, 1, bias=False)
before = net.weight
try:
    functional_call(net, {"weight": torch.ones(1, 3)}, (torch.ones(1, 2),))
except RuntimeError:
    print(net.weight is before, list(dict(net.named_parameters())))
""")
    assert lines == ["True ['weight']"]


@pytest.mark.parametrize("library", ["autograd.test_util", "jax.test_util"])
def test_a_wrong_gradient_is_found(library):
    given = "(f)(1.5)" if library.startswith("autograd") else "(f, (1.5,), 1)"
    source = """
import {package}.numpy as np
from {library} import check_grads
def f(x):
    return np.where(x > 1.0, 2.0, 1.0) * x if RIGHT else np.floor(x * 1e6) * x
check_grads{given}
y = 2.0
""".format(package=library.partition(".")[0], library=library, given=given)
    run(source.replace("RIGHT", "True"))
    with pytest.raises(ProgramError, match="Derivative check failed"):
        run(source.replace("RIGHT", "False"))


def test_gradient_checks_leave_nothing_in_the_drawing():
    execution = run("""
import torch
x = torch.ones(2, dtype=torch.float64, requires_grad=True)
torch.autograd.gradcheck(lambda x: x ** 2, (x,))
torch.autograd.gradgradcheck(lambda x: x ** 3, (x,))
y = (x * 3).sum()
y.backward()
""")
    assert len(execution.values) == 4
