"""Libraries: which of them a prefix names, and which a program mentions."""

from __future__ import annotations

import ast

ROOTS = {
    **dict.fromkeys(("np", "numpy", "jnp", "jax"), "numpy"),
    **dict.fromkeys(("torch", "F", "nn"), "torch"),
}
"""The libraries by the names that people give them."""


def library(prefix: str) -> str:
    """The library that a prefix such as ``np.random`` names; its part for linear algebra."""
    return "linalg" if prefix.endswith(".linalg") else ROOTS.get(prefix.partition(".")[0], "")


def libraries(tree: ast.Module) -> frozenset[str]:
    """The libraries that a program mentions."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in ROOTS]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return frozenset(ROOTS[node.id] for node in names if node.id not in own)
