"""How good a model is: checked against the definitions, on the whole split."""

import numpy as np
import pytest
from chainrule.training import ConfigError, load
from chainrule.training.evaluation import CHUNK, evaluate_split
from chainrule.training.preparation import Split


def trained(sessions, config, steps=200):
    session = sessions.create(config)
    return sessions.advance(session.id, to=steps, time_limit=60)


def test_accuracy_and_confusion_follow_from_the_predictions(sessions):
    test = sessions.evaluation(trained(sessions, "raisins-mlp").id).test

    chosen, true = np.round(test.predictions), test.targets
    assert test.accuracy == np.mean(chosen == true)
    assert test.correct == np.sum(chosen == true)
    assert test.confusion == [
        [int(np.sum((true == i) & (chosen == j))) for j in (0, 1)] for i in (0, 1)
    ]
    cross_entropy = -np.mean(
        true * np.log(test.predictions) + (1 - true) * np.log(1 - test.predictions)
    )
    assert test.loss == pytest.approx(cross_entropy, rel=1e-12)
    np.testing.assert_array_equal(load("raisins").y[test.places, 0], true)


def test_a_regression_has_no_accuracy(sessions):
    evaluation = sessions.evaluation(trained(sessions, "synthetic-linear").id)

    assert evaluation.test is None
    assert evaluation.train.accuracy is None
    assert evaluation.train.confusion is None
    error = evaluation.train.predictions - evaluation.train.targets
    assert evaluation.train.loss == pytest.approx(np.mean(error**2), rel=1e-12)


def test_the_rate_is_that_of_the_next_step_and_0_where_a_schedule_has_ended(sessions):
    config = {"dataset": "sine", "batch_size": 32, "schedule": "cosine", "epochs": 2, "lr": 0.5}
    session = trained(sessions, config, steps=6)
    rates = [sessions.evaluation(session.id, step).rate for step in range(7)]

    wave = 0.25 * (1 + np.cos(np.pi * np.arange(7) / 6))
    np.testing.assert_allclose(rates, wave, rtol=1e-12, atol=1e-15)
    assert rates[6] == 0
    assert [sessions.step(session.id, k).rate for k in range(1, 8)] == rates


def test_evaluating_in_chunks_changes_nothing(sessions):
    session = trained(sessions, "raisins-mlp")
    trainer, state = sessions.checkpoints.at(session.id, None)
    rows = trainer.data.train
    repeat = np.tile(np.arange(len(rows)), 2)
    assert len(repeat) > CHUNK

    once = evaluate_split(trainer, state, rows)
    twice = evaluate_split(
        trainer,
        state,
        Split(rows.x[repeat], rows.y[repeat], rows.targets[repeat], rows.places[repeat]),
    )

    assert twice.loss == pytest.approx(once.loss, rel=1e-12)
    assert twice.accuracy == once.accuracy


def test_several_classes_are_compared_by_their_softmax(sessions):
    session = trained(sessions, "blobs-softmax", steps=60)
    test = sessions.evaluation(session.id).test
    trainer, state = sessions.checkpoints.at(session.id, None)

    outputs = trainer.data.test.x @ state.parameters[0] + state.parameters[1]

    shares = np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
    np.testing.assert_array_equal(test.predictions, shares.argmax(axis=1))
    true = test.targets.astype(int)
    assert test.loss == pytest.approx(-np.log(shares[range(len(true)), true]).mean(), rel=1e-12)
    assert np.sum(test.confusion) == test.rows
    assert np.trace(test.confusion) == test.correct > 0.9 * test.rows


def test_the_surface_of_several_classes_says_which_and_how_sure(sessions):
    surface = sessions.surface(trained(sessions, "blobs-softmax", steps=60).id, resolution=9)

    assert set(surface.values.ravel()) == {0.0, 1.0, 2.0}
    assert surface.confidence.shape == surface.values.shape
    assert ((surface.confidence > 1 / 3) & (surface.confidence <= 1)).all()


def test_logits_are_answered_as_probabilities(sessions):
    config = {"dataset": "moons", "test_share": 0.2}
    one, other = (
        trained(sessions, {**config, "loss": loss}, steps=50) for loss in ("bce", "bce_with_logits")
    )

    first, second = (sessions.evaluation(session.id).test for session in (one, other))

    np.testing.assert_allclose(first.predictions, second.predictions, rtol=1e-9)
    assert first.loss == pytest.approx(second.loss, rel=1e-9)
    assert first.confusion == second.confusion


def test_norms_are_those_of_the_next_step(sessions):
    session = trained(sessions, "raisins-mlp", steps=10)

    norms = sessions.evaluation(session.id).norms
    update = sessions.step(session.id, 11).update

    for norm, change in zip(norms, update, strict=True):
        assert norm.parameter == np.linalg.norm(change.before)
        assert norm.gradient == np.linalg.norm(change.gradient)
        assert norm.update == pytest.approx(0.01 * norm.gradient, rel=1e-9)


def test_a_run_that_no_row_moves_any_more_stands_still(sessions):
    session = trained(sessions, {"preset": "raisins-mlp", "lr": 1e4}, steps=100)

    evaluation = sessions.evaluation(session.id)
    later = sessions.advance(session.id, to=100 + session.steps_per_epoch, time_limit=60)

    assert evaluation.standstill.epoch
    assert evaluation.standstill.batches == session.steps_per_epoch
    assert evaluation.standstill.loss == evaluation.train.loss > 50
    assert "every gradient is exactly 0 on the next 720 batches" in evaluation.standstill.message
    assert sessions.evaluation(later.id).train.loss == evaluation.train.loss


def test_a_batch_without_gradient_is_no_standstill(sessions):
    config = {"preset": "raisins-mlp", "lr": 100.0}
    session = trained(sessions, config, steps=3)

    first = sessions.evaluation(session.id)

    assert all(norm.gradient == 0 for norm in first.norms)
    assert first.standstill is None
    assert sessions.evaluation(trained(sessions, "raisins-mlp").id).standstill is None


def test_the_surface_is_the_model_with_the_other_features_at_their_mean(sessions):
    session = trained(sessions, "raisins-mlp")

    surface = sessions.surface(session.id, x="Perimeter", y="Area", resolution=5)

    means = load("raisins").X.mean(axis=0)
    trainer, state = sessions.checkpoints.at(session.id, None)
    W1, b1, W2, b2 = state.parameters
    for j, area in enumerate(surface.ys):
        for i, perimeter in enumerate(surface.xs):
            row = means.copy()
            row[0], row[6] = area, perimeter
            z = np.tanh(trainer.data.scaled(row) @ W1 + b1) @ W2 + b2
            assert surface.values[j, i] == pytest.approx((1 / (1 + np.exp(-z))).item(), rel=1e-9)
    assert set(surface.held) == set(load("raisins").declaration.features) - {"Perimeter", "Area"}


def test_one_feature_gives_a_curve(sessions):
    surface = sessions.surface(trained(sessions, "sine-mlp").id, resolution=7)

    assert (surface.x, surface.y) == ("x", None)
    assert surface.values.shape == (1, 7)
    assert surface.xs[0] < load("sine").X.min()
    assert surface.xs[-1] > load("sine").X.max()


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"x": "nothing"}, "x"),
        ({"y": "nothing"}, "y"),
        ({"x": "x1", "y": "x1"}, "y"),
        ({"resolution": 1}, "resolution"),
        ({"resolution": 201}, "resolution"),
    ],
)
def test_an_impossible_surface_is_refused(sessions, options, field):
    session = sessions.create("synthetic-linear")

    with pytest.raises(ConfigError) as caught:
        sessions.surface(session.id, **options)
    assert caught.value.field == field
