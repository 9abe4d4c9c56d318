"""Cuts: what stops a gradient is named by what people wrote, and where."""

import chainrule
import pytest
from chainrule import Tape, Tensor, no_grad, tensor
from chainrule.engine import Annotation, Node, Span
from chainrule.engine.operations.selection import FloorNode
from chainrule.graph import build
from chainrule.graph.graph import Graph
from chainrule.graph.observations import Finding, History, Read
from chainrule.graph.serialisation import to_plain


def leaf(name: str, data: object, requires_grad: bool = True) -> Tensor:
    result = tensor(data, requires_grad=requires_grad)
    result.name = name
    return result


class Program:
    """Writes down what is computed in it, each operation in the line of its turn."""

    def __enter__(self) -> "Program":
        self.tape = Tape()
        self.tape.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.tape.__exit__(None, None, None)

    def graph(
        self, output: Tensor, *leaves: Tensor, reads: dict[Tensor | Node, Read] | None = None
    ) -> Graph:
        values: dict[Tensor | Node, Annotation] = {
            t: Annotation("parameter" if t.requires_grad else "data", t.name) for t in leaves
        }
        for line, node in enumerate(self.tape.nodes, 1):
            for t in node.inputs:
                if t.is_leaf and t not in values:
                    values[t] = Annotation("constant")
            values[node] = Annotation("operation", f"line{line}", Span(line, 1, line, 9))
        return build(output, values=values, history=History(reads=reads or {}))


def no_path(graph: Graph) -> Finding:
    (finding,) = [finding for finding in graph.findings if finding.code == "no_path"]
    return finding


def test_a_number_that_was_taken_out_is_where_the_way_ends() -> None:
    k = leaf("k", 2.0)
    with Program() as program:
        h = k * 5.0
    cost = leaf("cost", 100.0)
    graph = program.graph(cost, k, cost, reads={h.source: Read("item()", 3)})
    finding = no_path(graph)
    assert finding.node == graph.node("k").id
    assert finding.message == (
        "k's way to cost ends at item() in line 3: what is computed from that number has no "
        "gradient"
    )
    assert finding.advice == "Keep the tensor, and call item() only to print."
    assert to_plain(graph.node("k"))["cut_at"] == ["item() in line 3"]
    assert "cut_by" not in to_plain(graph.node("k"))


def test_a_parameter_whose_own_number_was_taken_out_is_told_so() -> None:
    k, cost = leaf("k", 2.0), leaf("cost", 4.0)
    with Program() as program:
        pass
    graph = program.graph(cost, k, cost, reads={k: Read("numpy()", None)})
    assert no_path(graph).message.startswith(
        "k's way to cost ends at numpy(): what is computed from those numbers"
    )


@pytest.mark.parametrize(
    ("how", "advice"),
    [
        ("item()", "Keep the tensor, and call item() only to print."),
        (".data", "Take the value itself there"),
        ("torch.tensor()", "torch.tensor() copies numbers only"),
    ],
)
def test_what_to_do_instead_depends_on_how_it_was_read(how: str, advice: str) -> None:
    k, cost = leaf("k", 2.0), leaf("cost", 4.0)
    with Program() as program:
        pass
    graph = program.graph(cost, k, cost, reads={k: Read(how, 1)})
    assert no_path(graph).advice.startswith(advice)


def test_a_number_that_was_only_looked_at_is_no_cut() -> None:
    k = leaf("k", 2.0)
    with Program() as program:
        cost = (k * 5.0) ** 2.0
    graph = program.graph(cost, k, reads={cost.source: Read("item()", 4), k: Read("float()", 1)})
    assert graph.findings == []
    assert "cut_at" not in to_plain(graph.node("k"))


def test_without_anything_read_the_output_does_not_depend_on_it() -> None:
    k, cost = leaf("k", 2.0), leaf("cost", 4.0)
    with Program() as program:
        k * 5.0
    assert "cost does not depend on k" in no_path(program.graph(cost, k, cost)).message


def test_a_condition_is_named_only_where_no_number_was_taken_out() -> None:
    k, cost = leaf("k", 2.0), leaf("cost", 4.0)
    with Program() as program:
        condition = k > 1.0
        h = k * 5.0
    asked = Read("bool()", 1)
    finding = no_path(program.graph(cost, k, cost, reads={condition.source: asked}))
    assert "ends at bool() in line 1: which branch is taken has no gradient" in finding.message
    assert "where()" in finding.advice
    both = {condition.source: asked, h.source: Read("float()", 2)}
    assert "ends at float() in line 2" in no_path(program.graph(cost, k, cost, reads=both)).message


def test_what_is_computed_under_no_grad_is_cut_by_it() -> None:
    k, u = leaf("k", 2.0), leaf("u", 3.0)
    with Program() as program:
        with no_grad():
            h = k * 5.0
            h = h + 1.0
        cost = h * u
    finding = no_path(program.graph(cost, k, u))
    assert finding.message == "no gradient reaches k: no_grad() in line 1 (line1) cuts its path"
    assert finding.advice.endswith(
        "Compute it outside of no_grad(), which is for updates and for looking."
    )


def test_detach_and_data_are_told_apart() -> None:
    k, u = leaf("k", 2.0), leaf("u", 3.0)
    with Program() as program:
        cost = k.detach() * u
    assert "detach() in line 1 (line1) cuts" in no_path(program.graph(cost, k, u)).message
    data = program.graph(cost, k, u, reads={k: Read(".data", 1)})
    assert "k: .data in line 1 (line1) cuts" in no_path(data).message
    elsewhere = program.graph(cost, k, u, reads={k: Read(".data", 7)})
    assert "detach() in line 1 (line1) cuts" in no_path(elsewhere).message


class Position(FloorNode):
    """Counts: it has no rule at all, as argmax."""

    gradients = ()


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (lambda k: k > 1.0, "the comparison > in line 1"),
        (lambda k: Position.apply(k), "floor() in line 1"),
        (lambda k: chainrule.where(k, 1.0, 2.0), "the condition of where() in line 1"),
    ],
)
def test_what_has_no_derivative_is_named(cut: object, said: str) -> None:
    k, u = leaf("k", 2.0), leaf("u", 3.0)
    with Program() as program:
        cost = cut(k) * u  # type: ignore[operator]
    assert said in no_path(program.graph(cost, k, u)).message


def test_a_parameter_without_path_is_told_from_one_that_a_cut_keeps_from_its_gradient() -> None:
    x, w, u = leaf("x", 2.0), leaf("w", 1.5), leaf("u", 1.0)
    with Program() as program:
        y = (w * x).detach() * x
    graph = program.graph(y, x, w, u)
    found = {finding.message: finding.advice for finding in graph.findings}
    said = found["no gradient reaches w: detach() in line 2 (line2) cuts its path"]
    assert said.startswith("line3 depends on w")
    assert "line3 does not depend on u, so no gradient reaches it" in found
    nodes = [graph.node(name) for name in "wxu"]
    cuts = [[graph.node(cut).label for cut in node.cut_by] for node in nodes]
    assert cuts == [["line2"], ["line2"], []]
    assert [node.grad_state for node in nodes] == ["no_path", "computed", "no_path"]


def test_what_has_no_derivative_cuts() -> None:
    x, t = leaf("x", [1.0, 3.0]), leaf("t", 2.0)
    with Program() as program:
        y = chainrule.where(x > t, x * t, 0.0).sum()
    graph = program.graph(y, x, t)
    assert [graph.node(cut).op for cut in graph.node("t").cut_by] == ["gt"]
    with Program() as program:
        y = (x > 2.0).sum()
    only = program.graph(y, x).node("x")
    assert (only.grad_state, len(only.cut_by)) == ("no_path", 1)
    assert "cut_by" not in to_plain(build(x * 2.0).node("x"))


def test_every_card_behind_a_cut_says_what_cut_it_off() -> None:
    x, w = leaf("x", 2.0), leaf("w", 1.5)
    with Program() as program:
        h = w * x
        target = (h * 2.0).detach()
        mask = h > 1.0
        shifted = target + 1.0
        y = h * mask + shifted
    graph = program.graph(y, x, w)
    places = {node.name: node.cut_at for node in graph.nodes if node.grad_state == "not_required"}
    assert places["line3"] == ["detach() in line 3"]
    assert places["line4"] == ["the comparison > in line 4"]
    assert places["line5"] == ["detach() in line 3"]
    assert build(leaf("u", 1.0) + tensor(2.0) * 3.0).node("n1").cut_at == []
