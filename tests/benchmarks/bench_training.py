"""What a training session costs beside the bare computation: the raisin model, one row a step.

Rounds of all contestants are interleaved in one process, and medians of processor time compared,
so that a busy machine slows all of them alike.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from chainrule.training import PRESETS, Sessions, load, open_store
from chainrule.training.trainer import Run, Trainer

STEPS = 300
ROUNDS = 15


def by_hand(parameters, x, y, lr):
    """One step of the same model as somebody would write it in NumPy; returns the loss."""
    w1, b1, w2, b2 = parameters
    h = np.tanh(x @ w1 + b1)
    p = 1.0 / (1.0 + np.exp(-(h @ w2 + b2)))
    loss = -np.mean(y * np.log(p) + (1.0 - y) * np.log1p(-p))
    dz2 = (p - y) / len(x)
    dz1 = (dz2 @ w2.T) * (1.0 - h * h)
    gradients = (
        x.T @ dz1,
        dz1.sum(axis=0, keepdims=True),
        h.T @ dz2,
        dz2.sum(axis=0, keepdims=True),
    )
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= lr * gradient
    return loss


def contestants(folder):
    config = PRESETS["raisins-mlp"].config
    trainer = Trainer(config, load("raisins"))
    train = trainer.data.train
    parameters = trainer.network.initial()
    run = Run(trainer, trainer.initial())
    recording = Run(trainer, trainer.initial(), record=True)
    in_memory, in_file = (
        Sessions(open_store("memory:")),
        Sessions(open_store(str(folder / "a.sqlite3"))),
    )
    long, single = in_file.create(config).id, in_file.create(config).id
    alone = in_memory.create(config).id
    heads = dict.fromkeys((long, single, alone), 0)

    def numpy_steps():
        for i in range(STEPS):
            by_hand(parameters, train.x[i : i + 1], train.y[i : i + 1], 0.01)

    def eager_steps():
        state = run.state()
        for _ in range(STEPS):
            state = trainer.update(state)

    def recorded_steps():
        list(recording.losses(recording.step + STEPS))
        recording.recorder.taken()

    def advance(sessions, id, stride):
        def steps():
            goal = heads[id] + STEPS
            while heads[id] < goal:
                heads[id] = sessions.advance(id, to=heads[id] + stride, time_limit=60).head

        return steps

    return {
        "NumPy by hand": numpy_steps,
        "Run (tape)": lambda: list(run.losses(run.step + STEPS)),
        "Run (tape), every layer recorded": recorded_steps,
        "pure update, a state for each step": eager_steps,
        "session, advanced by 300 at once, SQLite": advance(in_file, long, STEPS),
        "session, advanced one by one, in memory": advance(in_memory, alone, 1),
        "session, advanced one by one, SQLite": advance(in_file, single, 1),
        "session, one step to look at, SQLite": lambda: [
            in_file.step(long, 1 + i * 7) for i in range(STEPS // 10)
        ],
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        every = contestants(Path(folder))
        times = {name: [] for name in every}
        for _ in range(ROUNDS):
            for name, work in every.items():
                started = time.process_time()
                work()
                times[name].append(time.process_time() - started)
    counts = {name: STEPS // 10 if "look at" in name else STEPS for name in every}
    medians = {name: statistics.median(t) / counts[name] * 1e6 for name, t in times.items()}
    base = medians["NumPy by hand"]
    print(f"Training, {sys.version.split()[0]}: microseconds of processor time per step")
    for name, median in medians.items():
        print(f"  {name:42} {median:8.1f} µs  {median / base:6.2f} ×")


if __name__ == "__main__":
    main()
