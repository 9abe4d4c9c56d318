"""NumPy's functions on tensors: they record operations, compute on values, or say why not."""

import numpy as np
import pytest
from chainrule import ArgumentError, ChainruleError, GradientError, SingularError, Tensor, tensor

A = np.array([[1.0, 2.0], [3.0, 4.5]])
MASK = A > 2


def leaf(value=A):
    return tensor(value, requires_grad=True)


RECORDED = {
    "exp": lambda t: np.exp(t),
    "left operand": lambda t: A @ t,
    "number": lambda t: np.float64(2) * t,
    "absolute": lambda t: np.abs(t),
    "fabs": lambda t: np.fabs(t),
    "power": lambda t: np.power(t, 2),
    "maximum": lambda t: np.maximum(A, t),
    "remainder": lambda t: np.mod(t, 2),
    "sum": lambda t: np.sum(t, axis=0),
    "sum, by position": lambda t: np.sum(t, 0),
    "mean": lambda t: np.mean(t, axis=1, keepdims=True),
    "prod": lambda t: np.prod(t, 1),
    "max": lambda t: np.max(t, axis=0),
    "amax": lambda t: np.amax(t, axis=0),
    "min": lambda t: np.amin(t),
    "var": lambda t: np.var(t),
    "var, ddof": lambda t: np.var(t, ddof=1),
    "std": lambda t: np.std(t, axis=0, correction=1),
    "norm": lambda t: np.linalg.norm(t),
    "norm, axis": lambda t: np.linalg.norm(t, 1, axis=0),
    "cumsum": lambda t: np.cumsum(t, 0),
    "clip": lambda t: np.clip(t, 1.5, 3),
    "clip, by name": lambda t: np.clip(t, a_min=1.5, a_max=None),
    "clip, NumPy 2": lambda t: np.clip(t, min=1.5, max=3.0),
    "round": lambda t: np.round(t, 1),
    "where": lambda t: np.where(MASK, t, 0.0),
    "concatenate": lambda t: np.concatenate([A, t], axis=1),
    "stack": lambda t: np.stack([t, t], axis=1),
    "reshape": lambda t: np.reshape(t, (4,)),
    "reshape, order": lambda t: np.reshape(t, (4,), order="C"),
    "ravel": lambda t: np.ravel(t),
    "transpose": lambda t: np.transpose(t),
    "swapaxes": lambda t: np.swapaxes(t, 0, 1),
    "expand_dims": lambda t: np.expand_dims(t, (0, 1)),
    "squeeze": lambda t: np.squeeze(t),
    "broadcast_to": lambda t: np.broadcast_to(t, (3, 2, 2)),
    "flip": lambda t: np.flip(t, axis=0),
    "dot": lambda t: np.dot(t, t),
    "outer": lambda t: np.outer(t[0], t[1]),
    "trace": lambda t: np.trace(t),
    "diag": lambda t: np.diag(t, 1),
    "tril": lambda t: np.tril(t, -1),
    "inv": lambda t: np.linalg.inv(t),
    "det": lambda t: np.linalg.det(t),
    "solve": lambda t: np.linalg.solve(t, t[0]),
    "einsum": lambda t: np.einsum("ij,jk", t, t, optimize=True),
    "take_along_axis": lambda t: np.take_along_axis(t, np.array([[0, 1]]), 0),
    "sort": lambda t: np.sort(t),
    "median": lambda t: np.median(t),
    "in a list": lambda t: np.vstack([t, t]),
    "cov": lambda t: np.cov(t),
    "linspace": lambda t: np.linspace(t[0, 0], t[1, 1], 4, endpoint=False),
    "geomspace": lambda t: np.geomspace(-np.exp(t[0, 0]), -np.exp(t[1, 1]), 4),
    "logspace": lambda t: np.logspace(t[0, 0], 0.5, 3),
    "linalg.slogdet": lambda t: np.linalg.slogdet(t)[1],
    "linalg.svd": lambda t: np.linalg.svd(t, compute_uv=False),
    "linalg.pinv": lambda t: np.linalg.pinv(t),
    "sum of some": lambda t: np.sum(t, where=MASK, initial=3.0),
    "dot of three axes": lambda t: np.dot(t, np.ones((2, 2, 2))),
    "trace beside": lambda t: np.trace(t, offset=1),
    "nuclear norm": lambda t: np.linalg.norm(t, "nuc"),
    "numbered axes": lambda t: np.einsum(t, [0, 1], t, [1, 2], [2, 0]),
    "cross of columns": lambda t: np.cross(
        np.arange(6.0).reshape(2, 3), np.ones((3, 1)) * t[:1], axisb=0, axisc=0
    ),
    "rollaxis": lambda t: np.rollaxis(np.ones((3, 2, 2)) * t, 1, -1),
    "dsplit": lambda t: np.dsplit(t.reshape(1, 2, 2), 2)[1],
    "astype": lambda t: t.astype(np.float32),
    "upper triangle": lambda t: np.linalg.eigvalsh(t, UPLO="U"),
}


@pytest.mark.parametrize("call", RECORDED.values(), ids=RECORDED)
def test_a_function_that_stands_for_an_operation_records_it(call):
    class Plain(np.ndarray):
        """So that the same call sees NumPy alone."""

    result = call(leaf())
    assert isinstance(result, Tensor)
    assert result.requires_grad
    np.testing.assert_allclose(result.detach().numpy(), call(A.view(Plain)), rtol=1e-14)


ABOUT_VALUES = {
    "argmax": lambda t: np.argmax(t),
    "isnan": lambda t: np.isnan(t),
    "allclose": lambda t: np.allclose(t, A),
    "array_equal": lambda t: np.array_equal(t, A),
    "shape": lambda t: np.shape(t),
    "size": lambda t: np.size(t, 0),
}


@pytest.mark.parametrize("call", ABOUT_VALUES.values(), ids=ABOUT_VALUES)
def test_questions_about_values_are_answered_by_numpy(call):
    np.testing.assert_array_equal(call(leaf()), call(A))


LOSING = {
    "asarray": lambda t: np.asarray(t),
    "array": lambda t: np.array([t, t]),
    "rows": lambda t: np.r_[t, t],
    "numpy()": lambda t: t.numpy(),
    "in a list": lambda t: np.block([t, t]),
    "reduce": lambda t: np.add.reduce(t),
    "outer": lambda t: np.multiply.outer(t, t),
    "out": lambda t: np.exp(t, out=np.zeros((2, 2))),
    "dtype": lambda t: np.exp(t, dtype="float32"),
    "in place": lambda t: A.copy().__iadd__(t),
    "into an array": lambda t: np.copyto(np.zeros((2, 2)), t),
}


@pytest.mark.parametrize("call", LOSING.values(), ids=LOSING)
def test_a_gradient_is_never_lost_in_silence(call):
    with pytest.raises(GradientError, match=r"of shape \(2, 2\)") as caught:
        call(leaf())
    assert "detach()" in str(caught.value)
    call(tensor(A))
    call(leaf().detach())


REFUSED = {
    "sum, out": lambda t: np.sum(t, out=np.zeros(())),
    "max, where": lambda t: np.max(t, where=MASK, initial=0.0),
    "var, out": lambda t: np.var(t, out=np.zeros(())),
    "std, where": lambda t: np.std(t, where=MASK),
    "clip, out": lambda t: np.clip(t, 1, 2, out=np.zeros((2, 2))),
    "concatenate, out": lambda t: np.concatenate([t, t], out=np.zeros((4, 2))),
    "concatenate, dtype": lambda t: np.concatenate([t, t], dtype="float32"),
    "median, out": lambda t: np.median(t, out=np.zeros(())),
    "dot, out": lambda t: np.dot(t, t, out=np.zeros((2, 2))),
    "einsum, out": lambda t: np.einsum("ij->ij", t, out=np.zeros((2, 2))),
    "reshape, order": lambda t: np.reshape(t, (4,), order="F"),
    "exp, where": lambda t: np.exp(t, where=MASK),
    "sum, twice the same axis": lambda t: np.sum(t, axis=(0, 0)),
    "sum, no such axis": lambda t: np.sum(t, axis=5),
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("requires_grad", [True, False])
def test_an_argument_that_is_not_known_here_is_refused(call, requires_grad):
    with pytest.raises(ArgumentError):
        call(tensor(A, requires_grad))


WRITING = {
    "out": lambda t: np.exp(A, out=t),
    "at": lambda t: np.add.at(t, [0], 1.0),
    "copyto": lambda t: np.copyto(t, A),
    "fill_diagonal": lambda t: np.fill_diagonal(t, 0.0),
    "put": lambda t: np.put(t, [0], 1.0),
    "sum": lambda t: np.sum(A, out=t),
}


@pytest.mark.parametrize("call", WRITING.values(), ids=WRITING)
def test_nothing_writes_into_a_tensor(call):
    t = tensor(A)
    with pytest.raises(ArgumentError, match="write into"):
        call(t)
    assert t.tolist() == A.tolist()


def test_errors_of_numpy_on_values_are_ours():
    with pytest.raises(ChainruleError, match=r"partition\(\): kth"):
        np.partition(tensor(A), 7)
    with pytest.raises(ChainruleError, match="no axis 7"):
        np.sort(tensor(A), axis=7)


def test_what_is_like_a_tensor_is_a_tensor_without_gradient():
    for made in (np.zeros_like(leaf()), np.ones_like(leaf()), np.full_like(leaf(), 3.0)):
        assert isinstance(made, Tensor)
        assert (made.shape, made.requires_grad) == ((2, 2), False)
    assert np.zeros_like(leaf(), dtype="float32").dtype == np.float32


@pytest.mark.parametrize("matrix", [np.zeros((2, 2)), [[1.0, 2.0], [2.0, 1.0]]])
def test_what_numpy_cannot_factorise_is_caught_as_numpys_error(matrix):
    kinds = (np.linalg.cholesky,) if np.any(matrix) else (np.linalg.cholesky, np.linalg.inv)
    for function in kinds:
        with pytest.raises(np.linalg.LinAlgError):
            function(np.asarray(matrix))
        with pytest.raises(np.linalg.LinAlgError) as caught:
            function(leaf(matrix))
        assert isinstance(caught.value, SingularError)
