"""What PyTorch and NumPy refuse is refused, as an error of ours."""

import chainrule.functional as F
import numpy as np
import pytest
from chainrule.engine import ChainruleError, Tensor
from chainrule.functions.numpy_functions import NUMPY
from chainrule.functions.table import LINALG

X = Tensor([[1.0, 2.0], [3.0, 5.0]], requires_grad=True)
IMAGE = Tensor(np.ones((1, 2, 4, 4)))


@pytest.mark.parametrize(
    "call",
    [
        lambda: F.cross_entropy(X, [0, 2]),
        lambda: F.nll_loss(X, [0, 2]),
        lambda: F.ctc_loss(X, [1], 2, 3),
        lambda: F.ctc_loss(X, [1], 2, -1),
        lambda: F.ctc_loss(X, [9], 2, 1),
        lambda: F.ctc_loss(X, [1], 99, 1),
        lambda: F.ctc_loss(X, [1], [2, 2], [1, 1]),
        lambda: F.ctc_loss(X, [[[1]]], 2, 1),
        lambda: F.ctc_loss(X[0], [1], 2, 1),
        lambda: F.ctc_loss(X, [1], 2, 1, blank=7),
        lambda: F.nll_loss(X, [0]),
        lambda: F.nll_loss(X, [0, 1], weight=[1.0]),
        lambda: F.binary_cross_entropy(X, X),
        lambda: F.binary_cross_entropy_with_logits(X, [1.0, 0.0]),
        lambda: F.mse_loss(X, Tensor(np.ones((3, 3)))),
        lambda: F.mse_loss(X, X, reduction="median"),
        lambda: F.huber_loss(X, X, delta=-1.0),
        lambda: F.smooth_l1_loss(X, X, beta=-1.0),
        lambda: F.gaussian_nll_loss(X, X, -X.detach()),
        lambda: F.multi_margin_loss(X, [0, 1], p=3),
        lambda: F.layer_norm(X, (3,)),
        lambda: F.batch_norm(X, None, None),
        lambda: F.batch_norm(Tensor([[1.0]]), None, None, training=True),
        lambda: F.group_norm(IMAGE, 3),
        lambda: F.embedding([0, 2], X),
        lambda: F.dropout(X, 1.5),
        lambda: F.glu(Tensor([1.0, 2.0, 3.0])),
        lambda: F.prelu(X, [0.1, 0.2, 0.3]),
        lambda: F.conv2d(IMAGE, np.ones((1, 3, 2, 2))),
        lambda: F.conv2d(IMAGE, np.ones((1, 2, 5, 5))),
        lambda: F.conv2d(IMAGE, np.ones((1, 2, 2, 2)), stride=0),
        lambda: F.conv2d(IMAGE, np.ones((1, 2, 2, 2)), padding="same", stride=2),
        lambda: F.conv_transpose2d(IMAGE, np.ones((2, 1, 2, 2)), output_padding=1),
        lambda: F.max_pool2d(IMAGE, 5),
        lambda: F.max_pool2d(IMAGE, 2, padding=2),
        lambda: F.pad(X, (1, 1, 1)),
        lambda: F.pad(X, (2, 0), mode="reflect"),
        lambda: F.chunk(X, 0),
        lambda: F.split(X, [1, 2]),
        lambda: F.narrow(X, 0, 1, 2),
        lambda: F.repeat(X, 2),
        lambda: F.roll(X, (1, 2), 0),
        lambda: F.topk(X, 3),
        lambda: F.kthvalue(X, 0),
        lambda: F.one_hot([-1]),
        lambda: F.one_hot([3], 2),
        lambda: F.gather(X, 0, [0]),
        lambda: F.scatter_add(X, 0, [[0, 3]], 1.0),
        lambda: F.index_select(X, 0, [2]),
        lambda: F.mm(X, [1.0, 2.0]),
        lambda: F.dot(X, X),
        lambda: F.bmm(X, X),
        lambda: F.tensordot(X, X, 3),
        lambda: F.arange(3, 0),
        lambda: F.arange(0, 1, 0),
        lambda: F.zeros(-1),
        lambda: F.zeros(1.5),
        lambda: F.full((2,), [1.0, 2.0]),
        lambda: F.softmax(X, 2),
        lambda: LINALG["qr"].call(X, "r"),
        lambda: LINALG["cholesky"].call(-X),
        lambda: LINALG["pinv"].call([[1.0, 2.0], [2.0, 4.0]]),
        lambda: NUMPY["squeeze"].call(X, 0),
        lambda: NUMPY["split"].call(X, 3),
        lambda: NUMPY["dot"].call(X, [1.0]),
        lambda: NUMPY["reshape"].call(X, (3,)),
        lambda: NUMPY["where"].call(X, X),
        lambda: NUMPY["concatenate"].call([X, [1.0]]),
        lambda: NUMPY["exp"].call(X, out=X),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(call):
    with pytest.raises(ChainruleError) as raised:
        call()
    assert len(str(raised.value)) > 20
