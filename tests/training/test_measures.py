"""What is recorded of every layer in every step is what that step does."""

import math
import os

import numpy as np
import pytest
from chainrule.graph.serialisation import to_plain
from chainrule.training import Sessions, open_store

CONFIGS = {
    "linear": {"preset": "synthetic-linear"},
    "tanh, clipped, a shorter last batch": {
        "dataset": "moons",
        "hidden": [5, 4],
        "batch_size": 7,
        "clip": 0.1,
        "lr": 0.5,
        "optimiser": "adam",
        "schedule": "cosine",
        "epochs": 2,
    },
    "saturated": {"preset": "raisins-mlp", "activation": "sigmoid", "lr": 30.0},
    "dead": {"preset": "moons-mlp", "activation": "relu", "lr": 3.0},
}
STEPS = 70
"""More than a block has."""


def trained(sessions, config, *portions):
    id = sessions.create(config).id
    for step in portions:
        sessions.advance(id, to=step, time_limit=60)
    return id


def length(*arrays):
    return math.sqrt(sum(float(np.sum(array**2)) for array in arrays))


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_measures_are_those_of_the_step_itself(sessions, config):
    id = trained(sessions, config, STEPS)
    trainer, _ = sessions.checkpoints.at(id, None)
    found = sessions.measures(id)
    assert found.steps == list(range(1, STEPS + 1))

    for k in (1, 2, 23, 64, 65, STEPS):
        trace = trainer.trace(sessions.checkpoints.at(id, k - 1)[1])
        outputs = {note.name: source for source, note in trace.values.items()}
        for place, layer in enumerate(found.layers):
            dense, changes = trainer.network.layers[place], trace.update[2 * place : 2 * place + 2]
            assert layer.parameters == tuple(change.name for change in changes)
            expected = {
                "gradient": length(*(change.gradient for change in changes)),
                "update": length(*(change.difference for change in changes)),
                "weight": length(*(change.before for change in changes)),
            }
            expected["ratio"] = expected["update"] / expected["weight"]
            h = outputs[dense.result].output if dense is not trainer.network.layers[-1] else None
            limits = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}.get(dense.activation)
            if h is not None and limits:
                near = np.minimum(np.abs(h - limits[0]), np.abs(h - limits[1])) <= 0.01
                expected["saturated"] = near.mean()
            if h is not None and dense.activation == "relu":
                expected["dead"] = np.mean(h.max(axis=0) == 0)
            for measure in ("gradient", "update", "weight", "ratio", "saturated", "dead"):
                column = getattr(layer, measure)
                if measure in expected:
                    assert column[k - 1] == pytest.approx(expected[measure], rel=1e-6, abs=1e-30)
                else:
                    assert column is None


def test_the_examples_saturate_and_die(sessions):
    saturated = sessions.measures(trained(sessions, CONFIGS["saturated"], STEPS)).layers[0]
    dead = sessions.measures(trained(sessions, CONFIGS["dead"], STEPS)).layers[0]
    assert saturated.saturated.max() > 0.5
    assert dead.dead.max() > 0.5


def test_portions_and_forks_record_the_same(sessions):
    config = CONFIGS["tanh, clipped, a shorter last batch"]
    whole = trained(sessions, config, STEPS)
    parts = trained(sessions, config, 1, 2, 30, STEPS)
    fork = sessions.fork(parts, 40, {}).id
    sessions.advance(fork, to=STEPS, time_limit=60)

    expected = to_plain(sessions.measures(whole))
    np.testing.assert_equal(to_plain(sessions.measures(parts)), expected)
    after = to_plain(sessions.measures(whole, after=40))
    np.testing.assert_equal(to_plain(sessions.measures(fork)), after)


def test_a_point_is_the_largest_of_its_steps(sessions):
    id = trained(sessions, "moons-mlp", STEPS)
    every, points = sessions.measures(id), sessions.measures(id, 5, 1000, 20)

    assert (points.after, points.steps, points.head) == (5, [25, 45, 65, 70], STEPS)
    for all_of_it, some in zip(every.layers, points.layers, strict=True):
        parts = [all_of_it.ratio[a:b] for a, b in ((5, 25), (25, 45), (45, 65), (65, 70))]
        np.testing.assert_array_equal(some.ratio, [part.max() for part in parts])


def test_nothing_is_recorded_before_the_first_step(sessions):
    found = sessions.measures(sessions.create("moons-mlp").id)
    assert (found.steps, found.head) == ([], 0)
    assert [len(layer.gradient) for layer in found.layers] == [0, 0]


def test_a_run_that_explodes_is_recorded_to_its_end(sessions):
    id = trained(sessions, {"preset": "synthetic-linear", "lr": 50.0}, 2000)
    head = sessions.get(id).head
    (layer,) = sessions.measures(id, 0, 10_000).layers
    assert head < 2000
    assert len(layer.gradient) == head
    assert np.isinf(layer.update[-2:]).any() or np.isnan(layer.update[-2:]).any()
    assert np.isfinite(layer.gradient[:3]).all()


def test_a_step_of_a_hundred_parameters_takes_less_than_200_bytes(tmp_path):
    path = tmp_path / "sessions.sqlite3"
    sessions = Sessions(open_store(str(path)))
    empty = os.path.getsize(path)
    id = trained(sessions, {"preset": "raisins-mlp", "hidden": [11]}, 3000)
    assert sum(math.prod(shape) for shape in sessions.get(id).parameters.values()) == 100
    sessions.store.close()

    assert (os.path.getsize(path) - empty) / 3000 < 200
