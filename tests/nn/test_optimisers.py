"""Optimisers, schedules and clipping move parameters as PyTorch does."""

import numpy as np
import pytest
from chainrule import (
    SGD,
    Adagrad,
    Adam,
    AdamW,
    ArgumentError,
    CosineAnnealingLR,
    ExponentialLR,
    RMSprop,
    StepLR,
    Tensor,
    WarmupLR,
    clip_grad_norm,
    clip_grad_value,
    tensor,
)
from engine_torch import import_torch

CASES = [
    (SGD, "SGD", {"lr": 0.05}),
    (SGD, "SGD", {"lr": 0.05, "weight_decay": 0.1}),
    (SGD, "SGD", {"lr": 0.02, "momentum": 0.9}),
    (SGD, "SGD", {"lr": 0.02, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    (RMSprop, "RMSprop", {"lr": 0.01}),
    (RMSprop, "RMSprop", {"lr": 0.01, "alpha": 0.9, "momentum": 0.5, "weight_decay": 0.1}),
    (Adagrad, "Adagrad", {"lr": 0.1}),
    (Adagrad, "Adagrad", {"lr": 0.1, "lr_decay": 0.05, "weight_decay": 0.1}),
    (Adam, "Adam", {}),
    (Adam, "Adam", {"lr": 0.05, "betas": (0.8, 0.99), "weight_decay": 0.1}),
    (AdamW, "AdamW", {}),
    (AdamW, "AdamW", {"lr": 0.05, "weight_decay": 0.2}),
]
START = np.random.RandomState(0).standard_normal((3, 4))
TARGET = np.random.RandomState(1).standard_normal((3, 4))


def descend(parameter, optimiser, schedule=None, steps=100):
    """A bumpy valley: every optimiser sees changing gradients."""
    for step in range(steps):
        optimiser.zero_grad()
        loss = (
            (parameter - TARGET) ** 2 * (1.0 + 0.5 * np.cos(step))
        ).sum() + parameter.sin().sum()
        loss.backward()
        optimiser.step()
        if schedule is not None:
            schedule.step()


def torch_descend(make_optimiser, make_schedule=None):
    torch = import_torch()
    parameter = torch.tensor(START, requires_grad=True)
    optimiser = make_optimiser(torch, [parameter])
    schedule = make_schedule(torch, optimiser) if make_schedule else None
    target = torch.tensor(TARGET)
    for step in range(100):
        optimiser.zero_grad()
        loss = (
            (parameter - target) ** 2 * (1.0 + 0.5 * np.cos(step))
        ).sum() + parameter.sin().sum()
        loss.backward()
        optimiser.step()
        if schedule is not None:
            schedule.step()
    return parameter.detach().numpy()


@pytest.mark.parametrize(("ours", "theirs", "settings"), CASES)
def test_a_hundred_steps_end_where_pytorch_ends(ours, theirs, settings):
    parameter = Tensor(START, requires_grad=True)
    descend(parameter, ours([parameter], **settings))
    expected = torch_descend(lambda torch, p: getattr(torch.optim, theirs)(p, **settings))
    np.testing.assert_allclose(parameter.data, expected, rtol=1e-10)


SCHEDULES = [
    (lambda o: StepLR(o, 30, 0.5), lambda t, o: t.optim.lr_scheduler.StepLR(o, 30, 0.5)),
    (lambda o: ExponentialLR(o, 0.97), lambda t, o: t.optim.lr_scheduler.ExponentialLR(o, 0.97)),
    (
        lambda o: CosineAnnealingLR(o, 100, 0.001),
        lambda t, o: t.optim.lr_scheduler.CosineAnnealingLR(o, 100, 0.001),
    ),
    (
        lambda o: WarmupLR(o, 10),
        lambda t, o: t.optim.lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=9),
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), SCHEDULES)
def test_schedules_are_those_of_pytorch(ours, theirs):
    parameter = Tensor(START, requires_grad=True)
    optimiser = SGD([parameter], 0.05)
    descend(parameter, optimiser, ours(optimiser))
    expected = torch_descend(lambda torch, p: torch.optim.SGD(p, 0.05), theirs)
    np.testing.assert_allclose(parameter.data, expected, rtol=1e-10)


def test_a_warm_up_hands_over_to_another_schedule():
    optimiser = SGD([Tensor(1.0, requires_grad=True)], 1.0)
    schedule = WarmupLR(optimiser, 2, after=ExponentialLR(optimiser, 0.5))
    rates = []
    for _ in range(5):
        rates.append(optimiser.lr)
        schedule.step()
    assert rates == [0.5, 1.0, 1.0, 0.5, 0.25]


@pytest.mark.parametrize("limit", [0.5, 100.0])
def test_clipping_by_norm_is_that_of_pytorch(limit):
    torch = import_torch()
    parameters, theirs = [], []
    for k in range(3):
        gradient = START * (k + 1)
        parameter = Tensor(START, requires_grad=True)
        parameter.grad = gradient.copy()
        parameters.append(parameter)
        other = torch.tensor(START, requires_grad=True)
        other.grad = torch.tensor(gradient)
        theirs.append(other)
    norm = clip_grad_norm(parameters, limit)
    assert norm == pytest.approx(float(torch.nn.utils.clip_grad_norm_(theirs, limit)), rel=1e-12)
    for parameter, other in zip(parameters, theirs, strict=True):
        np.testing.assert_allclose(parameter.grad, other.grad.numpy(), rtol=1e-12)


def test_clipping_by_value_holds_every_element_within_the_bound():
    parameter = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    parameter.grad = np.array([-5.0, 0.1, 5.0])
    clip_grad_value([parameter], 0.5)
    assert parameter.grad.tolist() == [-0.5, 0.1, 0.5]


@pytest.mark.parametrize(("make", "_theirs", "settings"), CASES)
def test_state_continues_a_run_exactly(make, _theirs, settings):
    straight = Tensor(START, requires_grad=True)
    descend(straight, make([straight], **settings), steps=10)

    first = Tensor(START, requires_grad=True)
    optimiser = make([first], **settings)
    for step in range(10):
        if step == 4:  # saved and loaded into a new optimiser over a new tensor
            state, values = optimiser.state_dict(), first.numpy()
            first = Tensor(values, requires_grad=True)
            optimiser = make([first], **settings)
            optimiser.load_state_dict(state)
        optimiser.zero_grad()
        loss = ((first - TARGET) ** 2 * (1.0 + 0.5 * np.cos(step))).sum() + first.sin().sum()
        loss.backward()
        optimiser.step()
    assert np.array_equal(first.data, straight.data)


@pytest.mark.parametrize(("make", "_theirs", "settings"), CASES)
def test_a_step_never_writes_into_arrays_that_others_hold(make, _theirs, settings):
    mine = START.copy()
    parameter = Tensor(0.0, requires_grad=True)
    parameter.data = mine
    optimiser = make([parameter], **settings)
    for _ in range(3):
        loss = (parameter**2).sum()
        loss.backward()
        gradient = parameter.grad
        kept = gradient.copy()
        optimiser.step()
        assert np.array_equal(gradient, kept)
    assert np.array_equal(mine, START)


def test_a_parameter_without_gradient_stays():
    parameter = Tensor([1.0], requires_grad=True)
    SGD([parameter], 0.1, weight_decay=0.5).step()
    assert parameter.item() == 1.0


@pytest.mark.parametrize(
    "mistake",
    [
        lambda p: SGD([p], -0.1),
        lambda p: SGD([p], 0.1, nesterov=True),
        lambda p: StepLR(SGD([p], 0.1), 0),
        lambda p: CosineAnnealingLR(SGD([p], 0.1), 0),
        lambda p: WarmupLR(SGD([p], 0.1), 0),
        lambda p: SGD([p], 0.1).load_state_dict({"lr": 1.0, "memories": []}),
        lambda p: clip_grad_norm([p], -1.0),
        lambda p: clip_grad_value([p], -1.0),
    ],
)
def test_impossible_settings_are_refused(mistake):
    with pytest.raises(ArgumentError):
        mistake(Tensor(1.0, requires_grad=True))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (tensor([1.0], requires_grad=True), r"write \[w\]"),
        ([tensor([1.0], requires_grad=True) * 2], "only leaves"),
        ([np.ones(2)], "only leaves can be moved, not array"),
    ],
)
def test_what_could_not_be_moved_is_refused(params, message):
    with pytest.raises(ArgumentError, match=message):
        SGD(params, lr=0.1)


def test_an_optimiser_says_what_it_is():
    assert repr(Adam([tensor([1.0])], lr=0.1)) == "Adam(lr=0.1, 1 parameters)"
