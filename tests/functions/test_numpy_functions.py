"""NumPy's functions: each call gives the value that NumPy gives, and a gradient that is right."""

from types import SimpleNamespace

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.engine.check import gradcheck
from chainrule.engine.differences import AGREES
from chainrule.functions.numpy_functions import NUMPY, NUMPY_LINALG
from function_calls import FIXED, LEAVES, flat

CALLS = """
np.std(x)
np.std(x, axis=0, ddof=1)
np.var(x, 1)
np.var(cube, axis=(0, 2), keepdims=True)
np.max(x)
np.amax(x, axis=1)
np.min(x, 0, keepdims=True)
np.ptp(x, axis=1)
np.sum(x, axis=-1, keepdims=True)
np.sum(cube, (0, 2))
np.sum(x, where=mask, initial=2.0)
np.mean(x, axis=0)
np.prod(x, axis=1)
np.cumsum(x)
np.cumsum(x, axis=1)
np.cumprod(x, axis=0)
np.average(x, axis=1, weights=v)
np.average(x, weights=y)
np.median(x)
np.median(x, axis=0)
np.percentile(x, 30)
np.quantile(x, 0.4, axis=1)
np.cov(x)
np.cov(v, u)
np.cov(x, rowvar=False, bias=True)
np.cov(v, u, aweights=np.exp(u))
np.cov(x, rowvar=False, aweights=[0.5, 1.0, 0.2])
np.corrcoef(x)
np.corrcoef(v, u)
np.convolve(v, u[:3])
np.convolve(u[:3], v, "same")
np.convolve(v, u[:2], mode="valid")
np.correlate(v, u[:3])
np.correlate(u[:2], v, "full")
np.interp(x, [-0.5, 0.0, 1.0], [2.0, -1.0, 3.0])
np.interp([0.1, 5.0], np.cumsum(np.exp(v)), u, left=0.5)
np.gradient(x)[0]
np.gradient(v, 0.5)
np.gradient(v, np.cumsum(np.exp(u)))
np.gradient(x, axis=1)
np.nanstd(x, axis=1)
np.partition(v, 2)
np.polyfit(v, u, 2)
np.dot(v, u)
np.dot(x, v)
np.dot(square, x)
np.dot(v, np.swapaxes(cubes, 1, 2))
np.dot(cube, np.swapaxes(cubes, 1, 2))
np.dot(s, x)
np.matmul(batch, cube)
np.inner(x, y)
np.vdot(x, y)
np.outer(v, u)
np.outer(x, v)
np.tensordot(x, y, ([1], [1]))
np.tensordot(cube, x, 2)
np.kron(square, x)
np.cross(square, batch[0])
np.einsum("ij,kj->ik", x, y)
np.trace(square)
np.trace(x, 1)
np.diag(v)
np.diag(x, 1)
np.transpose(x)
np.transpose(cube, (2, 0, 1))
np.transpose(cube)
np.swapaxes(cube, 0, 2)
np.moveaxis(cube, 0, -1)
np.reshape(x, (2, -1))
np.reshape(x, -1)
np.ravel(x)
np.squeeze(row)
np.squeeze(row, axis=0)
np.expand_dims(x, (0, 2))
np.expand_dims(x, -1)
np.broadcast_to(v, (3, 4))
np.flip(x)
np.flip(x, 1)
np.roll(x, 1)
np.roll(x, (1, 2), axis=(0, 1))
np.repeat(x, 2)
np.repeat(x, 2, axis=1)
np.repeat(x, [1, 0, 2], axis=0)
np.tile(v, 2)
np.tile(x, (2, 1, 2))
np.concatenate([x, y])
np.concatenate((x, y), axis=1)
np.concatenate([x, v], axis=None)
np.stack([x, y], axis=-1)
np.vstack([x, v])
np.hstack([x, y])
np.hstack((v, u))
np.dstack([x, y])
np.column_stack([v, u])
np.append(x, 1.0)
np.append(x, y, axis=0)
np.delete(x, 1, axis=0)
np.delete(v, [0, 2])
np.insert(v, 1, 5.0)
np.insert(x, 1, v, axis=0)
np.split(x, 2, axis=1)
np.split(v, [1, 3])
np.array_split(v, 3)
np.hsplit(x, 2)
np.vsplit(x, [1])
np.take(x, [0, 2])
np.take(x, [[0, 2], [1, 1]], axis=1)
np.take_along_axis(x, index[:1], 0)
np.where(mask, x, y)
np.where(mask, x, 0.0)
np.pad(x, 1)
np.pad(x, ((1, 0), (2, 1)), mode="reflect")
np.pad(x, (1, 2), mode="edge")
np.extract(mask, x)
np.clip(x, -0.5, 0.5)
np.clip(x, None, 0.5)
np.round(x, 1)
np.sign(x)
np.maximum(x, y)
np.minimum(x, 0.3)
np.power(positive, 2.5)
np.arctan2(x, positive)
np.hypot(x, y)
np.mod(x, 0.7)
np.fmod(x, 0.7)
np.floor_divide(x, 0.7)
np.exp2(x)
np.cbrt(x)
np.sinc(x)
np.radians(x)
np.degrees(x)
np.logaddexp(x, y)
np.square(x)
np.negative(x)
np.subtract([1.0, 2.0, 3.0, 4.0], x)
np.sort(x)
np.sort(x, axis=0)
np.sort(x, axis=None)
np.diff(x, axis=0)
np.trapezoid(x, u)
np.vander(v)
np.polyval([1.0, 2.0, -1.0], x)
np.nanmax(x, axis=1)
np.nanmin(x)
np.tril(square, -1)
np.triu(x)
np.rot90(x)
np.fliplr(x)
np.meshgrid(v, u)
np.meshgrid(v, u[:2], indexing="ij")
np.array(x)
np.array([x, y])
np.array([[v[0], v[1]], [u[0], 1.0]])
np.linalg.norm(x)
np.linalg.norm(v, 1)
np.linalg.norm(x, axis=1)
np.linalg.norm(x, "fro")
np.linalg.norm(x, 1)
np.linalg.norm(x, float("inf"), axis=(0, 1))
np.linalg.norm(x, float("inf"), axis=1, keepdims=True)
np.linalg.inv(square)
np.linalg.det(square)
np.linalg.solve(square, x)
np.linalg.slogdet(square)[1]
np.linalg.matrix_power(square, 3)
np.linalg.pinv(tall)
np.linalg.lstsq(tall, v)[0]
"""

WITHOUT_GRADIENT = """
np.argmax(x)
np.argmax(x, axis=1)
np.argmin(x, 0, keepdims=True)
np.argsort(x)
np.argsort(x, axis=0)
np.argsort(x, axis=None)
np.any(mask, axis=0)
np.all(mask)
np.count_nonzero(mask)
np.count_nonzero(mask, axis=1)
np.nonzero(mask)
np.where(mask)
np.argwhere(mask)
np.flatnonzero(mask)
np.unique(index)
np.unique(index, return_counts=True)
np.bincount(rows)
np.bincount(rows, minlength=6)
np.histogram(x, 3)
np.searchsorted([0.0, 1.0], x)
np.isnan(x)
np.isin(rows, [0, 2])
np.digitize(x, [0.0, 1.0])
np.unravel_index(5, (2, 3))
np.isclose(x, x + 1e-9)
np.allclose(x, y)
np.array_equal(x, x)
np.greater(x, 0.2)
np.shape(cube)
np.size(cube)
np.ndim(cube)
np.zeros((2, 3))
np.zeros(3)
np.ones((2, 3))
np.full((2, 2), 7.0)
np.eye(3, 4, 1)
np.identity(3)
np.tri(3, 4, -1)
np.zeros_like(x)
np.full_like(x, 2.0)
np.arange(5)
np.arange(5.0)
np.arange(1, 2, 0.25)
np.arange(-5, 5, 0.02)
np.arange(3, 0)
np.linspace(0, 1, 5)
np.linspace(0, 1, 5, endpoint=False)
np.linspace(0, 1)
np.logspace(0, 2, 3)
np.geomspace(1, 100, 3)
np.indices((2, 3))
np.linalg.matrix_rank(x)
np.linalg.svd(x)[1]
np.linalg.eigvalsh(definite)
"""


def mine():
    names = {name: entry.call for name, entry in NUMPY.items()}
    linalg = {name: entry.call for name, entry in NUMPY_LINALG.items()}
    return SimpleNamespace(**names, linalg=SimpleNamespace(**linalg))


def evaluated(call, np_, leaves):
    names = {**leaves, "np": np_, "float": float}
    answer = eval(call, names)  # noqa: S307
    return flat(tuple(answer) if isinstance(answer, list) else answer)


def expected(call):
    with np.errstate(all="ignore"):
        return evaluated(call, np, {**LEAVES, **FIXED})


def agrees(found, wanted):
    assert len(found) == len(wanted)
    for ours, theirs in zip(found, wanted, strict=True):
        values = ours.detach().numpy() if isinstance(ours, Tensor) else ours
        assert np.shape(values) == np.shape(theirs)
        np.testing.assert_allclose(values, theirs, rtol=1e-12, atol=1e-12)


def calls(text):
    return pytest.mark.parametrize("call", text.strip().split("\n"))


@calls(CALLS)
def test_value_is_that_of_numpy_and_gradient_that_of_finite_differences(call):
    used = [name for name in LEAVES if name in _names(call)]
    fixed = {name: Tensor(a) if a.dtype == float else a for name, a in FIXED.items()}

    def function(*tensors):
        found = evaluated(call, mine(), {**fixed, **dict(zip(used, tensors, strict=True))})
        return (
            found[0] if len(found) == 1 else sum((t * (k + 1.0)).sum() for k, t in enumerate(found))
        )

    leaves = {name: Tensor(a, requires_grad=True) for name, a in LEAVES.items()}
    agrees(evaluated(call, mine(), {**leaves, **fixed}), expected(call))
    for check in gradcheck(function, *(LEAVES[name] for name in used)):
        assert check.verdict == AGREES, check


def _names(call):
    return set(compile(call, "", "eval").co_names)


@calls(WITHOUT_GRADIENT)
def test_value_is_that_of_numpy(call):
    leaves = {name: Tensor(a) for name, a in LEAVES.items()}
    fixed = {name: Tensor(a) if a.dtype == float else a for name, a in FIXED.items()}
    agrees(evaluated(call, mine(), {**leaves, **fixed}), expected(call))
