"""The losses by PyTorch's names."""

import numpy as np
import pytest
from chainrule import (
    Tensor,
    bce_loss,
    bce_with_logits_loss,
    cross_entropy_loss,
    huber_loss,
    mse_loss,
)

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
