"""Pasted training code: the graph shows one step of it."""

import pytest
from chainrule.program import ProgramError, run
from chainrule.program.one_step import CLEARED, FIRST_TURN, UPDATES

PROGRAM = """
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
w = torch.tensor([[0.5], [-1.0]], requires_grad=True)
loss = ((x @ w) ** 2).mean()
loss.backward()
"""
"""(1·0.5 − 2·1)² = 2.25 and (3·0.5 − 4)² = 6.25."""


@pytest.mark.parametrize(
    "update",
    [
        "w.data -= 0.1 * w.grad",
        "w.data = w.data - 0.1 * w.grad.data",
        "w -= 0.1 * w.grad",
        "w = w - 0.1 * w.grad",
        "with torch.no_grad():\n    w -= 0.1 * w.grad\n    w.grad.zero_()",
        "w.grad = None",
        "w.grad.data.zero_()",
        "for p in [w]:\n    p.data -= 0.1 * p.grad",
        "opt = torch.optim.SGD([w], lr=0.1)\nopt.step()\nopt.zero_grad()",
        "from torch.optim import Adam\noptimizer = Adam([w])\noptimizer.step()",
    ],
)
def test_an_update_at_the_end_is_left_out(update: str) -> None:
    execution = run(PROGRAM + update)
    assert execution.output.item() == pytest.approx(4.25)
    assert {UPDATES, CLEARED} & set(execution.notes)


def test_a_loop_that_trains_is_shown_in_its_first_turn() -> None:
    loop = PROGRAM.replace("loss", "    loss").replace(
        "    loss", "for i in range(100):\n    loss", 1
    )
    execution = run(
        loop + "    with torch.no_grad():\n        w -= 0.1 * w.grad\n"
        "    if i % 10 == 0:\n        print(i, loss.item())\nprint(w)"
    )
    assert execution.output.item() == pytest.approx(4.25)
    assert {UPDATES, FIRST_TURN} <= set(execution.notes)


def test_a_loop_from_a_to_b_keeps_its_first_number() -> None:
    loop = "w = 2.0\nfor k in range(3, 9):\n    y = w ** k\n    y.backward()\n"
    execution = run(loop + "    w.data -= 0.1 * w.grad")
    assert execution.output.item() == 8.0


def test_a_loop_that_only_clears_gradients_runs_to_its_end() -> None:
    execution = run("w = 2.0\nfor k in range(3, 9):\n    y = w ** k\n    w.grad = None")
    assert execution.output.item() == 256.0
    assert execution.notes == [CLEARED]


def test_a_loop_without_updates_runs_as_often_as_it_says() -> None:
    assert run("h = 1.0\nfor k in range(3):\n    h = h * 2.0\nh.backward()").output.item() == 8.0


@pytest.mark.parametrize(
    "program",
    [
        PROGRAM + "w.data -= 0.1 * w.grad\nagain = ((x @ w) ** 2).mean()",
        PROGRAM + "opt = torch.optim.SGD([w], lr=0.1)\nopt.step()\nagain = x.sum()",
        "def f(x):\n    return x @ w\n" + PROGRAM + "w -= 0.1 * w.grad\nagain = f(x)",
        "def g(x):\n    return x @ w\n\ndef f(x):\n    return g(x)\n"
        + PROGRAM
        + "w -= 0.1 * w.grad\nagain = f(x)",
        PROGRAM + "for p in [w]:\n    p.data -= 0.1 * p.grad\nagain = x @ w",
        PROGRAM + "v = w\nv.data -= 0.1 * w.grad\nagain = x @ w",
    ],
)
def test_a_program_that_computes_on_after_an_update_is_refused(program: str) -> None:
    with pytest.raises(ProgramError):
        run(program)


def test_a_gradient_that_is_read_is_no_update() -> None:
    with pytest.raises(ProgramError, match="grad"):
        run(PROGRAM + "g = w.grad\nnorm = (g ** 2).sum()")


def test_gradients_may_be_cleared_before_a_pass() -> None:
    execution = run(
        "w = 2.0\nfor k in range(9):\n    w.grad = None\n    y = w ** 3\n    y.backward()\n"
        "    w.data -= 0.1 * w.grad"
    )
    assert execution.output.item() == 8.0
