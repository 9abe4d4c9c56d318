"""The Graph model: a computation with every value and gradient, as data, text and pictures."""

from typing import Any

from chainrule.engine import Tensor
from chainrule.graph.build import build
from chainrule.graph.graph import Graph
from chainrule.graph.render import DotFailed, DotMissing, render

__all__ = ["DotFailed", "DotMissing", "Graph", "build", "render"]


def _graph(self: Tensor, **options: Any) -> Graph:
    """The computation that made this tensor, drawn by a notebook; options as of ``build``."""
    return build(self, **options)


# The engine knows nothing of graphs: importing this package is what gives tensors the method.
setattr(Tensor, "graph", _graph)  # noqa: B010
