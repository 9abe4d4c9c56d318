"""The Graph model: a computation with every value and gradient, as data, text and pictures."""

from chainrule.graph.build import build
from chainrule.graph.graph import Graph
from chainrule.graph.programs import graph_of
from chainrule.graph.render import DotFailed, DotMissing, render

__all__ = ["DotFailed", "DotMissing", "Graph", "build", "graph_of", "render"]
