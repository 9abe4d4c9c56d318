"""Makers: new leaves from sizes and seeds, the same on every machine."""

import numpy as np
import pytest
from chainrule.program import run


def value(source):
    return run(f"y = {source}").output.data


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("zeros(2, 3)", np.zeros((2, 3))),
        ("zeros((2, 3))", np.zeros((2, 3))),
        ("torch.zeros([2, 3])", np.zeros((2, 3))),
        ("np.zeros(shape=(2, 3))", np.zeros((2, 3))),
        ("torch.ones(size=(2,))", np.ones(2)),
        ("zeros()", np.zeros(())),
        ("ones(0)", np.ones(0)),
        ("full((2, 2), 1.5)", np.full((2, 2), 1.5)),
        ("full(3, -1)", np.full(3, -1.0)),
        ("eye(2)", np.eye(2)),
        ("eye(2, 3)", np.eye(2, 3)),
        ("arange(4)", np.arange(4.0)),
        ("arange(1, 4)", np.arange(1.0, 4.0)),
        ("arange(1, 2, 0.25)", np.arange(1, 2, 0.25)),
        ("arange(4, 0, -1)", np.arange(4.0, 0.0, -1)),
        ("linspace(0, 1, 5)", np.linspace(0, 1, 5)),
        ("torch.linspace(0, 1, steps=5)", np.linspace(0, 1, 5)),
        ("linspace(0, 1, 0)", np.zeros(0)),
        ("ones_like([[1.0, 2.0]])", np.ones((1, 2))),
        ("zeros_like([[1.0, 2.0]])", np.zeros((1, 2))),
    ],
)
def test_makers_make_what_numpy_makes(source, expected):
    np.testing.assert_array_equal(value(source), expected)


def test_random_numbers_are_those_that_everybody_knows():
    np.testing.assert_allclose(
        value("randn(3)"), [1.764052345968, 0.400157208367, 0.978737984106], atol=1e-12
    )
    np.testing.assert_array_equal(value("rand(2)"), [0.5488135039273248, 0.7151893663724195])


def test_a_seed_starts_a_stream_of_its_own():
    np.testing.assert_array_equal(value("randn(3, seed=0)"), value("randn(3)"))
    assert (value("randn(3, seed=7)") != value("randn(3, seed=8)")).all()


def test_without_a_seed_the_stream_goes_on():
    execution = run("a = randn(3)\nb = randn(3)\nc = cat([a, b])")
    np.testing.assert_array_equal(execution.output.data, value("randn(6)"))


@pytest.mark.parametrize("call", ["seed(5)", "manual_seed(5)"])
def test_the_program_s_seed_can_be_set(call):
    execution = run(f"{call}\nx = randn(2)")
    np.testing.assert_array_equal(execution.output.data, value("randn(2, seed=5)"))


def test_a_parameter_made_of_random_numbers_is_one_leaf():
    (annotation,) = run("W = param(randn(2, 3))").values.values()
    assert (annotation.name, annotation.kind) == ("W", "parameter")


@pytest.mark.parametrize(
    "source",
    [
        "zeros(10 ** 9)",
        "randn(2000, 2000)",
        "arange(1e18)",
        "eye(5000)",
        "linspace(0, 1, 10 ** 8)",
        "full((10 ** 5, 10 ** 5), 1)",
        "zeros(2 ** 50, 2 ** 50)",
    ],
)
def test_sizes_are_checked_before_anything_is_made(problem, source):
    assert problem(f"x = {source}").code == "limit_tensor_elements"
