"""The loss over two numbers of the model, with the way that training took."""

from dataclasses import astuple

import numpy as np
import pytest
from chainrule.graph.serialisation import to_plain
from chainrule.training import ConfigError, load


def trained(sessions, config, steps):
    session = sessions.create(config)
    return sessions.advance(session.id, to=steps, time_limit=60).id


def test_the_loss_is_that_of_the_model_with_the_two_numbers_replaced(sessions):
    id = trained(sessions, "synthetic-linear", 50)

    landscape = sessions.landscape(id, x="w[1, 0]", y="b[0, 0]", resolution=5)

    w, _ = (change.before for change in sessions.step(id, 51).update)
    data = load("synthetic")
    assert landscape.rows == 100
    for j, bias in enumerate(landscape.ys):
        for i, weight in enumerate(landscape.xs):
            error = data.X @ [[w[0, 0]], [weight]] + bias - data.y
            assert landscape.values[j, i] == pytest.approx(np.mean(error**2), rel=1e-12)


def test_the_path_goes_through_the_states_of_the_session(sessions):
    id = trained(sessions, "synthetic-linear", 50)

    landscape = sessions.landscape(id)

    assert (landscape.x, landscape.y) == ("w[0, 0]", "w[1, 0]")
    assert [point.step for point in landscape.path] == list(range(51))
    for step, x, y in map(astuple, landscape.path[:50:7]):
        before = sessions.step(id, step + 1).update[0].before
        assert (x, y) == (before[0, 0], before[1, 0])
    assert landscape.xs[0] < min(point.x for point in landscape.path)
    assert landscape.ys[-1] > max(point.y for point in landscape.path)


def test_what_is_not_named_is_another_number(sessions):
    id = sessions.create("synthetic-linear").id

    assert sessions.landscape(id, x="w[1, 0]", resolution=2).y == "w[0, 0]"
    assert sessions.landscape(id, x="w[0, 0]", resolution=2).y == "w[1, 0]"


def test_a_long_path_has_few_points_at_checkpoints(sessions):
    id = trained(sessions, {"dataset": "xor", "batch_size": 200}, 7_000)

    steps = [point.step for point in sessions.landscape(id, 6_950, resolution=2).path]

    assert len(steps) <= 61
    assert steps[-1] == 6_950
    assert all(step % 100 == 0 for step in steps[:-1])


def test_a_fork_has_the_path_from_its_origin(sessions):
    parent = trained(sessions, "synthetic-linear", 30)
    fork = sessions.fork(parent, 20, {}).id

    assert [point.step for point in sessions.landscape(fork, resolution=2).path] == [20]


def test_large_models_are_measured_on_fewer_rows(sessions):
    id = sessions.create("raisins-mlp").id

    landscape = sessions.landscape(id, x="W1[6, 99]", y="b2[0, 0]", resolution=30)

    assert 10 < landscape.rows < 720
    assert np.isfinite(landscape.values).all()
    assert to_plain(landscape)["path"] == [
        {"step": 0, "x": landscape.path[0].x, "y": landscape.path[0].y}
    ]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"x": "w"}, "x"),
        ({"x": "w[0]"}, "x"),
        ({"y": "w[2, 0]"}, "y"),
        ({"y": "v[0, 0]"}, "y"),
        ({"x": "b[0, 0]", "y": "b[0, 0]"}, "y"),
        ({"resolution": 1}, "resolution"),
        ({"resolution": 61}, "resolution"),
    ],
)
def test_an_impossible_landscape_is_refused(sessions, options, field):
    id = sessions.create("synthetic-linear").id

    with pytest.raises(ConfigError) as caught:
        sessions.landscape(id, **options)
    assert caught.value.field == field
