"""The service: absolute steps, forks, divergence, and nothing lost between processes."""

import threading

import numpy as np
import pytest
from chainrule.graph.serialisation import to_plain
from chainrule.training import (
    ConfigError,
    NotFoundError,
    Sessions,
    StepError,
    TrainingError,
    load,
    open_store,
)
from chainrule.training.answers import Parent

DIVERGING = {"dataset": "synthetic", "lr": 1e6, "hidden": [4], "activation": "tanh"}


def losses(sessions, id):
    return sessions.losses(id, 0, 10_000).values


def test_a_new_session_stands_at_its_beginning(sessions):
    session = sessions.create("raisins-mlp")

    assert (session.head, session.loss, session.halted, session.parent) == (0, None, None, None)
    assert session.parameters == {"W1": (7, 100), "b1": (1, 100), "W2": (100, 1), "b2": (1, 1)}
    assert session.steps_per_epoch == 720
    assert len(session.id) == 32
    assert sessions.get(session.id) == session


def test_advancing_goes_to_an_absolute_step(sessions):
    id = sessions.create("synthetic-linear").id

    assert sessions.advance(id, to=30).head == 30
    before = losses(sessions, id)
    assert sessions.advance(id, to=30).head == 30
    assert sessions.advance(id, to=10).head == 30
    assert losses(sessions, id) == before
    assert sessions.advance(id, to_epoch=2).head == 200


def test_however_it_is_advanced_the_losses_are_the_same(sessions):
    one, other = (sessions.create("moons-mlp").id for _ in range(2))

    sessions.advance(one, to=45)
    for step in (1, 2, 10, 11, 45):
        sessions.advance(other, to=step)

    assert losses(sessions, one) == losses(sessions, other)


def test_the_time_limit_stops_early_but_never_without_a_step(sessions):
    id = sessions.create("raisins-mlp").id

    session = sessions.advance(id, to=100_000, time_limit=0.0)

    assert 0 < session.head < 100_000
    assert sessions.advance(id, to=100_000, time_limit=0.0).head > session.head


@pytest.mark.parametrize("goal", [{"to": -1}, {"to": 10**12}, {"to_epoch": 10**12}, {}])
def test_an_impossible_goal_is_refused(sessions, goal):
    id = sessions.create("synthetic-linear").id

    with pytest.raises(StepError):
        sessions.advance(id, **goal)


def test_every_step_can_be_looked_at_and_is_the_one_that_was_made(sessions):
    id = sessions.create("raisins-mlp").id
    sessions.advance(id, to=250)
    made = losses(sessions, id)

    for k in (1, 2, 99, 100, 101, 249, 250):
        step = sessions.step(id, k)
        assert step.loss == made[k - 1]
        assert step.done
        assert (step.epoch, step.sample) == (1, k)
        assert len(step.rows) == 1
    assert not sessions.step(id, 251).done
    with pytest.raises(StepError):
        sessions.step(id, 252)


def test_a_steps_update_leads_to_the_next_step(sessions):
    id = sessions.create("raisins-mlp").id
    sessions.advance(id, to=120)

    for first, second in zip(
        sessions.step(id, 110).update, sessions.step(id, 111).update, strict=True
    ):
        np.testing.assert_array_equal(first.after, second.before)


def test_a_large_batch_shows_its_first_rows(sessions):
    id = sessions.create({"dataset": "raisins", "batch_size": 100, "test_share": 0.0}).id
    sessions.advance(id, to=2)

    step = sessions.step(id, 2)

    assert step.places.tolist() == list(range(100, 200))
    assert step.rows == load("raisins").rows(after=100, limit=64)


def test_step_0_shows_the_initial_model(sessions):
    id = sessions.create("raisins-mlp").id

    step = sessions.step(id, 0)

    assert step.update == ()
    assert step.loss == sessions.step(id, 1).loss


def test_a_restart_loses_nothing(tmp_path):
    path = str(tmp_path / "sessions.sqlite3")
    first = Sessions(open_store(path))
    id = first.create("raisins-mlp").id
    session = first.advance(id, to=150)
    kept, update = losses(first, id), first.step(id, 150).update
    first.store.close()

    second = Sessions(open_store(path))

    assert second.get(id) == session
    assert losses(second, id) == kept
    for before, after in zip(update, second.step(id, 150).update, strict=True):
        np.testing.assert_array_equal(before.after, after.after)
    second.store.close()


def test_two_servers_that_advance_the_same_session_do_not_disturb_each_other(address):
    if address == "memory:":
        store = open_store(address)
        servers = [Sessions(store), Sessions(store)]
    else:
        servers = [Sessions(open_store(address)), Sessions(open_store(address))]
    id = servers[0].create("moons-mlp").id
    alone = Sessions(open_store("memory:"))
    reference = alone.create("moons-mlp").id
    alone.advance(reference, to=300, time_limit=60)

    def work(server):
        for goal in range(10, 310, 10):
            server.advance(id, to=goal, time_limit=60)

    threads = [threading.Thread(target=work, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for server in servers:
        assert server.get(id).head == 300
        assert losses(server, id) == losses(alone, reference)
        server.store.close()


def test_epochs_carry_both_splits(sessions):
    id = sessions.create("moons-mlp").id
    sessions.advance(id, to_epoch=3, time_limit=60)
    sessions.advance(id, to=sessions.get(id).head + 1)

    epochs = sessions.epochs(id)

    assert [(epoch.epoch, epoch.step) for epoch in epochs] == [(1, 20), (2, 40), (3, 60)]
    for epoch in epochs:
        made = losses(sessions, id)[epoch.step - 20 : epoch.step]
        assert epoch.loss == pytest.approx(np.mean(made), rel=1e-12)
        evaluation = sessions.evaluation(id, epoch.step)
        assert (epoch.test_loss, epoch.test_accuracy) == (
            evaluation.test.loss,
            evaluation.test.accuracy,
        )
        assert epoch.train_loss == evaluation.train.loss
    assert sessions.epochs(id, after=2) == epochs[2:]
    assert sessions.epochs(id, after=1, limit=1) == epochs[1:2]


def test_a_fork_goes_its_own_way_from_where_the_other_stood(sessions):
    parent = sessions.create("raisins-mlp")
    sessions.advance(parent.id, to=100)

    fork = sessions.fork(parent.id, 60, {"lr": 0.1})

    assert (fork.origin, fork.head, fork.parent) == (60, 60, Parent(parent.id, 60))
    assert fork.config.lr == 0.1
    step, original = sessions.step(fork.id, 61), sessions.step(parent.id, 61)
    assert step.loss == original.loss
    assert (step.epoch, step.sample) == (original.epoch, original.sample)
    for a, b in zip(step.update, original.update, strict=True):
        np.testing.assert_array_equal(a.before, b.before)
        np.testing.assert_array_equal(a.after, a.before - 0.1 * a.gradient)
    sessions.advance(fork.id, to=70)
    assert losses(sessions, fork.id)[1:] != losses(sessions, parent.id)[61:70]
    with pytest.raises(StepError):
        sessions.step(fork.id, 60)


@pytest.mark.parametrize(
    "settings", [{}, {"momentum": 0.9}, {"optimiser": "adam", "lr": 0.01, "schedule": "warmup"}]
)
def test_a_fork_that_changes_nothing_makes_the_same_steps(sessions, settings):
    parent = sessions.create({"preset": "moons-mlp", **settings}).id
    sessions.advance(parent, to=100)

    fork = sessions.fork(parent, 33, {}).id
    sessions.advance(fork, to=100)

    assert losses(sessions, fork) == losses(sessions, parent)[33:]


def test_a_forks_first_epoch_counts_the_steps_before_the_fork(sessions):
    parent = sessions.create("moons-mlp").id
    sessions.advance(parent, to_epoch=3, time_limit=60)
    fork = sessions.fork(parent, 27, {}).id
    sessions.advance(fork, to=33)
    again = sessions.fork(fork, 30, {"lr": 0.001}).id
    at_its_origin = sessions.fork(again, 30, {}).id
    between = sessions.fork(parent, 40, {}).id

    expected = sessions.epochs(parent)
    tail = losses(sessions, parent)[20:30]
    sessions.delete(parent)
    for id in (fork, again, at_its_origin, between):
        sessions.advance(id, to_epoch=3, time_limit=60)

    for made, wanted in zip(sessions.epochs(fork), expected[1:], strict=True):
        assert made.loss == pytest.approx(wanted.loss, rel=1e-12)
    assert sessions.epochs(between)[0].loss == pytest.approx(expected[2].loss, rel=1e-12)
    for id in (again, at_its_origin):
        second = sessions.epochs(id)[0]
        made = [*tail, *losses(sessions, id)[:10]]
        assert (second.epoch, second.step, len(made)) == (2, 40, 20)
        assert second.loss == pytest.approx(np.mean(made), rel=1e-12)


def test_another_optimiser_begins_without_memory(sessions):
    parent = sessions.create({"preset": "moons-mlp", "optimiser": "adam"}).id
    sessions.advance(parent, to=20)

    fork = sessions.fork(parent, 20, {"optimiser": "rmsprop"}).id

    assert sessions.advance(fork, to=40).head == 40


def test_a_fork_is_asked_for_in_plain_data(sessions):
    parent = sessions.create("synthetic-linear").id
    sessions.advance(parent, to=5)

    fork = sessions.create({"fork": {"session": parent, "step": 5}, "batch_size": 10})

    assert (fork.origin, fork.config.batch_size) == (5, 10)
    assert sessions.step(fork.id, 6).places.tolist() == list(range(5, 15))


def test_the_models_shape_cannot_change_in_mid_training(sessions):
    parent = sessions.create("synthetic-linear").id
    sessions.advance(parent, to=5)

    with pytest.raises(ConfigError) as caught:
        sessions.fork(parent, 5, {"hidden": [3]})
    assert caught.value.field == "hidden"
    assert sessions.fork(parent, 0, {"hidden": [3]}).config.hidden == (3,)


def test_divergence_halts_at_the_step_and_says_where(sessions):
    id = sessions.create(DIVERGING).id

    session = sessions.advance(id, to_epoch=5, time_limit=60)

    halted = session.halted
    assert halted is not None
    assert halted.step == session.head
    assert not np.isfinite(session.loss)
    assert np.isfinite(losses(sessions, id)[:-1]).all()
    assert f"epoch {halted.epoch}, sample {halted.sample}" in halted.message
    step = sessions.step(id, halted.step)
    assert (step.epoch, step.sample) == (halted.epoch, halted.sample)
    names = [annotation.name for annotation in step.values.values()]
    assert halted.value in names
    assert sessions.advance(id, to_epoch=5) == session
    with pytest.raises(StepError):
        sessions.step(id, session.head + 1)
    fork = sessions.fork(id, halted.step - 1, {"lr": 1e-3})
    assert fork.halted is None


def test_a_deleted_session_is_gone(sessions):
    id = sessions.create("synthetic-linear").id

    sessions.delete(id)

    with pytest.raises(NotFoundError):
        sessions.get(id)


@pytest.mark.parametrize("id", ["", "nobody", "../etc", "a b", "x" * 65, "ä", None, 7])
def test_an_identifier_that_nobody_was_given_opens_nothing(sessions, id):
    for call in (sessions.get, sessions.epochs, sessions.losses, sessions.evaluation):
        with pytest.raises(NotFoundError):
            call(id)


@pytest.mark.parametrize(
    "config",
    [
        "nothing",
        {"preset": "nothing"},
        {"preset": 3},
        {"dataset": "nothing"},
        {"dataset": "upload-unknown"},
        {"fork": 3},
        {"fork": {"session": "x"}},
        {"fork": {"session": "x", "step": 0}},
        {"features": ["nothing"]},
    ],
)
def test_an_impossible_session_is_refused(sessions, config):
    with pytest.raises(TrainingError):
        sessions.create(config)


def test_an_upload_trains_like_any_data_set_and_stays_with_its_session(sessions):
    dataset = sessions.upload("size,weight,kind\n1,2,a\n2,1,b\n3,4,a\n4,3,b\n", title="Fruit")
    session = sessions.create({"dataset": dataset.name, "loss": "bce", "test_share": 0.0})
    fork = sessions.fork(session.id, 0, {"lr": 0.5})

    sessions.delete(dataset.name)
    fresh = Sessions(sessions.store)

    for id in (session.id, fork.id):
        assert fresh.advance(id, to=8).head == 8
        assert fresh.get(id).dataset.title == "Fruit"
    with pytest.raises(NotFoundError):
        fresh.dataset(dataset.name)


def test_an_upload_is_no_session(sessions):
    dataset = sessions.upload("x,y\n1,2\n2,4\n")

    with pytest.raises(NotFoundError):
        sessions.get(dataset.name)


def test_answers_are_plain_data(sessions):
    session = sessions.create("moons-mlp")
    sessions.advance(session.id, to_epoch=1)

    assert to_plain(sessions.get(session.id))["head"] == 20
    assert to_plain(sessions.losses(session.id))["after"] == 0
    assert to_plain(sessions.epochs(session.id)[0])["epoch"] == 1
    assert sessions.step(session.id, 1).sample == 1
    assert len(to_plain(sessions.evaluation(session.id))["norms"]) == 4
    assert len(to_plain(sessions.surface(session.id, resolution=3))["values"]) == 3
