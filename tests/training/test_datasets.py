"""Data sets are declared once, and what is loaded is what is declared."""

import numpy as np
import pytest
from chainrule.training import DATASETS, NotFoundError, load

EVERY = pytest.mark.parametrize("name", DATASETS)


@EVERY
def test_the_table_is_what_the_declaration_says(name):
    dataset, declaration = load(name), DATASETS[name]

    assert dataset.X.shape == (declaration.rows, len(declaration.features))
    assert dataset.y.shape == (declaration.rows, 1)
    assert np.isfinite(dataset.X).all()
    if declaration.task == "regression":
        assert declaration.classes == ()
    else:
        assert set(dataset.y[:, 0]) == set(range(len(declaration.classes)))
    assert (len(declaration.classes) == 2) == (declaration.task == "binary")


@EVERY
def test_everybody_gets_the_same_numbers_and_nobody_can_change_them(name):
    dataset = load(name)

    assert load(name) is dataset
    with pytest.raises(ValueError, match="read-only"):
        dataset.X[0, 0] = 1.0


@EVERY
def test_a_generated_set_is_the_same_every_time(name):
    generator = DATASETS[name].origin
    if callable(generator):
        np.testing.assert_array_equal(
            generator(np.random.RandomState(0)), generator(np.random.RandomState(0))
        )
    else:
        assert generator.endswith(".csv")


@EVERY
def test_classes_are_about_equally_frequent(name):
    dataset = load(name)
    if dataset.declaration.classes:
        counts = np.bincount(dataset.y[:, 0].astype(int))
        assert counts.max() <= 1.3 * counts.min()


def test_the_raisins_count_kecimen_as_0_and_besni_as_1():
    dataset = load("raisins")

    assert dataset.declaration.classes == ("Kecimen", "Besni")
    assert dataset.y[:450].sum() == 0
    assert dataset.y[450:].sum() == 450


def test_rows_show_classes_by_name():
    assert load("raisins").rows(after=0, limit=1) == [
        [87524.0, 442.2460114, 253.291155, 0.819738392, 90546.0, 0.758650579, 1184.04, "Kecimen"]
    ]
    assert load("synthetic").rows(after=99, limit=5)[0][2] == pytest.approx(0.3, abs=0.5)
    assert load("synthetic").rows(after=100) == []


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(NotFoundError, match="raisins"):
        load("raisin")
