"""The laws of decompositions, on matrices whose eigenvalues and singular values lie apart.

Vectors are told but for their signs: PyTorch's are turned to ours before they are compared.
"""

from typing import Any

import numpy as np
from engine_law_torch import T
from engine_laws import FINITE, Law
from hypothesis import strategies as st


def _apart(draw: Any, numbers: Any, rows: int, columns: int) -> Any:
    a = numbers((*draw(st.sampled_from(((), (2,)))), rows, columns))
    steps = 2.0 * np.arange(1, columns + 1) * np.eye(rows, columns)
    return 0.2 * a + steps.astype(a.dtype)


def _symmetric(draw: Any, numbers: Any) -> Any:
    n = draw(st.integers(1, 3))
    a = _apart(draw, numbers, n, n)
    return ((a + a.swapaxes(-1, -2)) / 2,), {"UPLO": draw(st.sampled_from(("L", "U")))}


def _any_sides(draw: Any, numbers: Any) -> Any:
    return (_apart(draw, numbers, draw(st.integers(1, 3)), draw(st.integers(1, 3))),), {}


def _not_wide(draw: Any, numbers: Any) -> Any:
    columns = draw(st.integers(1, 3))
    return (_apart(draw, numbers, draw(st.integers(columns, 4)), columns),), {}


def _turned(theirs: Any, ours: Any) -> Any:
    """Columns with the signs of others, which are ours for the same matrix."""
    dots = (theirs.detach() * T.tensor(ours)).sum(-2)
    return theirs * dots.sign().unsqueeze(-2)


def _eigenvectors(a: Any, UPLO: str) -> Any:
    values, vectors = T.linalg.eigh(a, UPLO)
    ours = np.linalg.eigh(a.detach().numpy(), UPLO)[1]
    return T.cat([values.unsqueeze(-2), _turned(vectors, ours)], -2)


def _singular_vectors(a: Any) -> Any:
    u, s, vh = T.linalg.svd(a, full_matrices=False)
    ours = np.linalg.svd(a.detach().numpy(), full_matrices=False)
    right = _turned(vh.mT, ours[2].swapaxes(-1, -2))
    return T.cat([_turned(u, ours[0]), s.unsqueeze(-2), right], -2)


def _orthogonal(a: Any) -> Any:
    q, r = T.linalg.qr(a)
    ours = np.linalg.qr(a.detach().numpy())[0]
    signs = (q.detach() * T.tensor(ours)).sum(-2).sign()
    return T.cat([q * signs.unsqueeze(-2), r * signs.unsqueeze(-1)], -2)


def _law(name: str, draw: Any, torch: Any, **options: Any) -> Law:
    return Law(name, draw, torch, elements=FINITE, noise=10.0, second=1e-9, **options)


DECOMPOSITIONS = [
    _law("eigenvectors", _symmetric, _eigenvectors, symmetric=True),
    _law("eigvalsh", _symmetric, lambda a, UPLO: T.linalg.eigvalsh(a, UPLO), symmetric=True),
    _law("singular_vectors", _any_sides, _singular_vectors),
    _law("svdvals", _any_sides, T.linalg.svdvals),
    _law("orthogonal", _not_wide, _orthogonal),
]


def decomposition_words(node: Any) -> dict[str, Any]:
    """What the words about factors stand for in the formulas at a node, for one matrix."""
    rows = node.arrays[0].shape[-2]
    is_symmetric = "UPLO" in node.params
    row = 0 if is_symmetric else rows

    def turned(vectors: Any, moved: Any) -> Any:
        values = node.output[row]
        squares = values if is_symmetric else values**2
        gaps = squares[None, :] - squares[:, None] + np.eye(len(values))
        product = vectors.T @ moved
        return (product - product.T) / gaps

    def outside(g: Any) -> Any:
        u, s, v = np.split(node.output, (rows, rows + 1))
        gu, _, gv = np.split(g, (rows, rows + 1))
        left = (gu - u @ (u.T @ gu)) / s @ v.T
        return left + u / s @ (gv - v @ (v.T @ gv)).T

    def singular_vectors(a: Any) -> Any:
        u, s, vh = np.linalg.svd(a, full_matrices=False)
        return np.concatenate([u, s[None], vh.T])

    return {
        "eigenvectors": lambda a: np.concatenate(
            [x.reshape(-1, len(a)) for x in np.linalg.eigh(a)]
        ),
        "singular_vectors": singular_vectors,
        "orthogonal": lambda a: np.concatenate(np.linalg.qr(a)),
        "vectors": lambda x: x[1:],
        "values": lambda x: x[row : row + 1],
        "left": lambda x: x[:rows],
        "right": lambda x: x[rows + 1 :],
        "turned": turned,
        "outside": outside,
        "q": lambda x: x[:rows],
        "r": lambda x: x[rows:],
        "mirrored": lambda x: np.tril(x) + np.tril(x, -1).T,
        "diag": lambda x: np.diag(np.ravel(x)),
    }
