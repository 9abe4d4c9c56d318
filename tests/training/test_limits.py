"""Every limit of training can be set by an environment variable."""

import dataclasses

import pytest
from chainrule.training import TrainingLimits

NAMES = [limit.name for limit in dataclasses.fields(TrainingLimits)]


def test_without_variables_the_defaults_hold():
    assert TrainingLimits.from_environment() == TrainingLimits()


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_sets_its_limit(monkeypatch, name):
    monkeypatch.setenv(f"CHAINRULE_TRAINING_{name.upper()}", "17")

    expected = dataclasses.replace(TrainingLimits(), **{name: 17})
    assert TrainingLimits.from_environment() == expected


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", ""])
def test_anything_but_a_whole_number_of_at_least_1_is_refused(monkeypatch, value):
    monkeypatch.setenv("CHAINRULE_TRAINING_ROWS", value)

    with pytest.raises(ValueError, match="CHAINRULE_TRAINING_ROWS"):
        TrainingLimits.from_environment()
