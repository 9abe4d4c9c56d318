"""A tape runs a forward pass again: the same numbers as eager execution, bit for bit."""

import gc
import weakref

import chainrule
import numpy as np
import pytest
from chainrule import MLP, SGD, ReplayError, Tape, Tensor, bce_loss, tensor
from chainrule.engine import ArgumentError, replay
from engine_samples import SAMPLES

REPEATABLE = [sample for sample in SAMPLES if sample.slots]


@pytest.fixture(autouse=True, params=["loops", "straight-line code"])
def way(request, monkeypatch):
    """Every test holds for both ways in which a tape runs."""
    first = 1 if request.param == "straight-line code" else replay.WORTHWHILE
    monkeypatch.setattr(replay, "WORTHWHILE", first)


def leaf(value, name=None):
    result = tensor(value, requires_grad=True)
    result.name = name
    return result


@pytest.mark.parametrize("sample", REPEATABLE, ids=str)
def test_every_operation_replays_bit_for_bit(sample):
    def leaves(factor):
        return [
            Tensor(value * (factor if slot in sample.slots else 1), slot in sample.slots)
            for slot, value in enumerate(sample.inputs)
        ]

    taped, eager = leaves(1.0), leaves(0.9)
    with Tape() as tape:
        sample.apply(*taped)
    again = tape.forward({old: new.detach().numpy() for old, new in zip(taped, eager, strict=True)})
    tape.backward(np.ones(again.shape))
    expected = sample.apply(*eager)
    expected.backward(np.ones(expected.shape))
    np.testing.assert_array_equal(again.detach().numpy(), expected.detach().numpy())
    for ours, theirs in zip(taped, eager, strict=True):
        np.testing.assert_array_equal(ours.grad, theirs.grad)


@pytest.mark.parametrize("hidden", [5, 600])
def test_training_on_a_tape_is_training(hidden):
    x = np.random.default_rng(0).normal(size=(20, 3))
    y = (x.sum(axis=1, keepdims=True) > 0) * 1.0

    def model():
        np.random.seed(1)
        return MLP(3, hidden, 1)

    eager, taped = model(), model()
    slow, fast = SGD(eager.parameters(), 0.1), SGD(taped.parameters(), 0.1)
    row, target = tensor(x[:1]), tensor(y[:1])
    row.name, target.name = "row", "target"
    with Tape() as tape:
        bce_loss(taped(row), target)
    for k in range(20):
        slow.zero_grad()
        loss = bce_loss(eager(tensor(x[k : k + 1])), tensor(y[k : k + 1]))
        loss.backward()
        slow.step()
        fast.zero_grad()
        again = tape.forward(row=x[k : k + 1], target=y[k : k + 1])
        tape.backward()
        fast.step()
        assert again.item() == loss.item()
    for one, other in zip(eager.parameters(), taped.parameters(), strict=True):
        np.testing.assert_array_equal(one.data, other.data)


def test_identities_stay():
    x = leaf([1.0, 2.0], "x")
    with Tape() as tape:
        y = (x * x).sum()
    nodes = list(tape.nodes)
    assert tape.forward(x=[3.0, 4.0]) is y
    assert y.item() == 25.0
    assert tape.nodes == nodes
    assert y.grad_fn is nodes[-1]


def test_a_tape_records_also_what_needs_no_gradient():
    with Tape() as tape:
        tensor(1.0) * 2.0 + 3.0
    assert [node.name for node in tape.nodes] == ["mul", "add"]


def test_gradients_flow_on_into_what_came_before_the_tape():
    x = leaf(2.0)
    before = x * x
    with Tape() as tape:
        before * 3.0
    tape.forward()
    tape.backward()
    assert x.grad == 12.0


def test_changed_data_is_what_the_next_run_reads():
    x = leaf([1.0, 2.0])
    with Tape() as tape:
        y = (x * x).sum()
    x.data[0] = 5.0
    assert tape.forward() is y
    x.data[:] = 0.0
    tape.backward()
    assert x.grad.tolist() == [10.0, 4.0]


def test_what_cannot_be_repeated_says_why():
    x = leaf([1.0, 2.0], "x")
    with Tape() as tape:
        y = x * (2.0 if x.sum().item() > 0 else 3.0)
        y.sum()
    with pytest.raises(ReplayError, match="was read while recording"):
        tape.forward()
    with Tape() as tape:
        (x * x).sum()
    with pytest.raises(ReplayError, match=r"'x' was recorded as float64 of shape \(2,\)"):
        tape.forward(x=[1.0, 2.0, 3.0])
    assert x.shape == (2,)
    with Tape() as tape:
        x[x > 1.5].sum()
    with pytest.raises(ReplayError, match="the values decide its shape"):
        tape.forward(x=[2.0, 2.0])
    with pytest.raises(ReplayError, match="nothing was recorded"):
        Tape().forward()
    with Tape() as tape:
        z = x * 2
        x.data = [7.0, 8.0]
        (z * x).sum()
    with pytest.raises(ReplayError, match="changed between two operations"):
        tape.forward()


def test_classes_are_read_again_but_not_which_of_them_are_ignored():
    logits, classes = leaf([[1.0, 2.0], [0.5, -1.0]]), tensor([0.0, 1.0])
    classes.name = "classes"
    with Tape() as tape:
        chainrule.cross_entropy(logits, classes)
    assert [node.name for node in tape.nodes] == ["cross_entropy"]
    again = tape.forward(classes=[1.0, 0.0]).item()
    assert again == chainrule.cross_entropy(logits, [1.0, 0.0]).item()
    with Tape() as tape:
        chainrule.cross_entropy(logits, tensor([0.0, -100.0]))
    with pytest.raises(ReplayError, match="was read while recording"):
        tape.forward()


def test_an_unknown_leaf_is_refused():
    x = leaf(1.0, "weight")
    with Tape() as tape:
        x * 2
    with pytest.raises(ArgumentError, match="did you mean 'weight'"):
        tape.forward(wieght=2.0)
    with pytest.raises(ArgumentError, match="no leaf of this tape"):
        tape.forward({leaf(1.0): 2.0})


def test_dropping_a_tape_frees_everything_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        x = leaf([1.0, 2.0])
        with Tape() as tape:
            y = chainrule.exp(x).sum()
        tape.forward()
        tape.backward()
        held = [weakref.ref(tape), weakref.ref(y), weakref.ref(y.grad_fn)]
        del tape, y
        assert [reference() for reference in held] == [None] * 3
    finally:
        gc.enable()


def test_a_tape_that_runs_often_becomes_straight_line_code(monkeypatch):
    monkeypatch.setattr(replay, "WORTHWHILE", 3)
    x = leaf([1.0, 2.0], "x")
    with Tape() as tape:
        (x * x).sum()
    plan = tape._planned()
    for expected in (False, False, True, True):
        tape.forward()
        assert (plan._straight is not None) is expected


def test_a_long_tape_stays_a_loop(monkeypatch):
    monkeypatch.setattr(replay, "WORTHWHILE", 1)
    monkeypatch.setattr(replay, "LONGEST", 2)
    x = leaf(1.0, "x")
    with Tape() as tape:
        x * x * x * x
    assert tape.forward(x=2.0).item() == 16.0
    assert tape._planned()._straight is None


def test_what_truth_values_make_is_as_wide_as_when_recorded():
    flags, ones = tensor([True, False]), tensor([True, True])
    with Tape() as tape:
        whole = flags // ones  # NumPy: int8
    assert whole.dtype == tape.forward().dtype == tape.forward().dtype == np.int64
