"""What surrounds a reverse pass: gradients left over, updates that follow, turns of loops."""

import numpy as np
from chainrule import Tensor, tensor
from chainrule.graph import build
from chainrule.graph.observations import Change, History, Leftover
from chainrule.graph.serialisation import to_plain


def leaf(name: str, data: object) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


def test_a_gradient_that_nobody_cleared_is_told_with_its_line() -> None:
    w = leaf("w", 3.0)
    history = History(accumulated={w: np.array(10.0)}, leftovers={w: Leftover(np.array(4.0), 5)})
    graph = build(w * w, history=history)
    assert graph.node("w").grad.data == 6.0
    assert graph.node("w").accumulated_grad.data == 10.0
    (finding,) = [f for f in graph.findings if f.code == "accumulated_gradient"]
    assert finding.message == (
        "w.grad still had 4 from line 5: what this pass sends was added to it"
    )


def test_of_many_numbers_the_size_is_told() -> None:
    w, left = leaf("w", [3.0, 4.0]), np.array([3.0, 5.0])
    history = History(accumulated={w: left + 1.0}, leftovers={w: Leftover(left, None)})
    (finding,) = [
        f for f in build((w * 1.0).sum(), history=history).findings if f.code.startswith("accum")
    ]
    assert finding.message.startswith("w.grad still had a gradient of rms 4.123: what this")


def test_a_gradient_of_before_an_update_is_told_from_losses_that_are_added_up() -> None:
    def advice(outdated: bool, *changed: str) -> list[str]:
        w, u = leaf("w", 3.0), leaf("u", 1.0)
        left = Leftover(np.array(4.0), 5, outdated)
        changes = tuple(Change(t, t.data, t.data + 1.0, 9) for t in (w, u) if t.name in changed)
        history = History(accumulated={w: np.array(10.0)}, leftovers={w: left}, changes=changes)
        found = build(w * w * u, history=history).findings
        return [f.advice for f in found if f.code == "accumulated_gradient"]

    assert advice(True)[0].startswith("It belongs to what was there before the last update: clear")
    assert advice(True, "w") == advice(True)
    assert advice(False)[0].startswith("That is meant where the gradients of several losses")
    assert advice(True, "u") == []  # the step leaves w alone, as a GAN's generator its critic


def test_leaves_with_gradients_of_one_pass_share_a_finding() -> None:
    leaves = [leaf(name, 2.0) for name in "abc"]
    history = History(
        accumulated={each: np.array(7.0) for each in leaves},
        leftovers={each: Leftover(np.array(3.0), 4) for each in leaves},
    )
    a, b, c = leaves
    (finding,) = build(a * b * c, history=history).findings
    assert finding.message.startswith("a, b and c still had gradients from line 4: what")
    assert finding.nodes == ["n0", "n1", "n3"]


def test_what_was_cleared_or_zero_is_no_finding() -> None:
    w = leaf("w", 3.0)
    cleared = History(accumulated={w: np.array(6.0)}, leftovers={w: Leftover(np.array(4.0), 5)})
    zero = History(accumulated={w: np.array(6.0)}, leftovers={w: Leftover(np.array(0.0), 5)})
    for history in (cleared, zero):
        graph = build(w * w, history=history)
        assert graph.node("w").accumulated_grad is None
        assert graph.findings == []


def test_updates_follow_the_reverse_pass_as_events() -> None:
    w, elsewhere = leaf("w", 3.0), leaf("u", 1.0)
    changes = (
        Change(w, np.array(3.0), np.array(2.4), 7),
        Change(elsewhere, np.array(1.0), np.array(0.0), 8),
    )
    graph = build(w * w, history=History(changes=changes))
    event = to_plain(graph.events[-1])
    assert [e.phase for e in graph.events] == ["forward", "seed", "backward", "update"]
    assert (event["node"], event["line"]) == (graph.node("w").id, 7)
    assert (event["before"]["data"], event["after"]["data"]) == (3.0, 2.4)


def test_a_value_may_belong_to_a_turn() -> None:
    w = leaf("w", 3.0)
    y = w * w
    graph = build(y, history=History(turns={y.source: "for i#2/7"}))
    assert [to_plain(node).get("turn") for node in graph.nodes] == [None, "for i#2/7"]
