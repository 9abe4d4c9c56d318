"""Optimisers, schedules and clipping move parameters as PyTorch does."""

import chainrule
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
    optim,
    tensor,
)
from chainrule.optim import lr_scheduler
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
    (SGD, "SGD", {"lr": 0.02, "momentum": 0.9, "dampening": 0.3}),
    (SGD, "SGD", {"lr": 1e-4, "maximize": True, "weight_decay": 0.1}),
    (RMSprop, "RMSprop", {"lr": 0.01, "centered": True, "momentum": 0.3}),
    (Adagrad, "Adagrad", {"lr": 0.1, "initial_accumulator_value": 0.3}),
    (Adam, "Adam", {"lr": 0.05, "amsgrad": True}),
    (AdamW, "AdamW", {"lr": 1e-3, "maximize": True}),
    (optim.Adamax, "Adamax", {"lr": 0.02, "weight_decay": 0.1}),
    (optim.NAdam, "NAdam", {"lr": 0.02}),
    (optim.NAdam, "NAdam", {"lr": 0.02, "weight_decay": 0.1, "momentum_decay": 0.01}),
    (optim.RAdam, "RAdam", {"lr": 0.05}),
    (optim.RAdam, "RAdam", {"lr": 0.05, "betas": (0.8, 0.9), "weight_decay": 0.1}),
    (Adam, "Adam", {"lr": 0.05, "weight_decay": 0.2, "decoupled_weight_decay": True}),
    (optim.NAdam, "NAdam", {"weight_decay": 0.2, "decoupled_weight_decay": True}),
    (optim.RAdam, "RAdam", {"weight_decay": 0.2, "decoupled_weight_decay": True}),
    (optim.Adadelta, "Adadelta", {"lr": 0.9, "weight_decay": 0.05}),
    (optim.Rprop, "Rprop", {"lr": 0.02}),
    (optim.ASGD, "ASGD", {"lr": 0.02, "lambd": 0.1}),
    (optim.ASGD, "ASGD", {"lr": 0.02, "t0": 1.0, "weight_decay": 0.1}),
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
    # PyTorch keeps the product of NAdam's momenta in float32.
    rtol = 1e-8 if theirs == "NAdam" else 1e-10
    np.testing.assert_allclose(parameter.data, expected, rtol=rtol)


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
    *(
        (
            lambda o, name=name, args=args: getattr(lr_scheduler, name)(o, **args),
            lambda t, o, name=name, args=args: getattr(t.optim.lr_scheduler, name)(o, **args),
        )
        for name, args in (
            ("MultiStepLR", {"milestones": [10, 40], "gamma": 0.3}),
            ("LambdaLR", {"lr_lambda": lambda step: 0.95**step}),
            ("CosineAnnealingWarmRestarts", {"T_0": 7, "T_mult": 2, "eta_min": 0.001}),
            ("LinearLR", {"start_factor": 0.2, "total_iters": 30}),
            ("ConstantLR", {"factor": 0.5, "total_iters": 12}),
            ("PolynomialLR", {"total_iters": 50, "power": 2.0}),
            (
                "CyclicLR",
                {"base_lr": 0.001, "max_lr": 0.05, "step_size_up": 7, "cycle_momentum": False},
            ),
            (
                "CyclicLR",
                {
                    "base_lr": 0.001,
                    "max_lr": 0.05,
                    "step_size_up": 5,
                    "mode": "triangular2",
                    "step_size_down": 9,
                    "cycle_momentum": False,
                },
            ),
            ("OneCycleLR", {"max_lr": 0.05, "total_steps": 101}),
            ("OneCycleLR", {"max_lr": 0.05, "total_steps": 101, "three_phase": True}),
            (
                "CyclicLR",
                {
                    "base_lr": 0.001,
                    "max_lr": 0.05,
                    "step_size_up": 7,
                    "scale_fn": lambda x: 1 / x,
                    "cycle_momentum": False,
                },
            ),
            ("OneCycleLR", {"max_lr": 0.05, "total_steps": 101, "anneal_strategy": "linear"}),
        )
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), SCHEDULES)
def test_schedules_are_those_of_pytorch(ours, theirs):
    parameter = Tensor(START, requires_grad=True)
    optimiser = SGD([parameter], 0.05, momentum=0.5)
    descend(parameter, optimiser, ours(optimiser))
    expected = torch_descend(lambda torch, p: torch.optim.SGD(p, 0.05, momentum=0.5), theirs)
    np.testing.assert_allclose(parameter.data, expected, rtol=1e-9)


def test_a_rate_that_is_set_by_hand_survives_the_next_step_of_the_schedule():
    optimiser = SGD([Tensor(1.0, requires_grad=True)], 1.0)
    schedule = StepLR(optimiser, 2, 0.1)
    schedule.step()
    optimiser.param_groups[0]["lr"] = 0.4
    rates = []
    for _ in range(3):
        schedule.step()
        rates.append(optimiser.lr)
    np.testing.assert_allclose(rates, [0.04, 0.04, 0.004])


def test_a_plateau_lowers_the_rate_as_in_pytorch():
    torch = import_torch()
    losses = [1.0, 0.9, 0.89999, 0.9, 0.91, 0.9, 0.9, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    ours = SGD([Tensor(1.0, requires_grad=True)], 1.0)
    theirs = torch.optim.SGD([torch.tensor(1.0, requires_grad=True)], 1.0)
    options = {"factor": 0.5, "patience": 2, "cooldown": 1}
    here = lr_scheduler.ReduceLROnPlateau(ours, **options)
    there = torch.optim.lr_scheduler.ReduceLROnPlateau(theirs, **options)
    for loss in losses:
        here.step(loss)
        there.step(loss)
        assert ours.lr == theirs.param_groups[0]["lr"]


def test_groups_have_options_of_their_own():
    slow, quick = Tensor(1.0, requires_grad=True), Tensor(1.0, requires_grad=True)
    optimiser = SGD([{"params": [slow], "lr": 0.1}, {"params": quick}], lr=0.5)
    (slow + quick).backward()
    optimiser.step()
    np.testing.assert_allclose([slow.item(), quick.item()], [0.9, 0.5])


def test_lbfgs_goes_where_pytorch_goes():
    torch = import_torch()

    def run(make, start, target, steps=4):
        parameter = start
        optimiser = make([parameter])

        def closure():
            optimiser.zero_grad()
            loss = ((parameter - target) ** 4).sum() + (parameter[0] * parameter[1]).sum()
            loss.backward()
            return loss

        for _ in range(steps):
            optimiser.step(closure)
        return np.asarray(parameter.detach())

    ours = run(
        lambda p: optim.LBFGS(p, lr=0.1, history_size=3), Tensor(START, requires_grad=True), TARGET
    )
    theirs = run(
        lambda p: torch.optim.LBFGS(p, lr=0.1, history_size=3),
        torch.tensor(START, requires_grad=True),
        torch.tensor(TARGET),
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-8)


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
        np.testing.assert_allclose(parameter.grad, other.grad.detach().numpy(), rtol=1e-12)


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
            state, values = optimiser.state_dict(), first.detach().numpy()
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
    parameter = Tensor(START, requires_grad=True)
    optimiser = make([parameter], **settings)
    for _ in range(3):
        loss = (parameter**2).sum()
        loss.backward()
        gradient, values = parameter.grad.detach().numpy(), parameter.detach().numpy()
        held = parameter._array
        optimiser.step()
        np.testing.assert_array_equal(parameter.grad.detach().numpy(), gradient)
        np.testing.assert_array_equal(held, values)


@pytest.mark.parametrize("make", ["SGD", "LBFGS"])
def test_what_a_parameter_shows_moves_with_it_as_in_pytorch(make: str):
    found = []
    for library in (chainrule, import_torch()):
        x = library.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=library.float64)
        w = x.detach()[0].requires_grad_()
        first = w.detach()[:1]
        optimiser = getattr(library.optim, make)([w], lr=0.1)

        def closure(w=w, optimiser=optimiser):
            optimiser.zero_grad()
            loss = (w * w).sum()
            loss.backward()
            return loss

        optimiser.step(closure)
        optimiser.step(closure)
        found.append((x.tolist(), w.tolist(), first.tolist(), w.is_leaf))
    ours, theirs = found
    assert ours[0][1] == [3.0, 4.0]
    for mine, right in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-12)


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
        lambda p: SGD([p], 0.1).load_state_dict({"param_groups": [], "memories": []}),
        lambda p: SGD([p], 0.1, momentum=-1.0),
        lambda p: Adam([p], betas=(1.0, 0.9)),
        lambda p: Adam([p], eps=-1.0),
        lambda p: SGD([], 0.1),
        lambda p: SGD([{"params": [p]}, {"params": [p]}], 0.1),
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
        ([np.ones(2)], "only optimize Tensors, but one of the params is ndarray"),
        (chainrule.nn.Linear(1, 1), r"model.parameters\(\)"),
    ],
)
def test_what_could_not_be_moved_is_refused(params, message):
    with pytest.raises(ArgumentError, match=message):
        SGD(params, lr=0.1)


@pytest.mark.parametrize("name", [*dict.fromkeys(name for _, name, _ in CASES)])
def test_an_optimiser_says_what_it_is_and_takes_the_ways_to_compute(name):
    torch = import_torch()
    options = {"foreach": False, "maximize": True}
    ours = getattr(optim, name)([tensor([1.0], requires_grad=True)], lr=0.1, **options)
    theirs = getattr(torch.optim, name)([torch.ones(1, requires_grad=True)], lr=0.1, **options)
    assert repr(ours) == repr(theirs)
    with pytest.raises(ArgumentError, match="an optimiser has no option 'bogus'"):
        type(ours)([tensor([1.0], requires_grad=True)], lr=0.1, bogus=1)
