"""A program's own ``torch.autograd.Function`` is drawn, and checked against finite differences."""

from chainrule.api.checks import check
from chainrule.graph.programs import graph_of
from chainrule.program import run

SOURCE = """\
import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * 3 * x ** 2
w = torch.tensor([1.0, 2.0], requires_grad=True)
loss = Cube.apply(w).sum()
loss.backward()
"""


def test_it_is_one_card_with_its_own_name() -> None:
    graph = graph_of(run(SOURCE))
    assert [node.op for node in graph.nodes if node.op] == ["Cube", "sum"]
    assert graph.node("n1").expression == "Cube(w)"
    assert graph.node("w").grad.data == [3, 12]


def test_a_backward_that_is_right_agrees_with_finite_differences_and_another_does_not() -> None:
    assert check(graph_of(run(SOURCE))).verdict == "agrees"
    wrong = run(SOURCE.replace("g * 3 * x ** 2", "g * 2 * x"))
    (leaf,) = check(graph_of(wrong)).leaves
    assert leaf.verdict == "differs"


def test_checking_leaves_what_was_saved_for_the_way_back_alone() -> None:
    graph = graph_of(run(SOURCE))
    assert check(graph) == check(graph)
