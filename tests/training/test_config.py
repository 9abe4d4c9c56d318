"""A configuration is plain data, checked setting by setting."""

import dataclasses

import pytest
from chainrule.training import PRESETS, SETTINGS, Config, ConfigError
from chainrule.training.choices import OPTIMISERS
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_plain_data_and_back_is_the_same(preset):
    assert Config.from_dict(preset.config.to_dict()) == preset.config


def test_what_is_not_given_comes_from_the_base():
    base = PRESETS["raisins-mlp"].config

    changed = Config.from_dict({"lr": 0.5, "hidden": [3, 4]}, base)

    assert changed == dataclasses.replace(base, lr=0.5, hidden=(3, 4))


def test_other_peoples_names_are_understood():
    config = Config.from_dict({"learning_rate": 0.5, "optimizer": "sgd", "layers": [3]})

    assert (config.lr, config.optimiser, config.hidden) == (0.5, "sgd", (3,))


def test_an_optimisers_own_numbers_may_stand_beside_the_others():
    config = Config.from_dict({"optimiser": "adam", "beta1": 0.5})

    assert config == Config.from_dict({"optimiser": "adam", "numbers": {"beta1": 0.5}})
    assert config.to_dict()["numbers"] == {
        "beta1": 0.5,
        "beta2": 0.999,
        "eps": 1e-8,
        "weight_decay": 0.0,
    }


def test_numbers_stay_with_their_optimiser():
    base = Config.from_dict({"momentum": 0.9})

    assert dict(Config.from_dict({"lr": 1.0}, base).numbers) == {"momentum": 0.9}
    assert Config.from_dict({"optimiser": "adam"}, base).numbers == ()


def test_a_configuration_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().lr = 1.0


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"lr": "fast"}, "lr", "finite number"),
        ({"lr": float("nan")}, "lr", "finite number"),
        ({"lr": -1.0}, "lr", "from 0 to"),
        ({"lr": True}, "lr", "finite number"),
        ({"batch_size": 0}, "batch_size", "from 1 to"),
        ({"batch_size": 1.5}, "batch_size", "whole number"),
        ({"test_share": 1.0}, "test_share", "from 0 to 0.9"),
        ({"hidden": [0]}, "hidden", "at least 1"),
        ({"hidden": "many"}, "hidden", "list of whole numbers"),
        ({"shuffle": 1}, "shuffle", "true or false"),
        ({"loss": "best"}, "loss", "one of mse"),
        ({"activation": None}, "activation", "one of tanh"),
        ({"features": ["a", "a"]}, "features", "twice"),
        ({"features": "a"}, "features", "list of names"),
        ({"dataset": ""}, "dataset", "name"),
        ({"model_seed": 2**32}, "model_seed", "from 0"),
        ({"lernrate": 1.0}, "lernrate", "no setting"),
        ({"batchsize": 4}, "batchsize", "did you mean 'batch_size'"),
        ({"numbers": 3}, "numbers", "object"),
        ({"numbers": {"speed": 3}}, "numbers", "no number 'speed'"),
        ({"numbers": {"momentum": 2}}, "momentum", "from 0 to"),
        ({"momentum": "much"}, "momentum", "must be a number"),
        ({"nesterov": 1}, "numbers", "requires a momentum"),
        ({"optimiser": "sgd", "beta1": 0.5}, "beta1", "no setting"),
    ],
)
def test_an_impossible_setting_is_named(values, field, message):
    with pytest.raises(ConfigError, match=message) as caught:
        Config.from_dict(values)
    assert caught.value.field == field


def test_every_setting_and_every_number_says_what_it_is_for():
    assert all(setting.doc for setting in SETTINGS.values())
    for choice in OPTIMISERS.values():
        for default, low, high in choice.numbers.values():
            assert low <= default <= high


@given(
    st.dictionaries(
        st.sampled_from([*SETTINGS, "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=5,
        ),
    )
)
def test_no_request_can_do_more_than_be_refused(values):
    try:
        config = Config.from_dict(values)
    except ConfigError:
        return
    assert Config.from_dict(config.to_dict()) == config
