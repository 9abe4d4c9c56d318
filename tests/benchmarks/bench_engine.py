"""How long one training step takes: the notebook's model, eager and taped, beside its rivals.

Every contestant computes the same forward pass, gradients and SGD step. Rounds are interleaved in
one process on one BLAS thread, and medians of processor time compared, so that a busy machine
slows all of them alike. A rival that is not installed is left out.
"""

# ruff: noqa: E402 the number of threads is read when NumPy is loaded

import gc
import importlib.util
import os
import statistics
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import numpy as np
from chainrule import MLP, SGD, Tape, Tensor, bce_loss

LR = 0.01
ROUNDS = 15
BUDGET = 0.02
"""Seconds of one contestant's turn in a round."""
LINKS = 10_000

# What a ratio should be at most: (contestant, rival) by batch and hidden size.
TARGETS = {
    (1, 100): {("eager", "PyTorch"): 0.40, ("taped", "NumPy by hand"): 1.15},
    (64, 100): {("eager", "PyTorch"): 0.50},
    (64, 1000): {("taped", "PyTorch"): 1.00},
}


def data(rows, hidden):
    """A batch, and the parameters in the order in which every contestant takes them."""
    random = np.random.RandomState(0)
    x = random.standard_normal((rows, 7))
    y = (random.rand(rows, 1) > 0.5).astype(float)
    shapes = ((7, hidden), (1, hidden), (hidden, 1), (1, 1))
    return x, y, [random.standard_normal(shape) * 0.1 for shape in shapes]


def model(parameters):
    mlp = MLP(7, parameters[1].size, 1)
    for parameter, values in zip(mlp.parameters(), parameters, strict=True):
        parameter.data = values.copy()
    return mlp, SGD(mlp.parameters(), LR)


def eager(x, y, parameters, observer=None):
    mlp, optimiser = model(parameters)

    def step():
        optimiser.zero_grad()
        loss = bce_loss(mlp(Tensor(x)), Tensor(y))
        loss.backward(observer=observer)
        optimiser.step()

    return step


def taped(x, y, parameters):
    mlp, optimiser = model(parameters)
    rows, targets = Tensor(x), Tensor(y)
    with Tape() as tape:
        bce_loss(mlp(rows), targets)

    def step():
        tape.forward({rows: x, targets: y})
        optimiser.zero_grad()
        tape.backward()
        optimiser.step()

    return step


def by_hand(x, y, parameters):
    """What somebody would write, each formula in its turn, with the same clamp of the logs."""
    w1, b1, w2, b2 = (values.copy() for values in parameters)

    def step():
        h = np.tanh(x @ w1 + b1)
        p = 1.0 / (1.0 + np.exp(-(h @ w2 + b2)))
        losses = y * np.maximum(np.log(p), -100) + (1 - y) * np.maximum(np.log(1 - p), -100)
        loss = -np.mean(losses)
        dp = (p - y) / np.maximum(p * (1 - p), 1e-12) / len(x)
        dz2 = dp * p * (1 - p)
        dz1 = (dz2 @ w2.T) * (1 - h**2)
        gradients = (
            x.T @ dz1,
            dz1.sum(axis=0, keepdims=True),
            h.T @ dz2,
            dz2.sum(axis=0, keepdims=True),
        )
        for parameter, gradient in zip((w1, b1, w2, b2), gradients, strict=True):
            parameter -= LR * gradient
        return loss

    return step


def pytorch(x, y, parameters):
    import torch

    torch.set_num_threads(1)
    rows, targets = torch.tensor(x), torch.tensor(y)
    leaves = [torch.tensor(values, requires_grad=True) for values in parameters]
    w1, b1, w2, b2 = leaves
    optimiser = torch.optim.SGD(leaves, LR)

    def step():
        optimiser.zero_grad()
        p = torch.sigmoid(torch.tanh(rows @ w1 + b1) @ w2 + b2)
        torch.nn.functional.binary_cross_entropy(p, targets).backward()
        optimiser.step()

    return step


def hips_autograd(x, y, parameters):
    import autograd
    import autograd.numpy as anp

    def loss(leaves):
        w1, b1, w2, b2 = leaves
        p = 1.0 / (1.0 + anp.exp(-(anp.tanh(x @ w1 + b1) @ w2 + b2)))
        return -anp.mean(y * anp.log(p) + (1 - y) * anp.log(1 - p))

    gradient = autograd.grad(loss)
    leaves = [values.copy() for values in parameters]

    def step():
        for leaf, part in zip(leaves, gradient(leaves), strict=True):
            leaf -= LR * part

    return step


def mygrad(x, y, parameters):
    import mygrad

    leaves = [mygrad.tensor(values.copy()) for values in parameters]
    w1, b1, w2, b2 = leaves

    def step():
        p = 1.0 / (1.0 + mygrad.exp(-(mygrad.tanh(x @ w1 + b1) @ w2 + b2)))
        loss = -mygrad.mean(y * mygrad.log(p) + (1 - y) * mygrad.log(1 - p))
        loss.backward()
        for leaf in leaves:
            leaf.data -= LR * leaf.grad

    return step


def jax_jit(x, y, parameters):
    import jax

    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy

    def loss(leaves):
        w1, b1, w2, b2 = leaves
        p = 1.0 / (1.0 + jnp.exp(-(jnp.tanh(x @ w1 + b1) @ w2 + b2)))
        return -jnp.mean(y * jnp.log(p) + (1 - y) * jnp.log(1 - p))

    gradient = jax.grad(loss)
    update = jax.jit(lambda ps: [p - LR * g for p, g in zip(ps, gradient(ps), strict=True)])
    leaves = [jnp.asarray(values) for values in parameters]

    def step():
        nonlocal leaves
        leaves = jax.block_until_ready(update(leaves))

    return step


RIVALS = {
    "PyTorch": ("torch", pytorch),
    "JAX (jit)": ("jax", jax_jit),
    "MyGrad": ("mygrad", mygrad),
    "HIPS autograd": ("autograd", hips_autograd),
}


def installed():
    found = {
        name: make for name, (module, make) in RIVALS.items() if importlib.util.find_spec(module)
    }
    for name in RIVALS.keys() - found.keys():
        print(f"({name} is not installed and left out)")
    return found


def measured(contestants):
    """The median processor time of one call of each, in microseconds."""
    counts = {}
    gc.collect()
    gc.freeze()  # lest looking for garbage among the modules of all rivals falls on one of them
    for name, step in contestants.items():
        step()
        begin = time.perf_counter()
        step()
        counts[name] = max(1, round(BUDGET / max(time.perf_counter() - begin, 1e-6)))
    times = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, step in contestants.items():
            begin = time.process_time()
            for _ in range(counts[name]):
                step()
            times[name].append((time.process_time() - begin) / counts[name] * 1e6)
    return {name: statistics.median(found) for name, found in times.items()}


def show(title, times, targets=()):
    print(f"\n{title}\n{'':24}{'µs':>10}{'of PyTorch':>12}{'of NumPy':>12}")
    for name, value in times.items():
        ratios = [
            f"{value / times[rival]:12.2f}" if rival in times else f"{'':12}"
            for rival in ("PyTorch", "NumPy by hand")
        ]
        print(f"{name:24}{value:10.1f}{''.join(ratios)}")
    for (name, rival), limit in dict(targets).items():
        if rival in times:
            ratio = times[name] / times[rival]
            verdict = "met" if ratio <= limit else "MISSED"
            print(f"  target: {name} at most {limit:.2f} of {rival}: {ratio:.2f}, {verdict}")


def a_training_step(rivals):
    for (rows, hidden), targets in TARGETS.items():
        arguments = data(rows, hidden)
        contestants = {
            "eager": eager(*arguments),
            "eager, with events": eager(*arguments, observer=lambda node, upstream, parts: None),
            "taped": taped(*arguments),
            "NumPy by hand": by_hand(*arguments),
            **{name: make(*arguments) for name, make in rivals.items()},
        }
        show(f"MLP 7-{hidden}-1, batch {rows}: one step", measured(contestants), targets)


def a_long_chain(rivals):
    def ours():
        x = total = Tensor(1.0, requires_grad=True)
        for _ in range(LINKS):
            total = total + x
        total.backward()

    contestants = {"eager": ours}
    if "PyTorch" in rivals:
        import torch

        def theirs():
            x = total = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
            for _ in range(LINKS):
                total = total + x
            total.backward()

        contestants["PyTorch"] = theirs
    times = {name: value / LINKS for name, value in measured(contestants).items()}
    show(f"A chain of {LINKS:,} additions: each", times, {("eager", "PyTorch"): 0.80})


if __name__ == "__main__":
    found = installed()
    a_training_step(found)
    a_long_chain(found)
