"""Every backward pass is a moment, and so is every turn of a loop that is written by hand."""

import numpy as np
import pytest
from chainrule.graph import graph_of
from chainrule.program import Limits, ProgramError, run
from chainrule.program.turns import Turning

DESCENT = """\
import torch
w = torch.tensor(1.0, requires_grad=True)
for step in range(5):
    loss = (w - 3) ** 2
    loss.backward()
    print(step, loss.item())
    with torch.no_grad():
        w -= 0.25 * w.grad
    w.grad.zero_()
"""
"""A step halves the distance from 3: 2, 1, 0.5, ..."""

BY_HAND = """\
import numpy as np
x = np.array([1.0, 2.0])
y = np.array([3.0, 5.0])
w = 0.5
b = np.zeros(2)
for epoch in range(4):
    guess = w * x + b
    loss = np.sum((guess - y) ** 2)
    d = 2 * (guess - y)
    print(epoch)
    w -= 0.01 * np.sum(d * x)
    b -= 0.01 * d
"""


def named(execution, name):
    return next(node for node in graph_of(execution).nodes if node.name == name)


def updates(execution):
    return [event for event in graph_of(execution).events if event.phase == "update"]


# What is said of all of them


def test_a_backward_pass_is_a_moment_with_its_loss_and_its_line():
    moments = run(DESCENT).moments

    assert (moments.count, moments.of, moments.stopped) == (5, "backward", None)
    assert moments.losses == [4.0, 1.0, 0.25, 0.0625, 0.015625]
    assert moments.lines == [5] * 5


def test_a_program_without_a_backward_pass_has_one_moment():
    moments = run("w = 2.0\ny = w * 3").moments

    assert (moments.count, moments.of) == (1, "output")


def test_its_moment_has_the_line_and_the_number_of_its_output():
    moments = run("w = 2.0\nlong = 1\ny = w * 3\n").moments

    assert (moments.lines, moments.losses) == ([3], [6.0])


HANDED_OVER = """\
import torch
w = torch.tensor(2.0, requires_grad=True)
for step in range(3):
    loss = w ** 3
    (g,) = torch.autograd.grad(loss, w)
    print(g.item())
    with torch.no_grad():
        w -= 0.5 / g
"""


def test_gradients_that_are_handed_over_end_a_moment_too():
    execution = run(HANDED_OVER, moment=2)

    assert (execution.moments.count, execution.moments.of) == (3, "grad")
    assert execution.moments.lines == [5] * 3
    assert execution.moments.losses[0] == 8
    assert [line.moment for line in execution.printed] == [1, 2, 3]
    assert named(execution, "w").grad.data == float(execution.printed[1].text)
    (update,) = updates(execution)
    assert update.line == 8


def test_they_end_none_where_something_is_computed_from_them():
    source = HANDED_OVER.partition("    with")[0].replace("loss, w)", "loss, w, create_graph=True)")
    execution = run(f"{source}    penalty = (g - 1) ** 2\n    penalty.backward()\n")

    assert (execution.moments.count, execution.moments.of) == (3, "backward")
    assert execution.output is execution.names["penalty"]


def test_the_gradients_of_several_outputs_are_those_of_their_sum():
    source = "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\n"
    both = "print(torch.autograd.grad([w.sum(), (w ** 2).sum()], w)[0].tolist())"
    execution = run(source + both)

    assert [line.text for line in execution.printed] == ["[3.0, 5.0]"]
    assert execution.moments.losses == [3.0, 5.0]


@pytest.mark.parametrize(
    "ask", ["loss.backward(inputs=[v])", "torch.autograd.grad(loss, v)", "loss.backward(inputs=v)"]
)
def test_what_nobody_asks_for_gets_no_gradient(ask):
    source = (
        "import torch\nv = torch.tensor(2.0, requires_grad=True)\n"
        "w = torch.tensor(3.0, requires_grad=True)\nfactor = w * w\nloss = v * factor\n"
    )
    execution = run(source + ask)

    assert named(execution, "v").grad.data == 9
    for name in ("w", "factor"):
        assert (named(execution, name).grad, named(execution, name).grad_state) == (None, "not_run")
    assert execution.names["w"].grad is None
    assert not graph_of(execution).findings


def test_what_is_printed_says_when():
    printed = run(DESCENT).printed

    assert [(line.moment, line.line) for line in printed] == [(k, 6) for k in range(1, 6)]
    assert printed[1].text == "1 1.0"


def test_what_a_turn_prints_belongs_to_its_moment():
    printed = run(BY_HAND.replace("b -= 0.01 * d", "b -= 0.01 * d\n    print(loss)")).printed

    assert [line.moment for line in printed] == [1, 1, 2, 2, 3, 3, 4, 4]


# The moment that is asked for


def test_the_last_moment_is_shown_unless_another_is_asked_for():
    assert run(DESCENT).moment == 5
    for moment, loss in enumerate(run(DESCENT).moments.losses, 1):
        execution = run(DESCENT, moment=moment)
        assert (execution.moment, execution.output.item()) == (moment, loss)


def test_a_moment_reads_the_values_as_they_were():
    weights = [named(run(DESCENT, moment=k), "w").value.data for k in (1, 2, 3)]

    assert weights == [1.0, 2.0, 2.5]


def test_every_moment_of_a_loop_has_the_same_identifiers():
    first, last = (graph_of(run(DESCENT, moment=k)) for k in (1, 5))

    assert [node.id for node in first.nodes] == [node.id for node in last.nodes]
    assert first.structure == last.structure


@pytest.mark.parametrize("moment", [6, 1_000])
def test_a_moment_that_is_not_reached_is_refused(moment):
    with pytest.raises(ProgramError) as caught:
        run(DESCENT, moment=moment)

    assert caught.value.code == "no_moment"
    assert "5 moments" in caught.value.message


# Gradients


def test_gradients_accumulate_over_the_whole_run():
    source = DESCENT.replace("    w.grad.zero_()\n", "")
    w = named(run(source, moment=2), "w")

    assert w.grad.data == 2 * (2.0 - 3)
    assert w.accumulated_grad.data == -4 + 2 * (2.0 - 3)
    assert named(run(source, moment=1), "w").accumulated_grad is None


def test_a_gradient_that_nobody_cleared_is_a_finding():
    graph = graph_of(run(DESCENT.replace("    w.grad.zero_()\n", ""), moment=2))

    assert any("line 5" in finding.message for finding in graph.findings)


def test_gradients_that_were_cleared_do_not_accumulate():
    assert all(named(run(DESCENT, moment=k), "w").accumulated_grad is None for k in (1, 2, 5))


def test_grad_is_what_stands_there_at_the_end():
    execution = run(DESCENT.replace("    w.grad.zero_()\n", "    w.grad = None\n"))

    assert execution.names["w"].grad is None
    assert run(DESCENT).names["w"].grad.item() == 0


# Updates


def test_what_is_changed_after_a_backward_pass_is_its_update():
    (event,) = updates(run(DESCENT, moment=2))

    assert (event.before.data, event.after.data, event.line) == (2.0, 2.5, 8)


def test_an_optimiser_s_step_is_an_update():
    source = (
        "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "opt = torch.optim.SGD([w], lr=0.5)\n(w ** 2).sum().backward()\nopt.step()\n"
    )
    (event,) = updates(run(source))

    assert (event.before.data, event.after.data, event.line) == ([1, 2], [0, 0], 5)


def test_what_is_computed_after_a_backward_pass_does_not_take_the_output_away():
    source = DESCENT.replace("    w.grad.zero_()\n", "    w.grad.zero_()\n    percent = w * 100\n")

    assert run(source).output.item() == 0.015625


# Loops that are written by hand


def test_a_turn_of_a_loop_written_by_hand_is_a_moment():
    execution = run(BY_HAND)

    assert (execution.moments.count, execution.moments.of) == (4, "turns")
    assert execution.moments.lines == [8] * 4
    assert execution.moments.losses == sorted(execution.moments.losses, reverse=True)
    assert [line.text for line in execution.printed] == ["0", "1", "2", "3"]


def test_the_values_that_a_turn_moves_are_its_parameters_with_their_gradients():
    first = run(BY_HAND, moment=1)
    d = 2 * (0.5 * np.array([1.0, 2.0]) - [3, 5])

    assert named(first, "w").grad.data == d @ [1, 2]
    assert named(first, "b").grad.data == d.tolist()
    assert {event.line for event in updates(first)} == {11, 12}


def test_the_second_turn_begins_where_the_first_one_ended():
    first, second = run(BY_HAND, moment=1), run(BY_HAND, moment=2)
    after = {event.node: event.after.data for event in updates(first)}

    for name in ("w", "b"):
        assert named(second, name).value.data == after[named(first, name).id]


def test_a_loop_written_by_hand_computes_what_python_computes():
    names = {"print": lambda *_: None}
    exec(BY_HAND, names)  # noqa: S102 - our own lines

    found = run(BY_HAND).names
    assert found["w"].item() == names["w"]
    np.testing.assert_array_equal(found["b"].detach().numpy(), names["b"])


def test_changes_in_place_reach_other_names_in_a_loop_written_by_hand():
    source = BY_HAND.replace("for epoch", "same = b\nfor epoch")
    names = run(source).names

    np.testing.assert_array_equal(names["same"].detach().numpy(), names["b"].detach().numpy())


@pytest.mark.parametrize(
    ("body", "output"),
    [
        ("    p = w * x\n    w = w - 0.1 * np.sum(p - y)", "p"),
        ("    z = w * x\n    z_delta = z - y\n    w += -0.1 * z_delta.dot(x)", "z"),
        ("    e = np.sum((w * x - y) ** 2)\n    dw = np.sum(x)\n    w -= 0.1 * dw", "e"),
    ],
)
def test_the_output_of_a_turn_is_what_its_steps_are_made_for(body, output):
    before = "import numpy as np\nx = np.array([1.0, 2.0])\ny = np.array([3.0, 5.0])\nw = 0.5\n"
    execution = run(f"{before}for i in range(3):\n{body}\n")

    assert execution.moments.count == 3
    assert execution.output.name == output


def test_weights_that_are_made_of_random_numbers_are_moved_too():
    source = (
        "import numpy as np\nnp.random.seed(1)\nW = 2 * np.random.random((2, 1)) - 1\n"
        "X = np.array([[0.0, 1.0], [1.0, 1.0]])\ny = np.array([[1.0], [0.0]])\n"
        "for i in range(3):\n    out = X @ W\n    error = y - out\n    W += 0.1 * X.T @ error\n"
    )
    execution = run(source)

    assert execution.moments.count == 3
    assert named(execution, "W").kind == "parameter"


NETWORK = """\
import numpy as np
np.random.seed(0)
class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * 0.5
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = np.random.randn(n_hidden, n_out) * 0.5
        self.b2 = np.zeros((1, n_out))
    def forward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.tanh(self.z1)
        self.z2 = self.a1 @ self.W2 + self.b2
        self.out = 1 / (1 + np.exp(-self.z2))
        return self.out
    def backward(self, X, y, out, lr):
        m = len(X)
        dz2 = (out - y) / m
        dW2 = self.a1.T @ dz2
        db2 = dz2.sum(axis=0, keepdims=True)
        dz1 = dz2 @ self.W2.T * (1 - self.a1 ** 2)
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0, keepdims=True)
        self.W1 -= lr * dW1
        self.b1 -= lr * db1
        self.W2 -= lr * dW2
        self.b2 -= lr * db2
X = np.array([[0,0],[0,1],[1,0],[1,1]], dtype=float)
y = np.array([[0],[1],[1],[0]], dtype=float)
net = Net(2, 3, 1)
for epoch in range(TURNS):
    out = net.forward(X)
    loss = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
    net.backward(X, y, out, lr=0.5)
"""
"""A network as a class, with the backward pass in a method of its own."""


def test_what_a_loop_s_objects_hold_may_be_moved_too():
    execution = run(NETWORK.replace("TURNS", "3"), moment=2)
    graph = graph_of(execution)

    assert (execution.moments.count, execution.moments.of) == (3, "turns")
    assert [node.name for node in graph.nodes if node.kind == "parameter"] == [
        *("net.W1", "net.b1", "net.W2", "net.b2")
    ]
    assert graph.node(graph.output).name == "loss"
    assert {event.line for event in graph.events if event.phase == "update"} == {23, 24, 25, 26}


def test_gradients_that_a_method_computes_are_checked():
    right, wrong = NETWORK.replace("TURNS", "3"), NETWORK.replace("TURNS", "3")
    wrong = wrong.replace("dW1 = X.T @ dz1", "dW1 = X.T @ dz1 * 2")

    (agreement,) = graph_of(run(right)).findings
    assert agreement.code == "handwritten_agrees"
    assert "your dW2, your db2, your dz1, your dW1" in agreement.message
    assert any(
        finding.code == "handwritten_differs" and "your dW1 is 2 times" in finding.message
        for finding in graph_of(run(wrong)).findings
    )


@pytest.mark.parametrize(
    "step",
    [
        "p['w'] -= 0.1 * dw",
        "p['w'] = p['w'] - 0.1 * dw",
        "p.update(w=p['w'] - 0.1 * dw)",
        "p = {'w': p['w'] - 0.1 * dw}",
        "move(p, dw)",
    ],
)
def test_what_a_loop_s_containers_hold_may_be_moved_too(step):
    source = (
        "import numpy as np\ndef move(p, g):\n    p['w'] = p['w'] - 0.1 * g\n"
        "x = np.array([1.0, 2.0])\np = {'w': np.array([0.5, -1.0])}\nfor i in range(3):\n"
        f"    loss = np.sum((p['w'] * x - 1) ** 2)\n    dw = 2 * (p['w'] * x - 1) * x\n    {step}\n"
    )
    execution = run(source)

    assert execution.moments.count == 3
    assert named(execution, 'p["w"]').kind == "parameter"


def test_of_loops_in_each_other_the_inner_one_has_the_moments_where_it_moves_values():
    source = (
        "import numpy as np\nX = np.array([[1.0], [2.0]])\nw = np.zeros(1)\n"
        "for epoch in range(3):\n    total = 0.0\n    for x in X:\n"
        "        loss = np.sum((x * w - 1) ** 2)\n        dw = 2 * (x * w - 1) * x\n"
        "        w -= 0.1 * dw\n        total += loss\n    print(epoch, total)\n"
    )
    execution = run(source, moment=4)

    assert execution.moments.count == 6
    assert [line.moment for line in execution.printed] == [2, 4, 6]
    assert execution.output.name == "loss"


def test_a_turn_that_breaks_off_is_no_moment():
    source = BY_HAND.replace(
        "    b -= 0.01 * d\n", "    if epoch == 2:\n        1 / 0\n    b -= 0.01 * d\n"
    )

    assert run(source, partial=True).moments.count == 2


def test_a_loop_within_a_step_ends_no_moment():
    source = NETWORK.replace("TURNS", "3").replace(
        "        self.W1 -= lr * dW1\n        self.b1 -= lr * db1\n",
        "        for value, step in ((self.W1, dW1), (self.b1, db1)):\n"
        "            value -= lr * step\n",
    )

    assert run(source).moments.count == 3


def test_a_loop_without_anything_to_minimise_is_drawn_whole():
    execution = run("x = 2.0\nfor i in range(4):\n    x = x - (x * x - 2) / (2 * x)")

    assert execution.moments.of == "output"
    assert named(execution, "x").kind == "parameter"
    assert named(execution, "x").grad is not None


# What they cost


@pytest.mark.parametrize(
    ("turns", "step"), [(1_100, "a * w + w"), (500, "a * 0.5 + 1"), (600, "a * 0.5 + 1")]
)
def test_of_a_numpy_program_s_many_values_the_last_are_drawn_without_gradients(turns, step):
    source = (
        f"import numpy as np\nw = 0.5\na = np.ones(2)\nfor i in range({turns}):\n    a = {step}"
    )
    execution = run(source)
    graph = graph_of(execution)

    assert execution.output is execution.names["a"]
    assert 600 < len(graph.nodes) <= Limits().nodes
    assert all(node.grad is None for node in graph.nodes)
    assert "left out of the drawing" in execution.notes[0]


@pytest.mark.parametrize(
    "source",
    [
        """\
import torch
w = torch.ones(2, requires_grad=True)
for step in range(2):
    x = w
    for i in range(20):
        x = x * 1.1 + w
    loss = x.sum()
    loss.backward()
    print(loss.item())
    w.data -= 0.1 * w.grad
    w.grad = None
""",
        """\
from micrograd.engine import Value
w = Value(1.0)
for step in range(2):
    loss = w
    for i in range(20):
        loss = loss * 1.1 + w
    w.grad = 0
    loss.backward()
    print(loss.data)
    w.data -= 0.1 * w.grad
""",
    ],
    ids=["torch", "micrograd"],
)
def test_of_a_moment_with_too_many_values_the_last_are_drawn_without_gradients(source):
    """A gradient that flowed through a part of them would be another one; what ran stands."""
    execution = run(source, limits=Limits(nodes=20))
    whole = run(source)
    graph = graph_of(execution)

    assert execution.printed == whole.printed
    assert execution.moments == whole.moments
    assert execution.names["w"].grad == whole.names["w"].grad
    assert 3 < len(graph.nodes) <= 20
    assert all(node.grad is None for node in graph.nodes)
    assert "left out of the drawing" in execution.notes[-1]


def test_a_gradient_that_was_given_counts_for_all_values_and_not_for_the_last():
    execution = run(
        "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\nx = w\n"
        "for i in range(1_300):\n    x = x * 1.001\n"
        "x.backward(torch.ones(2))\nprint(w.grad[0].item() > 3)\n"
    )

    assert [line.text for line in execution.printed] == ["True"]
    assert all(node.grad is None for node in graph_of(execution).nodes)


def test_what_else_is_too_much_to_draw_is_refused():
    with pytest.raises(ProgramError) as caught:
        run("w = 1.0\nfor i in range(1_500):\n    w = w * 1.01")

    assert (caught.value.code, caught.value.span.line) == ("limit_nodes", 3)


@pytest.mark.parametrize(
    ("source", "most"),
    [
        ("total = 0\nfor i in range(500):\n    n = i\n    while n > 1:\n        n = n // 2", 110),
        ("import numpy as np\na = np.ones(2)\nfor i in range(500):\n    a = a * 0.5 + 1", 60),
    ],
    ids=["numbers", "arrays"],
)
def test_a_loop_that_moves_nothing_is_soon_left_alone(source, most, monkeypatch):
    watched = []
    turn = Turning.turn
    monkeypatch.setattr(Turning, "turn", lambda *args: watched.append(args) or turn(*args))
    run(source)

    assert len(watched) <= most


@pytest.mark.parametrize("source", [DESCENT, BY_HAND], ids=["backward", "by hand"])
def test_thousands_of_turns_cost_no_more_cards_than_one(source):
    def cards(turns):
        text = source.replace("range(5)", f"range({turns})").replace("range(4)", f"range({turns})")
        execution = run(text, limits=Limits(seconds=60.0))
        assert execution.moments.count == turns
        return len(graph_of(execution).nodes)

    assert cards(2_000) == cards(2)


def test_a_run_that_is_too_slow_is_answered_with_the_moments_that_it_reached():
    source = DESCENT.replace("range(5)", "range(10 ** 9)")
    execution = run(source, limits=Limits(loop_iterations=300))

    assert execution.moments.stopped == "limit"
    assert execution.moments.count > 2
    assert execution.error is None
    assert run(source, limits=Limits(seconds=1.0)).moments.stopped == "time"


def test_a_run_that_is_too_slow_for_its_first_moment_is_refused():
    with pytest.raises(ProgramError) as caught:
        run("w = 1.0\nwhile True:\n    w = w * 1.5", limits=Limits(seconds=0.1))

    assert caught.value.code == "limit_time"


def test_the_places_of_errors_and_the_picture_before_them_can_be_had_together():
    source = "w = 2.0\ny = w * 3\nz = y + missing"
    execution = run(source, partial=True)

    assert (execution.error.code, execution.error.span.line) == ("unknown_name", 3)
    assert execution.output.item() == 6
    with pytest.raises(ProgramError):
        run(source)


# A program that fails

BEFORE_AND_AFTER = """\
import torch
x = torch.tensor([[1.0, 2.0]])
w = torch.tensor([[1.0], [2.0]], requires_grad=True)
h = x @ w
loss = h.sum()
loss.backward()
ones = torch.tensor([1.0, 2.0, 3.0])
z = ones + 1
v = h * 2
out = z @ torch.ones(4, 2)
"""


def test_a_program_that_fails_shows_what_was_computed_since_its_last_moment():
    execution = run(BEFORE_AND_AFTER, partial=True)
    names = {node.name for node in graph_of(execution).nodes}

    assert {"v", "z", "ones", "w"} <= names
    assert "loss" not in names
    assert (execution.moments.count, execution.moment) == (2, 2)
    assert execution.moments.losses == [5.0, None]


def test_its_gradients_are_not_computed_yet():
    graph = graph_of(run(BEFORE_AND_AFTER, partial=True))

    assert {node.grad_state for node in graph.nodes if node.requires_grad} == {"not_run"}
    assert {event.phase for event in graph.events} == {"forward"}


def test_the_moments_before_can_still_be_had():
    execution = run(BEFORE_AND_AFTER, partial=True, moment=1)

    assert execution.output.item() == 5
    assert named(execution, "w").grad is not None
    assert execution.error.span.line == 10


@pytest.mark.parametrize(
    ("source", "read", "written"),
    [
        (BEFORE_AND_AFTER, ["z"], "z @ torch.ones(4, 2) in line 10"),
        ("w = 3.0\ny = w * w\nend = tann(y)", ["y"], "tann(y) in line 3"),
        ("w = 3.0\ny = w * w\nend = y.tann()", ["y"], "y.tann() in line 3"),
        ("u = [1.0, 2.0]\nv = [1.0, 2.0, 3.0]\ny = u * v", ["u", "v"], "u * v in line 3"),
        ("u = [1.0, 2.0]\ny = exp(u)[5]", [None], "exp(u)[5] in line 2"),
        ("u = [1.0, 2.0]\ny = u * 2\ny += [1.0, 2.0, 3.0]", ["y"], "y += "),
    ],
)
def test_the_call_that_failed_is_said_on_what_it_was_given(source, read, written):
    graph = graph_of(run(source, partial=True))
    (finding,) = (f for f in graph.findings if f.code == "failed_call")

    assert [graph.node(id_).name for id_ in finding.nodes] == read
    assert written in finding.message


def test_a_program_that_fails_before_it_computes_shows_what_was_given_to_the_call():
    source = (
        "import torch\nx = torch.ones(1, 3)\nw = torch.ones(2, 1, requires_grad=True)\n"
        "y = x @ w\ny.backward()"
    )
    graph = graph_of(run(source, partial=True))

    assert [(node.name, node.shape) for node in graph.nodes] == [("x", [1, 3]), ("w", [2, 1])]
    assert [finding.code for finding in graph.findings] == ["failed_call"]


def test_a_program_that_took_too_long_failed_nowhere():
    source = DESCENT.replace("range(5)", "range(10 ** 9)")
    execution = run(source, limits=Limits(loop_iterations=300), partial=True)

    assert execution.failed is None
    assert execution.output.size == 1


def test_the_initialisation_of_a_layer_is_no_part_of_a_computation():
    source = (
        "import torch\ntorch.manual_seed(0)\nnet = torch.nn.Linear(2, 1)\n"
        "out = net(torch.ones(1, 2))\nprint(net.weight.tolist())"
    )
    execution = run(source)
    graph = graph_of(execution)

    assert [node.op for node in graph.nodes if node.op] == ["transpose", "matmul", "add"]
    assert str(named(execution, "net.weight").value.data) == execution.printed[0].text


def test_a_second_pass_over_a_kept_graph_adds_to_what_the_first_one_left():
    source = """
import torch
w = torch.tensor(2.0, requires_grad=True)
loss = (w * 3 - 5) ** 2
loss.backward(retain_graph=True)
loss.backward()
"""
    (leftover,) = run(source).leftovers.values()
    assert (leftover[0], leftover[1:]) == (6, (5, False))
    assert list(run(source).accumulated.values()) == [12]
    assert run(source, moment=1).leftovers == {}


def test_two_losses_that_share_a_layer_add_to_its_weight():
    source = """
import torch
w = torch.tensor(2.0, requires_grad=True)
h = w * 3
(h * 2).backward(retain_graph=True)
(h ** 2).backward()
"""
    (leftover,) = run(source).leftovers.values()
    assert leftover[0] == 6
    assert list(run(source).accumulated.values()) == [6 + 36]


def test_a_gradient_is_outdated_once_its_leaf_has_moved():
    source = """
import torch
w = torch.tensor(1.0, requires_grad=True)
for step in range(3):
    (w ** 2).backward()
    STEP
"""
    moves = "with torch.no_grad(): w -= 0.1 * w.grad"
    for step, outdated in (("pass", False), (moves, True)):
        (leftover,) = run(source.replace("STEP", step)).leftovers.values()
        assert leftover[2] == outdated
