"""The two training runs of the course notebook come out again, every figure."""

import numpy as np
import pytest
from chainrule.training import Sessions, open_store

TABLES = {
    "synthetic-linear": [
        0.7999661130823178,
        0.017392390107906875,
        0.009377418010839892,
        0.009355326971438456,
        0.009365440968904256,
        0.009366989180952533,
        0.009367207398577986,
        0.009367238983974489,
        0.009367243704122532,
        0.009367244427185763,
    ],
    "raisins-mlp": [
        0.6234923395239745,
        0.4014429960012952,
        0.3636728892030264,
        0.33976173890169425,
        0.32221372001882365,
        0.3098793292138743,
        0.30177117733037573,
        0.29620560115160516,
        0.2921147371002634,
        0.2889261433814792,
    ],
}


@pytest.fixture
def sessions():
    return Sessions(open_store("memory:"))


@pytest.mark.parametrize("preset", TABLES)
def test_ten_epochs_have_the_notebooks_mean_losses(sessions, preset):
    session = sessions.create(preset)

    sessions.advance(session.id, to_epoch=10, time_limit=60)

    losses = [epoch.loss for epoch in sessions.epochs(session.id)]
    np.testing.assert_allclose(losses, TABLES[preset], rtol=1e-12)


def test_the_raisins_are_told_apart_in_154_of_180_cases(sessions):
    session = sessions.create("raisins-mlp")

    sessions.advance(session.id, to_epoch=10, time_limit=60)

    test = sessions.evaluation(session.id).test
    assert (test.correct, test.rows) == (154, 180)
    assert f"{test.accuracy:.2%}" == "85.56%"
