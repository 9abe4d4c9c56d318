"""Loops as long as tutorials write them: a moment's work is bounded, the run's by the clock."""

import gc

import pytest
from chainrule.engine import Node
from chainrule.engine.operations.reductions import SumNode
from chainrule.program import Limits, run
from chainrule.program.errors import ProgramError

BY_HAND = """
import numpy as np
x = np.linspace(-1.0, 1.0, 500)
w = np.array(0.5)
for t in range(TURNS):
    error = w * x - np.sin(x)
    loss = np.square(error).sum()
    grad_w = (2.0 * error * x).sum()
    w -= 1e-4 * grad_w
"""


def test_work_is_counted_anew_with_every_moment():
    limits = Limits(work=1_000_000, seconds=60.0)

    execution = run(BY_HAND.replace("TURNS", "60"), limits=limits)

    assert (execution.moments.count, execution.moments.stopped) == (60, None)


def test_a_moment_of_too_much_work_is_stopped():
    with pytest.raises(ProgramError) as caught:
        run(BY_HAND.replace("TURNS", "60"), limits=Limits(work=10_000, seconds=60.0))
    assert caught.value.code == "limit_work"


def test_a_turn_holds_nothing_of_those_before():
    def alive(turns):
        execution = run(BY_HAND.replace("TURNS", str(turns)), limits=Limits(seconds=60.0))
        gc.collect()
        count = sum(issubclass(type(each), Node) for each in gc.get_objects())
        assert execution.moments.count == turns
        return count

    assert alive(40) <= alive(10) + 5


def test_a_cube_is_a_product_and_costs_no_more():
    source = "import torch\nx = torch.full((400, 400), 1.5)\n" + "y = x ** 3\n" * 10
    run(source, limits=Limits(work=600_000_000, seconds=60.0))
    with pytest.raises(ProgramError):
        run(source.replace("** 3", "** 3.5"), limits=Limits(work=600_000_000, seconds=60.0))


def test_a_loop_whose_losses_are_read_keeps_the_graph_of_one_turn_only():
    source = (
        "import torch\nw = torch.ones(3, requires_grad=True)\n"
        "for _ in range({}):\n    loss = (w * w).sum()\n    print(loss.item())\n"
        "    loss.backward()\n    with torch.no_grad():\n        w -= 0.1 * w.grad\n"
        "        w.grad.zero_()\n"
    )

    def graphs_kept(turns: int) -> int:
        gc.collect()
        before = sum(isinstance(each, SumNode) for each in gc.get_objects())
        execution = run(source.format(turns))
        after = sum(isinstance(each, SumNode) for each in gc.get_objects())
        assert execution.moments.count == turns
        return after - before

    assert graphs_kept(40) == graphs_kept(4)
