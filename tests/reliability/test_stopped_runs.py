"""A run that is stopped anywhere shows moments as a whole run does, and leaves nothing behind."""

import ast
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chainrule.engine.state import Recording, state
from chainrule.graph import graph_of
from chainrule.program import Execution, Limits, ProgramError, run

PROGRAMS = {
    "torch": """
import torch
torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
x = torch.tensor([[0.5, 1.0], [2.0, -1.0]])
for i in range(5):
    optimizer.zero_grad()
    loss = (net(x) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        optimizer.step()
""",
    "jax": """
import jax
import jax.numpy as jnp
x = jnp.array([[0.5, 1.0], [2.0, -1.0]])
def loss(params):
    return jnp.mean(jnp.tanh(x @ params["w"] + params["b"]) ** 2)
params = {"w": jnp.array([0.3, -0.2]), "b": 0.5}
for i in range(5):
    value, grads = jax.value_and_grad(loss)(params)
    params = jax.tree_util.tree_map(lambda p, g: p - 0.1 * g, params, grads)
curvature = jax.hessian(lambda w: loss({"w": w, "b": 0.1}))(params["w"])
""",
    "autograd": """
import autograd.numpy as np
from autograd import grad
def loss(w):
    return np.sum(np.tanh(w * np.array([0.5, -1.0])) ** 2)
w = np.array([0.3, 0.7])
for i in range(5):
    w = w - 0.1 * grad(loss)(w)
""",
    "tensorflow": """
import tensorflow as tf
w = tf.Variable([0.3, 0.7])
for i in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.tanh(w * tf.constant([0.5, -1.0])) ** 2)
    w.assign_sub(0.1 * tape.gradient(loss, w))
""",
    "micrograd": """
from micrograd.nn import MLP
import random
random.seed(1)
net = MLP(2, [2, 1])
for i in range(3):
    loss = (net([0.5, -1.0]) - 1.0) ** 2
    net.zero_grad()
    loss.backward()
    for p in net.parameters():
        p.data -= 0.1 * p.grad
""",
    "by hand": """
import numpy as np
w = np.array([0.3, 0.7])
x = np.array([0.5, -1.0])
for i in range(5):
    y = np.tanh(w * x)
    loss = np.sum(y ** 2)
    dw = 2 * y * (1 - y ** 2) * x
    w = w - 0.1 * dw
""",
}


PATIENT = Limits(seconds=60.0)
"""What ends a run here is never the clock."""


def finished(source: str, moment: int | None = None) -> Execution:
    """A run to the end."""
    return run(source, limits=PATIENT, moment=moment)


def numbers(execution) -> list[np.ndarray]:
    """Every value of the moment, and every gradient."""
    graph = graph_of(execution)
    found = [graph.array(node.id) for node in graph.nodes]
    found += [graph.array(node.id, "grad") for node in graph.nodes]
    return [np.zeros(0) if array is None else array for array in found]


def same(execution, other) -> None:
    mine, theirs = numbers(execution), numbers(other)
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)


def ended(source: str, **limits: float) -> Execution | str:
    """What a run with less answers: what it has come to, or the code of its error."""
    try:
        return run(source, limits=replace(PATIENT, **limits))
    except ProgramError as error:
        return error.code


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_moment_of_a_stopped_run_is_that_of_a_whole_run(name, monkeypatch):
    """The budget ends a run at its n-th look, for many n: where the clock may end it, too."""
    monkeypatch.setattr("chainrule.program.budget.LOOK", 1)
    source = PROGRAMS[name]
    last = finished(source)
    whole = {k: finished(source, k) for k in range(1, last.moments.count + 1)}
    stops = 0
    for turns in range(1, 400, 7):
        found = ended(source, loop_iterations=turns)
        if isinstance(found, Execution):
            stops += found.moments.stopped is not None
            same(found, whole[found.moment])
        else:
            assert found == "limit_iterations"
        assert state.recording == Recording()
        if turns % 5 == 0:
            same(finished(source), last)
    assert stops > 3


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_stop_in_any_operation_leaves_nothing_behind(name, monkeypatch):
    """The estimated work ends a run within an operation, forward, backward or in an update."""
    source = PROGRAMS[name]
    last = finished(source)
    monkeypatch.setattr("chainrule.program.budget.START", 0)
    for work in (10**k for k in range(1, 7)):
        found = ended(source, work=work)
        assert isinstance(found, Execution) or found == "limit_work"
        assert state.recording == Recording()
        same(finished(source), last)


def in_a_new_process(code: str, **known: object) -> str:
    """What a text prints that knows these names and the modules that are known here."""
    lines = ["import sys", f"sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}"]
    lines += [f"{name} = {value!r}" for name, value in known.items()]
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, code])], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


MANY = """
import threading
sys.setswitchinterval(1e-5)
from test_stopped_runs import PROGRAMS, finished, numbers
found, begin = [], threading.Barrier(2 * len(PROGRAMS))
def work(name):
    begin.wait()
    try:
        found.append((name, [array.tolist() for array in numbers(finished(PROGRAMS[name]))]))
    except BaseException as error:
        found.append((name, repr(error)))
threads = [threading.Thread(target=work, args=(name,)) for name in [*PROGRAMS, *PROGRAMS]]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(found)
"""


def test_threads_of_a_new_process_do_not_meet_in_its_libraries():
    """Whatever is read and made at its first use is asked for by many at once."""
    found = ast.literal_eval(in_a_new_process(MANY))

    expected = {name: [a.tolist() for a in numbers(finished(PROGRAMS[name]))] for name in PROGRAMS}
    assert len(found) == 2 * len(PROGRAMS)
    for name, answer in found:
        assert answer == expected[name]


def test_programs_run_in_threads_without_meeting():
    """Groups, tapes and random numbers belong to one run."""
    source = "x = [[1.0, 2.0], [3.0, 4.0]]\ndef f(a):\n    return tanh(a @ randn(2, 2))\n"
    source += "y = sum(f(f(x)))"

    def seen() -> list[tuple[object, ...]]:
        execution = finished(source)
        return [(a.name, a.kind, a.group) for a in execution.values.values()]

    expected, results = seen(), []
    threads = [
        threading.Thread(target=lambda: results.extend(seen() for _ in range(10))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [expected] * 40


FIRST = """
from time import monotonic
from chainrule.engine.state import Recording, state
from chainrule.program import Limits, budget, run
from chainrule.program.libraries import aside, texts, writings
read = []
budget.monotonic = aside.monotonic = lambda: monotonic() + 100.0 * len(read)
for module in (texts, writings):
    def slowly(*args, inner=module.compile_program, **options):
        assert state.recording == Recording(), state.recording
        read.append(args[0])
        return inner(*args, **options)
    module.compile_program = slowly
execution = run(source, limits=Limits(seconds=60.0))
print(len(read) > 0, execution.moments.stopped)
"""


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_what_is_read_once_in_a_process_takes_nobodys_time(name):
    """Neither clock nor record goes on while a library's text is read, also under ``no_grad``."""
    source = "import torch\nwith torch.no_grad():\n    torch.nn.Linear(1, 1)\n" + PROGRAMS[name]
    assert in_a_new_process(FIRST, source=source).split() == ["True", "None"]
