"""What it costs that a program is interpreted: each beside CPython, on the same package.

Every program is run by ``program.run``, which records every moment of it, and by CPython's
``exec``. Rounds are interleaved on one BLAS thread, and medians of processor time compared. What
NumPy makes of the processor is told, since it decides how much of the time is arithmetic.
"""

# ruff: noqa: E402 the number of threads is read when NumPy is loaded

import contextlib
import gc
import io
import os
import platform
import statistics
import sys
import time
import types

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import chainrule
import chainrule.nn
import chainrule.optim
import numpy as np
from chainrule.program import run
from chainrule.program.limits import Limits

ROUNDS = 7
LIMITS = Limits(seconds=60.0)

# What a ratio should be at most.
TARGETS = dict.fromkeys(("micrograd", "by hand", "SGD", "Adam", "attention"), 1.5)

COLLATZ = """
longest = 0
for start in range(1, 3000):
    n = start
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    longest = max(longest, steps)
print(longest)
"""

BY_HAND = """
import chainrule as torch
torch.manual_seed(0)
X, Y = torch.randn(8, 2), torch.randn(8, 1)
W1 = torch.randn(2, 16, requires_grad=True)
W2 = torch.randn(16, 16, requires_grad=True)
W3 = torch.randn(16, 1, requires_grad=True)
for i in range(300):
    h = torch.tanh(torch.tanh(X @ W1) @ W2)
    loss = ((h @ W3 - Y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for p in (W1, W2, W3):
            p -= 0.01 * p.grad
            p.grad = None
print(loss.item())
"""

OPTIMISED = """
import chainrule as torch
from chainrule import nn, optim
torch.manual_seed(0)
X = torch.randn(8, 2)
Y = (X[:, :1] * X[:, 1:] > 0).float()
model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
optimiser = optim.{}(model.parameters(), lr=0.01)
for i in range(300):
    optimiser.zero_grad()
    loss = ((model(X) - Y) ** 2).mean()
    loss.backward()
    optimiser.step()
print(loss.item())
"""

ATTENTION = """
import math
import chainrule as torch
from chainrule import nn, functional as F
torch.manual_seed(0)
class Head(nn.Module):
    def __init__(self, width, size):
        super().__init__()
        self.key = nn.Linear(width, size, bias=False)
        self.query = nn.Linear(width, size, bias=False)
        self.value = nn.Linear(width, size, bias=False)
        self.mask = torch.tril(torch.ones(16, 16))
    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-2, -1) / math.sqrt(16)
        scores = scores.masked_fill(self.mask == 0, float("-inf"))
        return F.softmax(scores, dim=-1) @ self.value(x)
head = Head(32, 16)
x = torch.randn(4, 16, 32)
for i in range(60):
    loss = head(x).pow(2).mean()
    loss.backward()
    for p in head.parameters():
        p.grad = None
print(loss.item())
"""

VALUE = """
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.inputs, self.slopes = inputs, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))
    __radd__, __rmul__ = __add__, __mul__
    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))
    def backward(self):
        order, seen = [], set()
        def visit(value):
            if value not in seen:
                seen.add(value)
                for each in value.inputs:
                    visit(each)
                order.append(value)
        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for each, slope in zip(value.inputs, value.slopes):
                each.grad += slope * value.grad
"""

NEURONS = """
import random
random.seed(0)
class Neuron:
    def __init__(self, count):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(count)]
        self.b = Value(0.0)
    def __call__(self, x):
        return sum((w * each for w, each in zip(self.w, x)), self.b).relu()
hidden = [Neuron(2) for _ in range(8)]
last = Neuron(8)
for turn in range(10):
    total = Value(0.0)
    for x, y in (([1.0, 2.0], 1.0), ([-1.0, 0.5], 0.0), ([0.3, -2.0], 1.0)):
        error = last([neuron(x) for neuron in hidden]) + -y
        total = total + error * error
    total.backward()
    for neuron in [*hidden, last]:
        for p in [*neuron.w, neuron.b]:
            p.data -= 0.01 * p.grad
            p.grad = 0.0
print(total.data)
"""

PROGRAMS = {
    "Collatz numbers": COLLATZ,
    "numbers of its own class": VALUE + NEURONS,
    "micrograd": "from micrograd.engine import Value" + NEURONS,
    "by hand": BY_HAND,
    "SGD": OPTIMISED.format("SGD"),
    "Adam": OPTIMISED.format("Adam"),
    "attention": ATTENTION,
}


class Value(chainrule.Tensor):
    """A number of micrograd's on Chainrule's package."""

    def __init__(self, data):
        super().__init__(data, requires_grad=True)


def micrograd():
    """What CPython imports by that name."""
    module = types.ModuleType("micrograd.engine")
    module.Value = Value
    return module


def interpreted(source):
    """What the program prints here."""
    return "\n".join(line.text for line in run(source, limits=LIMITS, partial=True).printed)


def executed(source):
    """What it prints in CPython."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(source, "program", "exec"), {"__name__": "__main__"})  # noqa: S102
    return printed.getvalue().strip()


def measured(source):
    """The median processor times of both, in seconds.

    Raises:
        AssertionError: they print something else.
    """
    assert interpreted(source) == executed(source)
    gc.collect()
    times = {interpreted: [], executed: []}
    for _ in range(ROUNDS):
        for way, found in times.items():
            started = time.process_time()
            way(source)
            found.append(time.process_time() - started)
    return [statistics.median(found) for found in times.values()]


def main():
    sys.modules["micrograd"] = sys.modules["micrograd.engine"] = micrograd()
    features = np.show_config(mode="dicts")["SIMD Extensions"]
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}")
    print("Processor:", *features["baseline"], *features.get("found", ()))
    print(f"\n{'':28}{'run, ms':>10}{'exec, ms':>10}{'ratio':>8}")
    for name, source in PROGRAMS.items():
        ours, theirs = measured(source)
        ratio = ours / theirs
        verdict = ""
        if name in TARGETS:
            reached = "met" if ratio <= TARGETS[name] else "MISSED"
            verdict = f"  target {TARGETS[name]:.2f}: {reached}"
        print(f"{name:28}{ours * 1e3:10.1f}{theirs * 1e3:10.1f}{ratio:8.2f}{verdict}")


if __name__ == "__main__":
    main()
