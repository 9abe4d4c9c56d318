"""What is said of a run is so, and a cure that is offered has helped."""

import numpy as np
import pytest
from chainrule.training.evaluation import hidden_outputs

MOONS = {"preset": "moons-mlp", "batch_size": 16}
SICK = {
    "exploded": ({"preset": "synthetic-linear", "lr": 0.9}, 600),
    "rate_too_large": ({**MOONS, "lr": 60.0, "hidden": []}, 60),
    "rate_too_small": ({**MOONS, "lr": 1e-7}, 60),
    "vanishing": ({**MOONS, "hidden": [8] * 8, "activation": "sigmoid"}, 60),
    "dead": ({**MOONS, "activation": "relu", "lr": 5.0, "batch_size": 8}, 120),
    "saturated": ({**MOONS, "lr": 20.0}, 60),
    "standstill": (
        {"preset": "raisins-mlp", "batch_size": 64, "lr": 1e4, "activation": "relu"},
        60,
    ),
    "schedule_ended": ({**MOONS, "schedule": "cosine", "epochs": 4}, 60),
    "overfitting": (
        {
            "dataset": "raisins",
            "hidden": [60],
            "optimiser": "adam",
            "lr": 0.05,
            "batch_size": 32,
            "test_share": 0.9,
            "initialisation": "xavier",
        },
        120,
    ),
}


def looked_at(sessions, config, steps):
    id = sessions.create(config).id
    sessions.advance(id, to=steps, time_limit=60)
    return id, sessions.diagnosis(id)


@pytest.mark.parametrize("code", SICK)
def test_what_goes_wrong_is_found_and_a_cure_does_what_it_says(sessions, code):
    id, found = looked_at(sessions, *SICK[code])
    head = sessions.get(id).head
    finding = next(one for one in found.findings if one.code == code)

    assert found.head == head
    assert 1 <= finding.first <= finding.last <= head
    assert [one.first for one in found.findings] == sorted(one.first for one in found.findings)
    text = f"{finding.message} {finding.cause}".lower()
    assert "nan of" not in text
    assert "inf of" not in text
    assert (finding.cure is None) == (code == "overfitting")
    if finding.cure:
        cure = finding.cure
        fork = sessions.fork(id, cure.step, cure.changes).id
        sessions.advance(fork, to=cure.until, time_limit=60)
        after = sessions.evaluation(fork, cure.until).train.loss
        assert after == pytest.approx(cure.loss, rel=1e-12)
        assert after < sessions.evaluation(id, cure.step).train.loss
        before = sessions.evaluation(id, min(cure.until, head)).train.loss
        np.testing.assert_allclose(cure.instead, before, rtol=1e-12)


def test_dead_units_are_dead_on_every_row_since_the_step_that_is_named(sessions):
    id, found = looked_at(sessions, *SICK["dead"])
    finding = next(one for one in found.findings if one.code == "dead")

    def dead(step):
        trainer, state = sessions.checkpoints.at(id, step)
        return (hidden_outputs(trainer, state)[0] == 0).all(axis=0)

    many = dead(finding.last)
    assert finding.message.startswith(f"{many.sum()} of 8 units of hidden ")
    assert dead(finding.first)[many].all()
    assert not dead(finding.first - 1)[many].all()


@pytest.mark.parametrize("preset", ["synthetic-linear", "moons-mlp", "xor-mlp", "blobs-softmax"])
def test_a_run_that_learns_has_no_findings(sessions, preset):
    _, found = looked_at(sessions, preset, 110)
    assert found.findings == []


def test_there_is_nothing_to_say_before_the_first_step(sessions):
    assert sessions.diagnosis(sessions.create("moons-mlp").id).findings == []


def test_a_fork_is_looked_at_by_its_own_steps(sessions):
    id, _ = looked_at(sessions, MOONS, 30)
    fork = sessions.fork(id, 20, {"lr": 1e-6}).id
    sessions.advance(fork, to=80, time_limit=60)
    (finding,) = sessions.diagnosis(fork).findings
    assert (finding.code, finding.first, finding.last) == ("rate_too_small", 21, 80)
    assert finding.cure.step == 20
