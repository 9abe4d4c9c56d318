"""The comparison with CPython sees every kind of difference, and none where there is none."""

from types import SimpleNamespace

import numpy as np
import pytest
from chainrule.engine import Span, Tensor
from chainrule.program.errors import Problem, ProgramError
from corpus_comparison import (
    Nowhere,
    differences,
    reach,
    same_line,
    same_number,
    unlike,
    unlike_error,
    unlike_fresh,
    unlike_moments,
    unlike_printed,
    written,
)
from corpus_oracle import as_python, outcome
from corpus_snapshot import snapshot

TIGHT = 1e-9


def frozen_of(value, **given):
    """The value as it would be frozen, with what is added to it."""
    return {**snapshot({"x": value}, "double")[0], **given}


def unlike_in(expected, ours, **given):
    return list(unlike(frozen_of(expected, **given), ours, TIGHT))


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        (np.array([1.0, 2.0]), Tensor([1.0, 2.0 + 1e-10])),
        (np.array([np.nan, np.inf]), Tensor([np.nan, np.inf])),
        (np.float64(2.5), Tensor(2.5)),
        (np.float64(2.5), 2.5),
        (3, 3),
        (True, True),
        ("a", "a"),
        (None, None),
        (np.bool_(True), True),
        ([1, [2.0, "b"]], [1, [2.0, "b"]]),
        ((1, 2), (1, 2)),
        ({"a": 1}, {"a": 1}),
        ({1, 2}, {2, 1}),
        ([], []),
    ],
)
def test_the_same_value_is_the_same(expected, ours):
    assert unlike_in(expected, ours) == []


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        (np.array([1.0, 2.0]), Tensor([1.0, 2.0 + 1e-6])),
        (np.array([1.0, 2.0]), Tensor([[1.0, 2.0]])),
        (np.array([1.0]), [1.0]),
        (np.array([np.nan]), Tensor([1.0])),
        (np.array([1.0]), Tensor([np.nan])),
        (np.array([1, 2]), Tensor([1.0, 2.0])),
        (2.5, 2.6),
        (3, 3.0),
        (1, True),
        (True, 1),
        ("a", "b"),
        (None, 0),
        ([1, 2], [1, 2, 3]),
        ([1, 2], (1, 2)),
        ([1, [2]], [1, [3]]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1, 2}, {1}),
        (2.5, Tensor([2.5])),
    ],
)
def test_another_value_is_another(expected, ours):
    assert len(unlike_in(expected, ours)) == 1


def test_gradients_are_compared_and_so_is_their_absence():
    w = Tensor([1.0, 2.0], requires_grad=True)
    ones = {"of": "f", "shape": [2], "values": [1.0, 1.0]}

    assert unlike_in(np.array([1.0, 2.0]), w, grad=None) == []
    assert "None" in unlike_in(np.array([1.0, 2.0]), w, grad=ones)[0]
    w.sum().backward()
    assert unlike_in(np.array([1.0, 2.0]), w, grad=ones) == []
    assert "there" in unlike_in(np.array([1.0, 2.0]), w, grad=None)[0]
    twos = {**ones, "values": [1.0, 2.0]}
    assert unlike_in(np.array([1.0, 2.0]), w, grad=twos)[0].startswith("grad is")


def test_ways_lead_through_lists_dictionaries_and_objects():
    model = SimpleNamespace(attributes={"layers": [{"w": 7}]})
    way = ["model", ".layers", 0, {"key": "w"}]

    assert written(way) == "model.layers[0]['w']"
    assert reach({"model": model}, way) == 7
    for wrong in (["other"], ["model", ".x"], ["model", ".layers", 1], [*way[:3], {"key": "v"}]):
        with pytest.raises(Nowhere):
            reach({"model": model}, wrong)


def test_a_snapshot_names_each_object_once_by_its_nearest_way():
    class Layer:
        def __init__(self, weight):
            self.weight = weight
            self._hidden = weight

    Layer.__module__ = "__main__"
    layer = Layer(np.ones(2))
    ways = [e["way"] for e in snapshot({"layers": [layer], "again": layer, "_x": 1}, "double")]

    assert ways == [["layers"], ["again", ".weight"]]


@pytest.mark.parametrize(
    ("wanted", "shown", "alike"),
    [
        ("0.6931", "0.6931", True),
        ("0.6931", "0.6932", True),
        ("0.6931", "0.6934", False),
        ("0.6931", "0.693", False),
        ("0.6931471805599453", "0.693147180559945", True),
        ("0.6931471805599453", "0.6931471824645996", False),
        ("1.", "2.", False),
        ("-0.", "0.", True),
        ("3", "3.0", False),
        ("3", "4", False),
        ("1.2e-05", "1.3e-05", True),
        ("1.2e-05", "1.5e-05", False),
        ("1.2e-05", "0.1", False),
        ("1e-05", "1e-06", False),
    ],
)
def test_numbers_are_equal_to_the_digits_that_are_shown(wanted, shown, alike):
    assert same_number(wanted, shown, TIGHT) is alike


@pytest.mark.parametrize(
    ("wanted", "line", "alike"),
    [
        ("loss: 0.50, step 3", "loss: 0.51, step 3", True),
        ("loss: 0.50, step 3", "loss: 0.50, step 4", False),
        ("loss: 0.50, step 3", "Loss: 0.50, step 3", False),
        ("tensor([1., 2.])", "tensor([1., 2.], requires_grad=True)", False),
        ("tensor([1., 2.])", "tensor([1.,  2.])", False),
        ("tensor([1., 2.])", "tensor([1.])", False),
    ],
)
def test_lines_have_the_same_texts_around_equal_numbers(wanted, line, alike):
    assert same_line(wanted, wanted, line, TIGHT) is alike


def test_texts_are_those_that_the_learner_sees():
    printed = (["torch.float64 0.25"], ["torch.float32 0.25"])

    assert list(unlike_printed(*printed, ["torch.float32 0.25"], TIGHT)) == []


def test_lines_that_are_missing_or_too_many_are_seen():
    assert "None" in next(unlike_printed(["a", "b"], ["a", "b"], ["a"], TIGHT))
    assert "too much" in next(unlike_printed(["a"], ["a"], ["a", "b"], TIGHT))


def test_moments_are_the_backward_passes():
    passes = [{"line": 3, "loss": 2.0}, {"line": 3, "loss": None}]
    right = SimpleNamespace(count=2, lines=[3, 3], losses=[2.0, 5.0])

    assert list(unlike_moments(passes, right, TIGHT)) == []
    assert list(unlike_moments(None, None, TIGHT)) == []
    for change in ({"count": 1}, {"lines": [3, 4]}, {"losses": [2.1, 5.0]}):
        wrong = SimpleNamespace(**{**vars(right), **change})
        assert len(list(unlike_moments(passes, wrong, TIGHT))) == 1


def test_a_refusal_is_right_where_python_raises_and_says_why():
    error = {"type": "RuntimeError", "message": "shapes cannot be multiplied (2x3)", "line": 6}

    def refusal(line, message):
        return ProgramError([Problem("shape", message, Span(line, 1, line, 2))])

    quoted = "PyTorch says: shapes cannot be multiplied"
    assert unlike_error(error, refusal(6, quoted)) == []
    assert "line 5" in unlike_error(error, refusal(5, quoted))[0]
    assert "quote" in unlike_error(error, refusal(6, "no"))[0]
    assert unlike_error(None, refusal(6, quoted))[0].startswith("refused")


def test_an_execution_is_compared_as_a_whole():
    text = "x = 2.0\ny = [x, x * 3]\nprint('y is', y[1])\n"
    single = outcome(text, "single")
    expected = {"single": {"printed": single["printed"]}, "double": outcome(text, "double")}
    right = SimpleNamespace(
        names={"x": 2.0, "y": [2.0, 6.0]},
        printed=[SimpleNamespace(text="y is 6.0")],
        moments=None,
    )

    assert differences(expected, right) == []
    right.names = {"x": 2.0}
    right.printed = []
    assert differences(expected, right) == [
        "y: y is not there",
        "prints None, not 'y is 6.0'",
    ]


def test_an_error_that_is_not_raised_is_seen():
    expected = {"double": outcome("x = 1\nx / 0\n", "double"), "single": {"printed": []}}

    assert differences(expected, SimpleNamespace(names={}, printed=[], moments=None)) == [
        "runs, but line 2 raises ZeroDivisionError: division by zero"
    ]


def test_two_runs_by_cpython_are_compared():
    old, new, other = (outcome(f"x = {v}\nprint(x)\n", "double") for v in (0.5, 0.5, 0.25))

    assert unlike_fresh(old, new, TIGHT) == []
    assert unlike_fresh(old, other, TIGHT) == ["prints '0.25', not '0.5'", "x differs"]
    assert "the names differ" in unlike_fresh(old, outcome("y = 0.5\n", "double"), TIGHT)


def test_prompts_and_magics_keep_the_lines_where_they_are():
    assert as_python("%matplotlib inline\nx = 1") == "\nx = 1"
    assert as_python(">>> for i in x:\n...     i\n...\n3\n>>> y") == "for i in x:\n    i\n\n\ny"
