"""A step is a pure function of a state, and can be looked into."""

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.nn import MLP
from chainrule.training import PRESETS, Config, ConfigError, TrainingLimits, load
from chainrule.training.choices import ACTIVATIONS, OPTIMISERS, SCHEDULES
from chainrule.training.state import State
from chainrule.training.trainer import Run, Trainer


def trainer_of(config):
    return Trainer(config, load(config.dataset))


CONFIGS = {name: preset.config for name, preset in PRESETS.items()} | {
    f"{optimiser} {schedule}": Config.from_dict(
        {
            "dataset": "moons",
            "loss": "bce",
            "hidden": [5],
            "optimiser": optimiser,
            "schedule": schedule,
            "clip": 0.5,
            "batch_size": 8,
            "epochs": 2,
            **({"momentum": 0.9} if "momentum" in choice.numbers else {}),
        }
    )
    for (optimiser, choice), schedule in zip(OPTIMISERS.items(), SCHEDULES, strict=True)
}


CONFIGS |= {
    activation: Config(
        dataset="circles", hidden=(4, 3), activation=activation, loss="huber", lr=0.1
    )
    for activation in ACTIVATIONS
}
CONFIGS["logits"] = Config(dataset="xor", hidden=(3,), loss="bce_with_logits", batch_size=7)


@pytest.fixture(params=CONFIGS)
def trainer(request):
    return trainer_of(CONFIGS[request.param])


def assert_same(first, second):
    assert first.step == second.step
    assert len(first.parameters) == len(second.parameters)
    for a, b in zip(first.parameters, second.parameters, strict=True):
        np.testing.assert_array_equal(a, b)
    for mine, other in zip(first.memories, second.memories, strict=True):
        assert mine.keys() == other.keys()
        for name, value in mine.items():
            assert type(value) is type(other[name])
            np.testing.assert_array_equal(value, other[name])


def test_a_step_leaves_the_state_before_it_alone(trainer):
    before = trainer.initial()
    copies = [array.copy() for array in before.parameters]

    after = trainer.update(before)

    assert after.step == 1
    for array, copy in zip(before.parameters, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_many_steps_at_once_are_the_same_as_one_by_one(trainer):
    state = trainer.initial()
    run = Run(trainer, state)
    list(run.losses(25))

    for _ in range(25):
        state = trainer.update(state)

    assert_same(run.state(), state)


def test_a_state_survives_being_written_down(trainer):
    run = Run(trainer, trainer.initial())
    list(run.losses(7))

    assert_same(State.from_bytes(run.state().to_bytes()), run.state())


def test_a_run_can_go_on_from_a_state_that_was_written_down(trainer):
    whole, first = Run(trainer, trainer.initial()), Run(trainer, trainer.initial())
    list(whole.losses(20))
    list(first.losses(10))

    second = Run(trainer, State.from_bytes(first.state().to_bytes()))
    list(second.losses(20))

    assert_same(second.state(), whole.state())


def test_a_trace_shows_the_step_that_is_made(trainer):
    state = trainer.update(trainer.initial())

    trace = trainer.trace(state)
    after = trainer.update(state)

    assert trace.output.item() == Run(trainer, state).advance()
    for change, before, end in zip(trace.update, state.parameters, after.parameters, strict=True):
        np.testing.assert_array_equal(change.before, before)
        np.testing.assert_array_equal(change.after, end)
    assert [change.name for change in trace.update] == list(trainer.network.names)
    assert all(source.grad is None for source in trace.values if isinstance(source, Tensor))


def test_plain_gradient_descent_moves_against_the_gradient():
    config = PRESETS["raisins-mlp"].config
    trainer = trainer_of(config)

    for change in trainer.trace(trainer.initial()).update:
        np.testing.assert_array_equal(change.after, change.before - config.lr * change.gradient)


def test_the_learning_rate_follows_its_schedule_to_the_planned_end():
    config = Config(dataset="moons", test_share=0.0, batch_size=20, schedule="cosine", epochs=2)
    trainer = trainer_of(config)
    state = trainer.initial()

    for step in range(25):
        (change, _) = trainer.trace(state).update
        lr = 0.01 * (1 + np.cos(np.pi * min(step, 20) / 20)) / 2
        np.testing.assert_allclose(
            change.after, change.before - lr * change.gradient, rtol=1e-12, atol=1e-15
        )
        state = trainer.update(state)


def test_a_long_gradient_is_shortened_to_the_clip():
    trainer = trainer_of(Config(lr=1.0, clip=0.001))
    update = trainer.trace(trainer.initial()).update

    moved = np.concatenate([(change.after - change.before).ravel() for change in update])
    assert np.linalg.norm(moved) == pytest.approx(0.001, rel=1e-2)


def test_the_raisin_model_with_its_loss_is_thirteen_values():
    trace = trainer_of(PRESETS["raisins-mlp"].config)
    values = trace.trace(trace.initial()).values

    assert [(a.name, a.kind, a.group) for a in values.values()] == [
        ("x", "data", ""),
        ("W1", "parameter", "hidden"),
        ("z1", "operation", "hidden"),
        ("b1", "parameter", "hidden"),
        ("a1", "operation", "hidden"),
        ("h", "operation", "hidden"),
        ("W2", "parameter", "out"),
        ("z2", "operation", "out"),
        ("b2", "parameter", "out"),
        ("a2", "operation", "out"),
        ("p", "operation", "out"),
        ("y", "data", ""),
        ("loss", "operation", ""),
    ]


def test_the_model_is_the_notebooks():
    trainer = trainer_of(PRESETS["raisins-mlp"].config)
    np.random.seed(1)
    model = MLP(7, 100, 1)

    for parameter, array in zip(model.parameters(), trainer.initial().parameters, strict=True):
        np.testing.assert_array_equal(parameter.data, array)


def test_deeper_models_number_their_layers():
    trainer = trainer_of(Config(dataset="moons", hidden=(4, 3), loss="bce"))

    assert trainer.network.names == ("W1", "b1", "W2", "b2", "W3", "b3")
    assert trainer.network.shapes == ((2, 4), (1, 4), (4, 3), (1, 3), (3, 1), (1, 1))
    groups = {a.group for a in trainer.trace(trainer.initial()).values.values()}
    assert groups == {"", "hidden1", "hidden2", "out"}


def test_a_loss_that_does_not_fit_the_target_is_refused():
    with pytest.raises(ConfigError, match="use mse"):
        trainer_of(Config(dataset="sine", loss="bce"))


def test_ten_layers_show_how_gradients_vanish():
    trainer = trainer_of(Config(hidden=(4,) * 10, activation="sigmoid"))
    update = trainer.trace(trainer.initial()).update
    norms = {change.name: float(np.linalg.norm(change.gradient)) for change in update}
    assert 0 < norms["W1"] < 1e-3 * norms["W11"]


@pytest.mark.parametrize(
    ("config", "limits", "field"),
    [
        (Config(hidden=(4, 4)), TrainingLimits(hidden_layers=1), "hidden"),
        (Config(hidden=(4,)), TrainingLimits(width=3), "hidden"),
        (Config(hidden=(4,)), TrainingLimits(parameters=16), "hidden"),
        (Config(batch_size=9), TrainingLimits(step_work=26), "batch_size"),
    ],
)
def test_models_that_are_too_large_are_refused(config, limits, field):
    with pytest.raises(ConfigError) as caught:
        Trainer(config, load("synthetic"), limits=limits)
    assert caught.value.field == field

    one_more = {
        name: getattr(limits, name) + 1
        for name in ("hidden_layers", "width", "parameters", "step_work")
        if getattr(limits, name) != getattr(TrainingLimits(), name)
    }
    Trainer(config, load("synthetic"), limits=TrainingLimits(**one_more))


def test_checkpoints_are_rarer_for_large_models_and_denser_for_slow_steps():
    small, large = trainer_of(Config()), trainer_of(Config(hidden=(1000, 40)))
    slow = trainer_of(Config(hidden=(1000, 40), batch_size=80))

    assert small.checkpoint_every == 100
    assert large.checkpoint_every > 400
    assert slow.checkpoint_every < 100
    assert slow.last_step < large.last_step < small.last_step
