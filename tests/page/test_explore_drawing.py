"""The vocabulary of the drawing: what cards, lines and the legend say by themselves."""

import re
from pathlib import Path

import pytest
from explore_page import GROUPS, TWO_USES, card, open_program, opened, places, write
from playwright.sync_api import Page, ViewportSize, expect

EVERY_KIND = """\
def layer(x, w):
    z = x @ w
    return tanh(z)

x = data([[1.0, 2.0]])
w = [[0.5, -0.5], [0.25, 0.75]]
b = [0.1, -0.2]
k = 2.0
dead = -1.0
lost = 3.0
steep = 0.0
h = layer(x, w) + b
s = sum(h) * k
t = s * k + exp(k) + tanh(k) + k ** 2 + k / 3 + k
loss = t - relu(dead) - sqrt(steep)
"""
KINDS = ["data", "constant", "parameter", "operation", "output", "group", "stub", "sum"]

ROOMY: ViewportSize = {"width": 2200, "height": 1300}
"""Where every card of this program says everything."""

BORDER = """card => {
  const body = card.querySelector('.body');
  const { strokeWidth, strokeDasharray } = getComputedStyle(body);
  const outer = Boolean(card.querySelector('.outer'));
  return [body.tagName, body.getAttribute('rx'), strokeWidth, strokeDasharray, outer].join(', ');
}"""


def test_kinds_differ_by_shape_border_and_fill(page: Page, artefacts: Path):
    page.set_viewport_size(ROOMY)
    open_program(page, EVERY_KIND)
    page.locator(".group-name").click()
    expect(page.locator("g.card.group")).to_contain_text("2 operations")
    expect(page.locator("g.card.sum")).to_contain_text("terms")
    page.keyboard.press("f")
    page.screenshot(path=artefacts / "explore-kinds.png")
    drawn = {kind: page.locator(f"g.card.{kind}").first.evaluate(BORDER) for kind in KINDS}
    shapes = {kind: border for kind, border in drawn.items() if kind != "output"}
    assert len(set(shapes.values())) == len(KINDS) - 1, drawn
    assert drawn["output"] not in (drawn["operation"], drawn["parameter"]), drawn
    fills = "e => getComputedStyle(e.querySelector('.tab') ?? e.querySelector('.ground')).fill"
    tinted = [page.locator(f"g.card.{kind}").first.evaluate(fills) for kind in KINDS[:5]]
    assert len(set(tinted)) >= 4, tinted

    stub = page.locator("g.card.stub").first
    expect(stub).to_contain_text("k ↗")
    stub.locator(".hit").click()
    expect(card(page, "k").first).to_have_class(re.compile("selected"))
    expect(page.locator(".inspector-head h2")).to_have_text("k")


def test_a_gradient_has_five_states_and_a_slider_moves_no_card(page: Page):
    page.set_viewport_size(ROOMY)
    open_program(page, EVERY_KIND)
    expect(card(page, "x")).to_contain_text("no grad")
    expect(card(page, "dead")).to_contain_text("0 exact")
    expect(card(page, "lost")).to_contain_text("no path")
    expect(card(page, "steep").locator(".gradient")).to_have_text("−∞")
    expect(card(page, "steep").locator(".octagon")).to_have_count(1)
    expect(card(page, "b").locator(".gradient.element")).to_have_text(["4", "4"])
    expect(page.locator("g.card .octagon")).to_have_count(1)

    before = places(page)
    page.get_by_role("slider", name="k", exact=True).fill("-3")
    expect(card(page, "k").first.locator(".value")).to_have_text("−3")
    expect(card(page, "dead")).to_contain_text("0 exact")
    assert places(page) == before
    page.get_by_role("button", name="First step (Home)").click()
    expect(card(page, "b").locator(".gradient:not(.element)")).to_have_text("—")
    assert places(page) == before


def test_lines_say_order_size_and_whether_a_gradient_flows(page: Page):
    page.set_viewport_size(ROOMY)
    open_program(page, EVERY_KIND)
    slots = page.locator("g.line .slot")
    expect(slots).to_have_count(8)  # two at @, ÷ and both −, and none at × and +
    assert sorted(slots.all_text_contents()) == ["1"] * 4 + ["2"] * 4
    dashes = "e => getComputedStyle(e).strokeDasharray"
    assert page.locator("g.line.none .wire").first.evaluate(dashes) != "none"
    assert page.locator("g.line.backward .wire").first.evaluate(dashes) == "none"

    card(page, "b").click()
    page.get_by_role("tab", name="Uses").click()
    undone = "(1, 2) → sum over axis 0 → (2,)"
    expect(page.get_by_role("tabpanel")).to_contain_text(undone)
    page.get_by_role("button", name="Show this step").click()
    expect(page.locator(".sentence").first).to_contain_text(undone)
    expect(page.locator("g.label.active .undone")).to_contain_text(["sum over axis 0"])

    write(page, "a = 1.0\nb = 1.0\nloss = a * 0.001 + b * 1000\n")
    expect(page.locator("g.line.backward")).to_have_count(4)
    expect(slots).to_have_count(0)
    widths = page.locator("g.line.backward .wire").evaluate_all(
        "wires => wires.map(wire => Number.parseFloat(getComputedStyle(wire).strokeWidth))"
    )
    assert len(set(widths)) == 3, widths  # 0.001, 1 twice, 1000
    assert max(widths) > 2 * min(widths)


def test_the_legend_shows_the_limits_that_the_reader_chose(page: Page):
    rows = "[[0.5, -0.25, 0.1, 0.1, 0.1], [0.125, 0.1, 0.1, 0.1, 0.1]]"
    open_program(page, f"w = {rows}\nu = w * 8\nloss = sum(u)\n")
    page.locator("summary", has_text="Legend").click()
    scales = page.locator(".legend-scales")
    values = page.locator(".legend-scale").first.locator(".num")
    for kind in ("data", "constant", "parameter", "operation", "output", "group", "sum"):
        expect(page.locator(".legend-body b", has_text=kind)).to_have_count(1)
    card(page, "w").click()
    expect(scales).to_contain_text("the largest numbers of w")
    expect(values).to_have_text(["−0.5", "0.5"])
    strongest = card(page, "w").locator(".of-value path.p7, .of-value path.n7")
    expect(strongest).to_have_count(1)
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour limits of").select_option("graph")
    expect(scales).to_contain_text("the largest numbers in the graph")
    expect(values).to_have_text(["−8.6", "8.6"])
    expect(strongest).to_have_count(0)


def test_more_than_sixty_cards_open_folded(page: Page):
    calls = "\n".join(f"h = layer(h, {1 + k % 3}.0)" for k in range(16))
    layer = "def layer(h, w):\n    a = h * w\n    b = tanh(a)\n    c = a + b\n    return c / 2\n"
    open_program(page, f"{layer}\nh = 0.5\n{calls}\nloss = h ** 2\n")
    expect(page.locator("g.card.group")).to_have_count(1)  # equal calls are drawn once
    expect(card(page, "layer 1–15")).to_be_visible()
    expect(page.locator("g.viewport g.card.operation")).to_have_count(4)  # of the last one
    expect(page.locator("#table tbody tr")).to_have_count(16 * 4 + 2 + 16 * 2)


def test_edges_turn_back_with_their_factor_and_the_card_says_what_came(page: Page):
    open_program(page, TWO_USES)
    expect(page.locator("g.line.backward")).to_have_count(3)
    expect(page.locator("g.label", has_text="× (1 − h²)")).to_be_visible()
    expect(card(page, "a").locator(".gradient")).to_have_text("+0.855")
    expect(card(page, "a").locator(".how")).to_have_text("= 0.393 + 0.462")
    page.get_by_role("button", name="First step (Home)").click()
    expect(page.locator("g.line.backward")).to_have_count(0)
    expect(page.locator("g.line.forward")).to_have_count(3)


def test_a_long_factor_is_named_on_its_edge(page: Page):
    open_program(page, "x = [0.5, 1.0]\ny = sum(gelu(x))\n")
    factor = page.locator("g.label .factor.short")
    expect(factor).to_contain_text("× gelu′(x)")
    expect(factor.locator("title")).to_contain_text("erf")


def test_groups_fold_and_open(page: Page):
    open_program(page, GROUPS)
    cards = page.locator("g.viewport g.card")
    before = cards.count()
    page.locator(".group-name").first.click()
    expect(cards).to_have_count(before - 1)
    expect(page.locator("g.card.group")).to_contain_text("2 operations")
    page.locator("g.card.group").dblclick()
    expect(cards).to_have_count(before)


@pytest.mark.parametrize("by", ["value", "gradient", "magnitude"])
def test_cards_can_be_coloured(page: Page, by: str):
    open_program(page)
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour by").select_option(by)
    expect(card(page, "w")).to_have_class(
        re.compile({"value": "vp", "gradient": "gp"}.get(by, "m5"))
    )


def test_a_name_cannot_smuggle_markup_into_the_page(page: Page):
    open_program(page)
    write(
        page, 'x = 1.0\nwith group("<img src=x onerror=alert(1)>"):\n    y = x * 2\n    z = y + x\n'
    )
    expect(page.locator(".cluster-label")).to_contain_text("<img")
    assert page.locator("svg.drawing img, svg.drawing image").count() == 0


def test_a_value_that_is_not_a_number_is_shown_and_found(page: Page):
    open_program(page)
    write(page, "w = -1.0\nz = log(w)\nloss = z * 2\n")
    expect(card(page, "z")).to_contain_text("NaN")
    expect(page.locator(".finding-note").first).to_be_visible()


def test_cards_glide_to_their_new_places_but_not_under_reduced_motion(page: Page):
    opened(page)
    page.evaluate(
        "() => { window.moved = 0; const animate = Element.prototype.animate;"
        "Element.prototype.animate = function (...how) {"
        "window.moved += 1; return animate.apply(this, how); }; }"
    )
    page.locator(".cm-content").fill("w = 2.0\nloss = w * w + w\n")
    expect(page.locator("g.card.output")).to_contain_text("+6.000")
    assert page.evaluate("window.moved") > 0
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("window.moved = 0")
    page.locator(".cm-content").fill("w = 2.0\nloss = w * w\n")
    expect(page.locator("g.card.output")).to_contain_text("+4.000")
    assert page.evaluate("window.moved") == 0
