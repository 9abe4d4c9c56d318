"""DOT and the pictures that Graphviz makes of it, with names as hostile as they come."""

import math
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from chainrule import ArgumentError, Tape, Tensor, group, tensor
from chainrule.engine import Annotation
from chainrule.graph import DotFailed, DotMissing, build, render
from chainrule.graph.dot import text
from chainrule.graph.numbers import describe, number
from chainrule.graph.summary import summarise

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<",
    ">",
    "<>",
    "a<b>",
    "</text></svg><script>alert(1)</script>",
    '"',
    '\\"',
    '\\\\"',
    'x" URL="javascript:alert(1)',
    'x"]; evil [label="y',
    "x\\nN",
    "\\N \\G \\E \\T \\H \\L",
    "\\",
    "\\\\",
    "ends with \\",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "&amp;",
    "&",
    "{a|b}",
    "a\nb\rc\td",
    "\x00\x07",
    "\u202ereversed",
    "// comment",
    "/* comment */",
    "# preprocessor",
    "; drop",
    "-->",
    "]]>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "strict",
    "graph",
    "node",
    "名前",
    "α",
    "%s %d {0}",
    "x" * 300,
    "",
]


def named(name: str, data: object = 2.0) -> Tensor:
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


def parsed(svg: str | bytes) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


def svg_of(name: str) -> ET.Element:
    with group(name.replace("/", "|") or "group"):
        y = named(name) * 3.0
    y.name = name
    return parsed(build(y * y).to_svg())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_reaches_the_picture_as_anything_but_text(name: str) -> None:
    svg = svg_of(name)
    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert tags <= {"svg", "g", "title", "polygon", "polyline", "path", "text", "ellipse"}
    attributes = {key for element in svg.iter() for key in element.attrib}
    assert not [key for key in attributes if "href" in key or key.startswith("on")]


@pytest.mark.parametrize("name", [n for n in HOSTILE if n.isprintable() and 0 < len(n) < 50])
def test_a_name_is_shown_to_the_letter(name: str) -> None:
    shown = "\n".join(element.text or "" for element in svg_of(name).iter(f"{SVG}text"))
    assert name.replace(" ", "\N{NO-BREAK SPACE}") in shown.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_bare_form_holds_no_name_but_those_of_groups(name: str) -> None:
    bare = build(named(f"secret{name}") * 2.0).to_dot(labelled=False)
    assert "secret" not in bare
    assert "label=" not in bare.replace('label=""', "")


def test_every_card_and_line_is_found_by_its_identifier() -> None:
    graph = build(named("x") * named("y", [1.0, 2.0]) + 1.0)
    for dot in (graph.to_dot(), graph.to_dot(labelled=False)):
        svg = parsed(render(dot, "svg"))
        groups = {g.get("id"): (g.get("class") or "").split() for g in svg.iter(f"{SVG}g")}
        for card in graph.drawing.cards:
            assert card.kind in groups[card.id]
        for line in graph.drawing.lines:
            assert "edge" in groups[line.id]


def test_bare_cards_have_exactly_their_size() -> None:
    graph = build(named("x") * named("y", [1.0, 2.0]))
    plain = render_plain(graph.to_dot(labelled=False))
    sizes = {
        line.split()[1]: (float(line.split()[4]), float(line.split()[5]))
        for line in plain.splitlines()
        if line.startswith("node ")
    }
    for card in graph.drawing.cards:
        assert sizes[card.id] == pytest.approx((card.width / 72, card.height / 72), abs=1e-3)


def test_a_chain_of_operations_runs_straight_down_beside_its_leaves() -> None:
    value: Tensor = named("x")
    for _ in range(6):
        value = (value + 1.0).tanh()
    graph = build(value)
    plain = render_plain(graph.to_dot(labelled=False))
    places = {
        line.split()[1]: float(line.split()[2])
        for line in plain.splitlines()
        if line.startswith("node ")
    }
    spine = [places[node.id] for node in graph.nodes if node.op]
    assert len(spine) == 12
    assert max(spine) - min(spine) < 0.1  # inches; without weights each step drifts by 0.9


def render_plain(dot: str) -> str:
    done = subprocess.run(
        ["dot", "-Tplain"], input=dot, capture_output=True, text=True, check=True, timeout=20
    )
    return done.stdout


def test_leaves_come_first_so_that_alike_programs_have_them_on_the_same_sides() -> None:
    graph = build((named("w") - 3.0) * 2.0 * named("rate"))
    kinds = re.findall(r"^\tn\d+ \[class=(\w+)", graph.to_dot(labelled=False), re.M)
    assert sorted(kinds[:4]) == ["constant", "constant", "parameter", "parameter"]
    assert kinds[4:] == ["operation", "operation", "output"]


def test_an_expanded_group_is_a_frame_with_its_identifier() -> None:
    with group("outer"), group("inner"):
        y = named("x") * 2.0
    graph = build(y + 1.0)
    svg = parsed(render(graph.to_dot(labelled=False), "svg"))
    clusters = {g.get("id") for g in svg.iter(f"{SVG}g") if "cluster" in (g.get("class") or "")}
    assert clusters == {g.id for g in graph.groups}


def test_left_to_right_is_one_word_of_the_text() -> None:
    graph = build(named("x") * 2.0)
    assert "rankdir=TB" in graph.to_dot(labelled=False)
    for labelled in (True, False):
        down = graph.to_dot(labelled=labelled)
        across = graph.to_dot(labelled=labelled, direction="LR")
        assert across == down.replace("rankdir=TB", "rankdir=LR") != down
    with pytest.raises(ArgumentError, match="TB"):
        graph.to_dot(direction='LR"; evil="')


def test_the_labelled_form_tells_name_rule_value_and_gradient() -> None:
    y = named("x") * named("w", [1.0, 2.0])
    y.name = "y"
    dot = build(y.sum()).to_dot()
    assert "y = x × w (2,)" in dot
    assert re.search(r"∂ \[\+2, \+2\]", dot)


def test_folded_cards_say_what_is_in_them() -> None:
    w = named("w", [1.0, 2.0])
    with group("net"), group("layer"):
        total = w * 1.0
    for k in range(8):
        total = total + w * float(k)
    dot = build(total, collapsed=["net/layer"]).to_dot()
    assert "layer\\l2 values\\l" in dot
    assert "Σ of 9 terms" in dot
    assert "w ↗" in dot


def test_a_leaf_without_path_says_so() -> None:
    with Tape() as tape:
        u, w = named("u"), named("w")
        _ = u * 2.0
        y = w * 3.0
    values = dict.fromkeys((u, w), Annotation("parameter")) | dict.fromkeys(
        tape.nodes, Annotation("operation")
    )
    assert "∂ no path" in build(y, values=values).to_dot()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "+0.5"),
        (-123.456, "−123.5"),
        (1e5, "+1e5"),
        (99999.0, "+99999"),
        (0.00012345, "+1.234e−4"),
        (math.nan, "NaN"),
        (math.inf, "+∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_have_a_sign_and_four_digits(value: float, shown: str) -> None:
    assert number(value) == shown


def test_more_than_four_numbers_are_described() -> None:
    assert describe(summarise(np.array([3.0, -4.0]))) == "[+3, −4]"
    assert describe(summarise(np.array([[2.0]]))) == "+2"
    assert describe(summarise(np.array([1.0, 1.0, 1.0, 1.0, 1.0]))) == "μ +1 rms 1"
    assert describe(summarise(np.array([1.0, -1.0, 1.0, -1.0, 1e-15]))) == "μ 0 rms 0.8944"
    assert describe(summarise(np.array([1.0, -1.0, 1.0, -1.0, 1e-9]))) == "μ +2e−10 rms 0.8944"
    assert "1 not finite" in describe(summarise(np.array([1.0, 1.0, 1.0, 1.0, math.nan])))
    assert describe(summarise(np.zeros((0, 2)))) == "empty"


def test_lines_say_their_factor_where_there_is_room() -> None:
    w, h = named("w"), named("x").tanh()
    h.name = "h"
    dot = build(h * w).to_dot()
    assert re.search(r'label=" 1 − h² "', dot)
    assert re.search(r'label=" w "', dot)
    y = h
    for _ in range(60):
        y = y.tanh()
    assert "1 − h²" not in build(y).to_dot()


def test_long_names_are_cut() -> None:
    y = named("x" * 300) * 2.0
    assert "x" * 59 + "…" in build(y).to_dot()
    assert "x" * 60 not in build(y).to_dot()


def test_png_and_pdf_are_made_of_the_same_text() -> None:
    graph = build(named("x") * 2.0)
    assert graph.to_png().startswith(b"\x89PNG")
    assert graph.to_pdf().startswith(b"%PDF")


def test_a_complaint_of_graphviz_is_an_error() -> None:
    with pytest.raises(DotFailed, match="Graphviz says"):
        render("digraph { a [shape=nosuchshape] }", "svg")
    with pytest.raises(DotFailed, match="Graphviz says"):
        render("digraph {", "svg")


def test_a_drawing_whose_curves_graphviz_cannot_route_gets_straight_lines() -> None:
    stubborn = (Path(__file__).parent / "stubborn.dot").read_text(encoding="utf-8")
    assert render(stubborn, "svg").endswith(b"</svg>\n")


def test_a_layout_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(DotFailed, match="longer than"):
        render(build(named("x") * 2.0).to_dot(), "svg", timeout=1e-6)


def test_without_graphviz_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(DotMissing, match="install"):
        build(named("x") * 2.0).to_svg()


def test_a_graph_draws_itself_in_a_notebook_as_far_as_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = build(named("x") * 2.0)
    assert graph._repr_mimebundle_()["image/svg+xml"].count("<svg") == 1
    assert list(graph._repr_mimebundle_(include=["text/plain"])) == ["text/plain"]
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "digraph" in graph._repr_mimebundle_()["text/plain"]


def test_text_is_one_line() -> None:
    assert "\n" not in text("a\nb")
