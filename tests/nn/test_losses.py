"""The losses by PyTorch's names."""

import chainrule
import numpy as np
import pytest
from chainrule import (
    Tensor,
    bce_loss,
    bce_with_logits_loss,
    cross_entropy_loss,
    huber_loss,
    mse_loss,
    nn,
)
from engine_torch import import_torch

LOSSES = [bce_loss, bce_with_logits_loss, mse_loss, huber_loss]
P, T = Tensor([[0.2], [0.9]], requires_grad=True), np.array([[0.0], [1.0]])


@pytest.mark.parametrize("loss", LOSSES)
def test_reductions_belong_together(loss):
    each = loss(P, T, reduction="none")
    assert each.shape == (2, 1)
    assert loss(P, T, reduction="sum").item() == pytest.approx(each.data.sum())
    assert loss(P, T).item() == pytest.approx(each.data.mean())


@pytest.mark.parametrize("loss", LOSSES)
def test_shapes_that_meet_by_accident_broadcast_as_the_notebooks_do(loss):
    both = np.broadcast_arrays(np.asarray(P.detach()), np.ravel(T))
    assert loss(P, np.ravel(T)).item() == pytest.approx(loss(*map(Tensor, both)).item())


def test_an_unknown_reduction_is_refused():
    with pytest.raises(ValueError, match="'mean' or 'sum' or 'none'"):
        mse_loss(P, T, reduction="average")


def test_cross_entropy_takes_class_numbers():
    logits = Tensor([[0.0, 0.0, 0.0]], requires_grad=True)
    loss = cross_entropy_loss(logits, [2])
    loss.backward()
    assert loss.item() == pytest.approx(np.log(3))
    np.testing.assert_allclose(logits.grad, [[1 / 3, 1 / 3, -2 / 3]])


@pytest.mark.parametrize("target", [[3], [-1], [0.5], [np.nan]])
def test_cross_entropy_refuses_what_is_no_class(target):
    with pytest.raises(ValueError, match=r"classes 0 … 2|whole numbers"):
        cross_entropy_loss(Tensor([[0.0, 0.0, 0.0]]), target)


def test_every_loss_of_torch_nn_is_there():
    torch = import_torch()
    theirs = {name for name in dir(torch.nn) if name.endswith("Loss")}
    known = {name for name in theirs if hasattr(nn, name)}

    # A softmax of very many classes, and one of PyTorch's newest: neither is a loss of outputs.
    assert theirs - known <= {"AdaptiveLogSoftmaxWithLoss", "LinearCrossEntropyLoss"}


def test_sequences_are_aligned_as_in_pytorch():
    torch = import_torch()
    scores = np.random.default_rng(0).normal(size=(6, 2, 4))
    targets, times, sizes = [[1, 2, 1], [3, 3, 0]], [6, 5], [3, 2]
    answers = []
    for library, modules in ((chainrule, nn), (torch, torch.nn)):
        x = library.tensor(scores, requires_grad=True)
        chosen = [library.tensor(part) for part in (targets, times, sizes)]
        loss = modules.CTCLoss()(library.log_softmax(x, 2), *chosen)
        loss.backward()
        answers.append((loss.item(), np.asarray(x.grad)))

    np.testing.assert_allclose(answers[0][0], answers[1][0], rtol=1e-10)
    np.testing.assert_allclose(answers[0][1], answers[1][1], rtol=1e-8, atol=1e-12)


def test_a_triplet_takes_a_distance_of_one_s_own():
    a, b, c = (Tensor(x) for x in ([[0.0, 0.0]], [[3.0, 4.0]], [[1.0, 1.0]]))
    loss = nn.TripletMarginWithDistanceLoss(
        distance_function=lambda x, y: (x - y).abs().sum(1), margin=1.0
    )
    assert loss(a, b, c).item() == 7 - 2 + 1
