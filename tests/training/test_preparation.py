"""From a data set to batches: standardised, arranged and split as the notebook does."""

import numpy as np
import pytest
from chainrule.training import Config, ConfigError, load
from chainrule.training.preparation import Batches, Origin, prepare
from hypothesis import given
from hypothesis import strategies as st


def test_features_are_standardised_over_all_rows():
    prepared = prepare(Config(dataset="raisins", test_share=0.0), load("raisins"))

    np.testing.assert_allclose(prepared.train.x.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(prepared.train.x.std(axis=0), 1.0, rtol=1e-12)
    np.testing.assert_array_equal(prepared.scaled(load("raisins").X), prepared.train.x)


def test_a_constant_column_does_not_divide_by_zero():
    dataset = load("synthetic")
    flat = type(dataset)(dataset.declaration, np.ones_like(dataset.X), dataset.y)

    assert (prepare(Config(), flat).train.x == 0.0).all()


def test_the_split_is_scikit_learns():
    prepared = prepare(Config(dataset="raisins", split_seed=0), load("raisins"))
    order = np.random.RandomState(0).permutation(900)

    np.testing.assert_array_equal(prepared.test.places, order[:180])
    np.testing.assert_array_equal(prepared.train.places, order[180:])


def test_without_a_test_share_rows_stay_in_their_order():
    prepared = prepare(Config(test_share=0.0), load("synthetic"))

    np.testing.assert_array_equal(prepared.train.places, np.arange(100))
    assert len(prepared.test) == 0


def test_chosen_features_come_in_the_order_asked_for():
    prepared = prepare(
        Config(features=("x2", "x1"), standardise=False, test_share=0.0), load("synthetic")
    )

    np.testing.assert_array_equal(prepared.train.x, load("synthetic").X[:, ::-1])


def test_an_unknown_feature_is_named():
    with pytest.raises(ConfigError, match="it has x1, x2"):
        prepare(Config(features=("x3",)), load("synthetic"))


sizes = st.integers(1, 40)


@given(rows=sizes, size=sizes, shuffle=st.booleans(), epochs=st.integers(1, 3))
def test_every_epoch_uses_every_row_once(rows, size, shuffle, epochs):
    batches = Batches(Config(batch_size=size, shuffle=shuffle), rows, Origin())
    every = np.arange(rows)

    for epoch in range(epochs):
        first, last = batches.end_of(epoch) + 1, batches.end_of(epoch + 1)
        used = [batches.at(step) for step in range(first, last + 1)]
        assert {batch.epoch for batch in used} == {epoch}
        joined = np.concatenate([every[batch.rows] for batch in used])
        np.testing.assert_array_equal(np.sort(joined), every)
        assert [batch.start for batch in used] == list(range(0, rows, min(size, rows)))


@given(rows=sizes, size=sizes, other=sizes, step=st.integers(0, 60))
def test_a_fork_goes_on_where_its_parent_stood(rows, size, other, step):
    parent = Batches(Config(batch_size=size), rows, Origin())
    epoch, offset = parent.position(step)
    child = Batches(Config(batch_size=other), rows, Origin(step, epoch, offset))

    assert child.position(step) == (epoch, offset)
    batch = child.at(step + 1)
    assert (batch.epoch, batch.start) == (epoch, offset)
    end = child.end_of(epoch + 1)
    assert child.at(end).epoch == epoch
    assert child.at(end + 1).epoch == epoch + 1


def test_shuffled_epochs_differ_from_each_other_but_not_from_run_to_run():
    def orders():
        batches = Batches(Config(batch_size=100, shuffle=True, shuffle_seed=7), 100, Origin())
        return [batches.at(step).rows for step in (1, 2)]

    first, second = orders()
    assert (first != second).any()
    np.testing.assert_array_equal(orders(), [first, second])
