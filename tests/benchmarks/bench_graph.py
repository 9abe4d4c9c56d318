"""What it costs to look: a graph with all its gradients beside the computation itself, and layout.

All figures are from one run. Layout times are Graphviz's own, in the ``dot`` program, for a drawing
with and without its rules for leaves that are used often and for chains of additions.
"""

import statistics
import time
from collections.abc import Callable

import graphviz
import numpy as np
from chainrule import MLP, Tensor, bce_loss, tensor
from chainrule.graph import DotFailed, DotMissing, Graph, build, render

ROUNDS = 15
LAYOUT_LIMIT_SECONDS = 20.0


def recurrence() -> Tensor:
    """33 values, all single numbers."""
    w, b = tensor(0.5, requires_grad=True), tensor(0.1, requires_grad=True)
    h = tensor(0.3)
    for _ in range(9):
        h = (w * h + b).tanh()
    return (h - 0.5) ** 2


def perceptron(rows: int) -> Callable[[], Tensor]:
    """The notebook's classifier and its loss."""
    np.random.seed(1)
    model = MLP(7, 100, 1)
    x, y = tensor(np.random.randn(rows, 7)), tensor(np.ones((rows, 1)))
    return lambda: bce_loss(model(x), y)


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time, the median of several rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times) * 1e3


def samples_sharing_a_weight(count: int) -> Graph:
    """Σ (w·k − 1)² over ``count`` samples."""
    w = tensor(0.5, requires_grad=True)
    total = (w * 0.0 - 1.0) ** 2
    for k in range(1, count):
        total = total + (w * float(k) - 1.0) ** 2
    return build(total)


def as_they_are(graph: Graph) -> str:
    """The same graph with one card per value and one line per argument."""
    digraph = graphviz.Digraph(node_attr={"shape": "box", "width": "2.4", "height": "0.9"})
    for node in graph.nodes:
        digraph.node(node.id)
    for edge in graph.edges:
        digraph.edge(edge.source, edge.target)
    return str(digraph.source)


def layout(dot: str) -> str:
    """How long Graphviz takes, or that it takes too long."""
    started = time.perf_counter()
    try:
        render(dot, "svg", timeout=LAYOUT_LIMIT_SECONDS)
    except DotMissing:
        return "no dot"
    except DotFailed:
        return f"> {LAYOUT_LIMIT_SECONDS:g} s"
    return f"{time.perf_counter() - started:.2f} s"


def main() -> None:
    """Prints two tables."""
    print(
        f"{'computation':24}{'values':>7}{'forward':>9}{'backward':>10}{'graph':>8}{'JSON':>8}  KiB"
    )
    for name, make in {
        "recurrence": recurrence,
        "MLP, 1 row": perceptron(1),
        "MLP, 64 rows": perceptron(64),
    }.items():
        output = make()
        graph = build(output)
        times = (
            milliseconds(make),
            milliseconds(lambda o=output: o.backward()),
            milliseconds(lambda o=output: build(o)),
            milliseconds(graph.to_json),
        )
        figures = "".join(f"{t:{w}.2f}" for t, w in zip(times, (9, 10, 8, 8), strict=True))
        print(f"{name:24}{len(graph.nodes):7}{figures}{len(graph.to_json()) / 1024:5.0f}")
    print("(milliseconds of processor time)\n")
    print(f"{'samples of one weight':24}{'cards':>7}{'as drawn':>12}{'as they are':>14}")
    for count in (25, 50, 100):
        graph = samples_sharing_a_weight(count)
        drawn, raw = layout(graph.to_dot(labelled=False)), layout(as_they_are(graph))
        print(f"{count:<24}{len(graph.drawing.cards):7}{drawn:>12}{raw:>14}")


if __name__ == "__main__":
    main()
