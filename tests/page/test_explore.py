"""The Explore page as people use it: text in, a drawing to read, step, change and share."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

MATRICES = """\
x = tensor([[2.0, 3.0]])
w = [[-1.0], [1.2]]
y = tensor([[0.2]])
loss = (x @ w - y) ** 2
"""
TWO_USES = "a = 0.5\nh = tanh(a)\ny = h * a\n"
GROUPS = """\
def layer(x, w):
    z = x @ w
    return tanh(z)

x = data([[1.0, 2.0]])
w1 = [[0.5, -0.5], [0.25, 0.75]]
w2 = [[1.0], [-1.0]]
loss = sum(layer(layer(x, w1), w2))
"""


def open_program(page: Page, source: str | None = None, address: str = "/") -> None:
    """Opens the page as somebody who left it with this program."""
    if source is not None:
        kept = f"localStorage.setItem('chainrule.source', {json.dumps(source)})"
        page.add_init_script(f"if (!localStorage.getItem('chainrule.source')) {kept}")
    page.goto(address)
    expect(page.locator("g.card.output").first).to_be_visible(timeout=20_000)


def write(page: Page, source: str) -> None:
    page.locator(".cm-content").fill(source)


def card(page: Page, name: str) -> Locator:
    return page.locator(f'g.card:has([aria-label^="{name},"])')


def sentence(page: Page) -> Locator:
    return page.locator(".stepper .sentence").first


def graph_stepper(page: Page) -> Locator:
    return page.get_by_role("region", name="Stepper")


def test_a_first_visit_shows_an_evaluated_program(page: Page):
    open_program(page)
    expect(card(page, "loss")).to_contain_text("+2.250")
    expect(card(page, "w")).to_contain_text("+6.000")
    expect(page.locator(".hints li")).to_have_count(3)
    page.get_by_role("button", name="Dismiss this hint").first.click()
    page.reload()
    expect(page.locator(".hints li")).to_have_count(2)


def test_matrices_show_their_gradients(page: Page):
    open_program(page, MATRICES)
    expect(card(page, "w")).to_contain_text("+5.600 +8.400")
    card(page, "w").click()
    inspector = page.get_by_role("region", name="Inspector")
    expect(inspector.get_by_role("heading", name="w", exact=True)).to_be_visible()
    expect(inspector.locator(".matrix.of-gradient")).to_contain_text("+5.600")
    expect(inspector.locator(".matrix.of-gradient")).to_contain_text("+8.400")


def test_typing_redraws_after_a_pause(page: Page):
    open_program(page)
    write(page, "w = 3.0\nloss = w * w\n")
    expect(card(page, "loss")).to_contain_text("+9.000")
    expect(card(page, "w")).to_contain_text("Σ2")
    expect(page.locator("g.viewport g.card")).to_have_count(2)


def test_an_error_is_marked_at_its_place_and_the_last_picture_stays(page: Page):
    open_program(page)
    write(page, "w = 3.0\nloss = tann(w)\n")
    expect(page.locator(".cm-lintRange-error")).to_have_text("tann")
    expect(page.get_by_role("alert")).to_contain_text("line 2")
    expect(page.get_by_role("alert")).to_contain_text("tanh")
    expect(page.get_by_text("previous result")).to_be_visible()
    expect(card(page, "loss")).to_contain_text("+2.250")
    write(page, "w = 3.0\nloss = tanh(w)\n")
    expect(page.get_by_text("previous result")).to_be_hidden()
    expect(card(page, "loss")).to_contain_text("+0.9951")


def test_a_missing_name_can_be_added(page: Page):
    open_program(page)
    write(page, "loss = (w * 2) ** 2\n")
    page.get_by_role("alert").get_by_role("button", name="number").click()
    expect(card(page, "loss")).to_contain_text("+4.000")


def test_steps_go_both_ways_and_say_the_numbers(page: Page):
    open_program(page, TWO_USES)
    expect(sentence(page)).to_have_text(
        "h = tanh(a). Upstream 0.5; local 1 − h² = 0.7864, "
        "sends 0.5 × 0.7864 = 0.3932 to a. a had 0.4621: now 0.8553."
    )
    page.get_by_role("button", name="Back (←)").click()
    expect(card(page, "a")).to_contain_text("+0.4621")
    page.get_by_role("button", name="First step (Home)").click()
    expect(card(page, "h")).to_have_class(re.compile("ahead"))
    expect(card(page, "a")).to_have_attribute("data-mark", "pending")
    page.get_by_role("button", name="Forward (→)").click()
    expect(sentence(page)).to_have_text("h = tanh(a) = tanh(0.5) = 0.4621.")
    page.get_by_label("Step by").select_option("pass")
    page.get_by_role("button", name="Forward (→)").click()
    page.get_by_role("button", name="Forward (→)").click()
    expect(sentence(page)).to_contain_text("starts at y")


def test_stepping_moves_no_card(page: Page):
    open_program(page)
    places = [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()]
    for _ in range(4):
        page.get_by_role("button", name="Back (←)").click()
    again = [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()]
    assert again == places


def test_the_scrubber_is_dragged_with_the_mouse_and_runs_to_a_complete_gradient(page: Page):
    open_program(page, TWO_USES)
    box = page.locator(".scrubber").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.2 * box["width"], middle)
    page.mouse.down()
    expect(page.locator(".at")).to_have_text("1 / 5")
    page.mouse.move(box["x"] + 0.6 * box["width"], middle, steps=3)
    expect(page.locator(".at")).to_have_text("3 / 5")
    page.mouse.up()
    assert page.evaluate("getSelection().toString()") == ""
    card(page, "a").click()
    page.get_by_role("button", name="Run to the selected card").click()
    expect(page.locator(".at")).to_have_text("5 / 5")


def test_the_inspector_knows_no_more_than_the_step(page: Page):
    open_program(page, "w = [[2.0]]\nx = data([[-3.0]])\nz = x @ w\ny = -z\n")
    page.get_by_role("button", name="First step (Home)").click()
    card(page, "z").click()
    panel = page.get_by_role("tabpanel")
    page.get_by_role("tab", name="Matrix").click()
    expect(panel).to_have_text("not computed yet")
    page.get_by_role("tab", name="Maths").click()
    expect(panel.locator(".worked")).to_have_text("—")
    page.get_by_role("tab", name="Uses").click()
    expect(panel.locator(".accent")).to_have_text("—")
    page.get_by_role("button", name="Last step (End)").click()
    expect(panel.locator(".accent")).to_have_text("−1")
    page.get_by_role("tab", name="Maths").click()
    expect(panel.locator(".worked")).to_have_text("−1 × (−3) = 3 to w")
    expect(panel.locator(".katex-html").nth(1)).to_have_text("z=(−3)⋅2=−6")
    page.locator(".cm-content").press("Control+Home")
    page.keyboard.type("a = 1.0\n")
    expect(card(page, "a")).to_be_visible()
    expect(page.locator(".inspector-head h2")).to_have_text("z")


def test_play_runs_to_the_end(page: Page):
    open_program(page, TWO_USES)
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play (Space)").click()
    expect(page.get_by_role("button", name="Pause (Space)")).to_be_visible()
    expect(page.locator(".at")).to_have_text("5 / 5", timeout=10_000)
    expect(page.get_by_role("button", name="Play (Space)")).to_be_visible()


def test_edges_turn_back_with_factor_and_contribution(page: Page):
    open_program(page, TWO_USES)
    expect(page.locator("g.line.backward")).to_have_count(3)
    expect(page.locator("g.label", has_text="× (1 − h²)")).to_contain_text("+0.3932")
    page.get_by_role("button", name="First step (Home)").click()
    expect(page.locator("g.line.backward")).to_have_count(0)
    expect(page.locator("g.line.forward")).to_have_count(3)


def test_a_slider_updates_everything_live_and_its_last_position_arrives(page: Page):
    open_program(page)
    slider = page.get_by_role("slider", name="w", exact=True)
    for value in ("1", "2", "0.5", "-1", "3"):
        slider.fill(value)
    expect(card(page, "w")).to_contain_text("+3.000")
    expect(card(page, "loss")).to_contain_text("+20.25")
    slider.press("ArrowRight")
    expect(card(page, "w")).to_contain_text("+3.025")
    page.get_by_role("button", name="Reset to the text").click()
    expect(card(page, "loss")).to_contain_text("+2.250")


def test_a_matrix_leaf_is_edited_in_a_grid_and_a_kind_is_switched(page: Page):
    open_program(page, MATRICES)
    page.get_by_label("w[1, 0]").fill("2")
    expect(card(page, "w")).to_contain_text("+2.000")
    page.get_by_role("button", name="x is data; give it a gradient").click()
    expect(card(page, "x")).to_have_class(re.compile("parameter"))
    expect(page.locator(".cm-content")).to_contain_text("x = param([[2.0, 3.0]])")


def test_text_and_cards_light_each_other_up(page: Page):
    open_program(page)
    card(page, "v4").hover()
    expect(page.locator(".cm-lit").first).to_contain_text("w")
    page.locator(".cm-line", has_text="b = -0.5").locator("span").last.hover()
    expect(card(page, "b")).to_have_class(re.compile("hovered"))


def test_the_inspector_tells_the_rule_the_uses_and_predicts(page: Page):
    open_program(page)
    card(page, "w").click()
    page.get_by_role("tab", name="Maths").click()
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".predict")).to_contain_text("6 × 0.1 = 0.6")
    expect(page.locator(".predict")).to_contain_text("0.64")
    card(page, "v4").click()
    expect(page.locator(".tab-panel .katex").first).to_be_visible()
    page.get_by_role("tab", name="Uses").click()
    expect(page.locator(".uses-list")).to_contain_text("argument 1")
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check all gradients").click()
    expect(page.locator("table.check tbody tr")).to_have_count(2)
    expect(page.locator("table.check tbody")).to_contain_text("agrees")
    expect(sentence(page)).to_contain_text("w and b agree with finite differences")


def test_a_large_matrix_is_read_copied_and_one_element_opened(page: Page, tmp_path: Path):
    open_program(page, "X = randn(40, 30)\nW = param(randn(30, 50))\nz = X @ W\nloss = sum(z)\n")
    card(page, "z").click()
    page.get_by_role("tab", name="Matrix").click()
    cells = page.locator(".virtual .cell")
    expect(cells.first).to_be_visible()
    assert cells.count() < 400  # of 2,000: only those in view
    cells.first.hover()
    expect(page.locator(".reading")).to_contain_text(re.compile(r"z\[0, 0\] = [+−][\d.]+, ∂ = "))
    with page.expect_download() as download:
        page.get_by_role("button", name=".npy").click()
    download.value.save_as(tmp_path / "z.npy")
    assert (tmp_path / "z.npy").read_bytes().startswith(b"\x93NUMPY")
    cells.first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card", has_text="z_0_0")).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_an_element_is_the_same_whatever_its_operands_are_called(page: Page):
    open_program(
        page,
        "A = [[1.0, 2.0], [3.0, 4.0]]\na = [[5.0, 6.0], [7.0, 8.0]]\nC = A.T @ a\ny = sum(C)\n",
    )
    card(page, "C").click()
    page.get_by_role("tab", name="Matrix").click()
    page.get_by_role("button", name="C[0, 0] = +26.00").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card", has_text="C_0_0")).to_contain_text("+26.00")
    page.keyboard.press("Escape")
    write(page, "w = [1.0, 2.0]\nx = data([3.0, 4.0])\ny = w @ x\n")
    card(page, "y").click()
    page.get_by_role("button", name="y = +11.00").click()
    expect(dialog.locator("g.card.output")).to_contain_text("+11.00")
    expect(dialog.locator("g.card.data")).to_have_count(2)
    page.keyboard.press("Escape")
    write(page, "w = [1.0, 2.0]\nx = data([3.0, 4.0]) / 0\ny = w @ x\n")
    page.get_by_role("button", name="y = +∞").click()
    expect(dialog).to_contain_text("not finite")


def test_a_matrix_is_walked_with_the_arrow_keys(page: Page):
    open_program(page, "X = randn(40, 30)\nW = param(randn(30, 50))\nz = X @ W\nloss = sum(z)\n")
    card(page, "z").click()
    page.get_by_role("tab", name="Matrix").click()
    page.get_by_role("group", name="value, 40 by 50").focus()
    reading = page.locator(".reading")
    expect(reading).to_contain_text("z[0, 0] =")
    for key in ["ArrowDown"] * 30 + ["ArrowRight"] * 2 + ["End", "ArrowLeft"]:
        page.keyboard.press(key)
    expect(reading).to_contain_text("z[30, 48] =")
    expect(page.locator(".cell.read")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("g.card", has_text="z_30_48")).to_be_visible()


def test_a_long_factor_is_named_on_its_edge(page: Page):
    open_program(page, "x = [0.5, 1.0]\ny = sum(gelu(x))\n")
    factor = page.locator("g.label .factor.short")
    expect(factor).to_contain_text("× gelu′(x)")
    expect(factor.locator("title")).to_contain_text("erf")


def test_only_leaves_are_predicted(page: Page):
    open_program(page, TWO_USES)
    card(page, "h").click()
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".tab-panel .katex").first).to_be_visible()
    expect(page.locator(".predict")).to_have_count(0)


def test_a_slow_answer_can_be_given_up(page: Page):
    open_program(page)
    page.route("**/api/v1/graphs", lambda route: None)  # never answered
    write(page, "w = 2.0\nloss = w * w\n")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".busy")).to_have_count(0)
    expect(card(page, "loss")).to_contain_text("+2.250")
    expect(page.get_by_text("previous result")).to_be_visible()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    page.unroute("**/api/v1/graphs")
    page.get_by_role("button", name="Run Ctrl+Enter").click()
    expect(card(page, "loss")).to_contain_text("+4.000")


def test_groups_fold_and_open(page: Page):
    open_program(page, GROUPS)
    cards = page.locator("g.viewport g.card")
    before = cards.count()
    page.locator(".group-name").first.click()
    expect(cards).to_have_count(before - 1)
    expect(page.locator("g.card.group")).to_contain_text("2 operations")
    page.locator("g.card.group").dblclick()
    expect(cards).to_have_count(before)


def test_the_table_holds_the_same_values_and_is_linked_both_ways(page: Page):
    open_program(page)
    table = page.get_by_role("table", name="Every value of the graph")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(8)
    row = rows.filter(has=page.get_by_role("button", name="b", exact=True))
    expect(row).to_contain_text("+3.000")
    row.hover()
    expect(card(page, "b")).to_have_class(re.compile("hovered"))
    row.get_by_role("button", name="b", exact=True).click()
    expect(card(page, "b")).to_have_class(re.compile("selected"))


def test_the_plot_draws_output_and_tangent(page: Page):
    open_program(page)
    plot = page.get_by_role("img", name=re.compile("loss as a curve over w"))
    expect(plot).to_be_visible()
    expect(plot).to_have_attribute("aria-label", re.compile("with slope 6"))
    expect(plot.locator("path.curve")).to_have_attribute("d", re.compile(r"^M.+C.+C"))


@pytest.mark.parametrize("by", ["value", "gradient", "magnitude"])
def test_cards_can_be_coloured(page: Page, by: str):
    open_program(page)
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour by").select_option(by)
    expect(card(page, "w")).to_have_class(
        re.compile({"value": "vp", "gradient": "gp"}.get(by, "m5"))
    )


def test_find_selects_a_value(page: Page):
    open_program(page)
    find = page.get_by_role("combobox", name="Find a value")
    find.fill("loss")
    page.keyboard.press("Enter")
    expect(card(page, "loss")).to_have_class(re.compile("selected"))
    said = page.locator(".find output")
    find.fill("×")
    page.keyboard.press("Enter")
    expect(said).to_have_text("1 / 1")
    find.fill("v")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile("^2 / "))
    find.fill("nowhere")
    expect(said).to_have_text("not found")
    page.keyboard.press("Escape")
    expect(find).to_have_value("")
    write(page, "a = 0.5\nb = 1.5\ny = sum(a*b + b*2 + a**2 + exp(b) + tanh(a))\n")
    expect(page.locator("g.card.sum")).to_contain_text("5 terms")
    find.fill("v7")  # one of the folded additions
    page.keyboard.press("Enter")
    expect(page.locator("g.card.sum")).to_have_class(re.compile("selected"))


def test_completion_and_documentation_come_from_the_server(page: Page):
    open_program(page)
    write(page, "w = 1.0\n")
    page.locator(".cm-content").press("Control+End")
    page.keyboard.type("loss = softpl")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("softplus")
    page.wait_for_timeout(150)  # the list takes no key in its first moments
    page.keyboard.press("Tab")
    page.keyboard.type("(w)")
    expect(card(page, "loss")).to_contain_text("+1.313")
    page.locator(".cm-line span", has_text="softplus").hover()
    expect(page.locator(".function-help")).to_contain_text("softplus(")


def test_a_link_restores_program_leaves_step_and_selection(page: Page, browser: Browser):
    open_program(page, TWO_USES)
    page.get_by_role("slider", name="a", exact=True).fill("1")
    expect(card(page, "a")).to_contain_text("+1.000")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    card(page, "h").click()
    page.get_by_role("button", name="Share").click()
    expect(page).to_have_url(re.compile("#v1:"))
    other = browser.new_context()
    there = other.new_page()
    there.goto(page.url)
    expect(card(there, "a")).to_contain_text("+1.000", timeout=20_000)
    expect(there.locator(".at")).to_have_text("1 / 5")
    expect(card(there, "h")).to_have_class(re.compile("selected"))
    other.close()


def test_an_example_is_opened_shown_in_the_address_and_left_again(page: Page):
    open_program(page)
    page.get_by_role("button", name="Examples").click()
    dialog = page.get_by_role("dialog", name="Examples")
    expect(dialog.locator(".example").nth(19)).to_be_attached()
    expect(dialog.locator(".thumb svg").first).to_be_visible()
    entry = dialog.locator(".example", has=page.get_by_role("button", name="Open A diamond"))
    expect(entry.get_by_role("button")).to_have_count(1)
    expect(entry.locator(".thumb .card.output")).to_have_text("+")
    box = entry.locator(".thumb").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)  # the whole card opens it
    expect(page).to_have_url(re.compile(r"\?example=diamond"))
    expect(page.locator(".cm-content")).not_to_contain_text("neuron with one input")
    page.go_back()
    expect(page).not_to_have_url(re.compile("example"))
    expect(page.locator(".cm-content")).to_contain_text("neuron with one input")


def test_an_examples_address_stays_readable(page: Page):
    open_program(page, address="/?example=diamond")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    page.locator("#n0").click()
    expect(page).to_have_url(re.compile(r"/\?example=diamond&step=1&node=n0$"))
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour by").select_option("gradient")
    expect(page).to_have_url(re.compile("#v1:"))
    page.reload()
    expect(page.locator(".at")).to_have_text(re.compile("^1 / "))
    page.get_by_role("button", name="View options").click()
    expect(page.get_by_label("Colour by")).to_have_value("gradient")


def test_an_examples_address_opens_it_at_its_step(page: Page):
    open_program(page, address="/?example=two-paths&step=1&node=n1")
    expect(page.locator(".at")).to_have_text(re.compile("^1 / "))
    expect(page.locator("g.card.selected")).to_have_count(1)


def test_a_pitfall_is_drawn_beside_its_right_side(page: Page, artefacts: Path):
    open_program(page, address="/?example=overwriting-right")
    expect(page.locator(".pane")).to_have_count(2)
    wrong, right = page.locator(".pane").all()
    expect(wrong.get_by_role("heading")).to_have_text("Wrong Overwriting a gradient")
    expect(right.get_by_role("heading")).to_have_text("Right Adding up a gradient")
    expect(wrong.locator(".differing")).to_contain_text("∂y/∂x = +3.000")
    expect(right.locator(".differing")).to_contain_text("∂y/∂x = +6.000")
    for pane in (wrong, right):
        expect(pane.locator("g.card.differs")).to_have_count(1)
        expect(pane.locator("g.card.differs .title")).to_have_text("x")
    page.screenshot(path=artefacts / "explore-pitfall.png")
    page.get_by_role("slider", name="x", exact=True).fill("5")
    expect(wrong.locator(".differing")).to_contain_text("+5.000")
    expect(right.locator(".differing")).to_contain_text("+10.00")
    wrong.locator("g.card.output").click()
    expect(right.locator("g.card.output")).to_have_class(re.compile("selected"))
    wrong.get_by_role("button", name="Edit this one").click()
    expect(page).to_have_url(re.compile("overwriting-wrong"))
    expect(page.locator(".pane.here").get_by_role("heading")).to_contain_text("Wrong")
    page.get_by_role("button", name="Hide this side").click()
    expect(page.locator(".pane")).to_have_count(1)
    expect(page.locator(".differs-mark")).to_have_count(0)
    page.get_by_role("button", name="Show both sides").click()
    expect(page.locator(".pane")).to_have_count(2)
    write(page, "x = 2.0\ny = x ** 3\n")
    expect(page.locator(".pane")).to_have_count(1)


def test_every_pitfall_has_gradients_that_differ(page: Page):
    open_program(page)
    examples = page.evaluate("fetch('/api/v1/examples').then(answer => answer.json())")["examples"]
    wrong = [example["name"] for example in examples if example["role"] == "wrong"]
    assert len(wrong) == 5
    for name in wrong:
        page.goto(f"/?example={name}")
        expect(page.locator(".pane")).to_have_count(2)
        expect(page.locator(".pane.here g.card.differs").first).to_be_visible()
        expect(page.locator(".pane.there g.card.differs").first).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("Picture, SVG", "<svg"),
        ("Graphviz, DOT", "digraph"),
        ("Graph, JSON", '"structure"'),
        ("Table, CSV", "id,name,operation"),
        ("Derivation, LaTeX", "\\"),
        ("Python, Chainrule", "import"),
        ("Python, PyTorch", "torch"),
    ],
)
def test_everything_can_be_taken_away(page: Page, kind: str, holds: str):
    open_program(page)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    path = download.value.path()
    assert holds in Path(path).read_text(encoding="utf-8")


def test_a_picture_is_exported_twice_as_large(page: Page):
    open_program(page)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture, PNG 2 ×").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") > 1000


def test_a_picture_is_light_and_named_after_its_example(page: Page):
    page.emulate_media(color_scheme="dark")
    open_program(page, address="/?example=overwriting-wrong")
    page.locator("summary", has_text="Export").click()
    expect(page.locator(".menu-note")).to_contain_text("Wrong")
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture, SVG").click()
    assert download.value.suggested_filename == "overwriting-wrong.svg"
    picture = Path(download.value.path()).read_text(encoding="utf-8")
    assert "<title>Overwriting a gradient: computational graph</title>" in picture
    assert "aria-label" not in picture
    ground = re.search(r'<rect[^>]*fill="rgb\((\d+), (\d+), (\d+)\)"', picture)
    assert ground is not None
    assert min(map(int, ground.groups())) > 200
    assert page.evaluate("document.documentElement.dataset.theme") == "system"


def test_nothing_of_a_previous_program_is_taken_away(page: Page):
    open_program(page)
    write(page, "w = 2.0\nloss = tann(w)\n")
    expect(page.get_by_text("previous result")).to_be_visible()
    for kind in ("Picture, SVG", "Table, CSV", "Graph, JSON"):
        page.locator("summary", has_text="Export").click()
        page.get_by_role("button", name=kind, exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Not exported")).to_contain_text("tann")


def test_a_name_cannot_smuggle_markup_into_the_page(page: Page):
    open_program(page)
    write(
        page, 'x = 1.0\nwith group("<img src=x onerror=alert(1)>"):\n    y = x * 2\n    z = y + x\n'
    )
    expect(page.locator(".cluster-label")).to_contain_text("<img")
    assert page.locator("svg.drawing img, svg.drawing image").count() == 0


def test_embed_fits_into_a_small_frame(page: Page):
    page.set_viewport_size({"width": 600, "height": 400})
    open_program(page, address="/embed?example=mlp&step=9&node=n4")
    expect(page.locator("header.header")).to_have_count(0)
    expect(page.locator("g.card.selected")).to_be_in_viewport(ratio=0.9)
    assert page.locator("g.card.selected .hit").bounding_box()["width"] > 100
    assert page.evaluate("document.documentElement.scrollHeight") == 400
    expect(page.locator(".cm-content")).to_be_hidden()
    page.get_by_role("button", name="Program").click()
    expect(page.locator(".cm-content")).to_be_visible()
    page.get_by_role("button", name="Program").click()
    page.get_by_role("button", name="Details").click()
    expect(page.get_by_role("region", name="Inspector")).to_contain_text("W2")
    page.get_by_role("button", name="Select nothing").click()
    expect(page.get_by_role("region", name="Inspector")).to_be_hidden()
    link = page.get_by_role("link", name="Open in Chainrule")
    expect(link).to_have_attribute("href", re.compile(r"\d/\?example=mlp&step=9$"))
    expect(link).to_have_attribute("rel", "noopener")


def test_embed_shows_one_side_of_a_pitfall_and_stays_a_frame(page: Page):
    page.set_viewport_size({"width": 800, "height": 480})
    open_program(page, address="/embed?example=overwriting-wrong")
    entries = page.evaluate("history.length")
    expect(page.locator(".pane")).to_have_count(1)
    expect(page.locator(".differing")).to_contain_text("+3.000")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Right", exact=True).click()
    expect(page).to_have_url(re.compile(r"/embed\?example=overwriting-right&step=0$"))
    expect(page.locator(".at")).to_have_text(re.compile("^0 / "))
    expect(page.locator(".differing")).to_contain_text("—")
    page.get_by_role("button", name="Last step (End)").click()
    expect(page.locator(".differing")).to_contain_text("+6.000")
    assert page.evaluate("history.length") == entries
    page.set_viewport_size({"width": 1000, "height": 600})
    expect(page.locator(".pane")).to_have_count(2)
    page.get_by_role("button", name="Edit this one").click()
    expect(page).to_have_url(re.compile(r"/embed\?example=overwriting-wrong$"))


def test_two_sides_are_drawn_at_one_scale(page: Page):
    open_program(page, address="/?example=zero-grad-wrong")
    expect(page.locator(".pane")).to_have_count(2)
    expect(page.locator(".pane.here .pane-caption")).to_contain_text("≠ w2 = +4.520")
    expect(page.locator(".pane.there .pane-caption")).to_contain_text("≠ w2 = +2.920")
    layers = page.locator("g.viewport")
    expect(layers).to_have_count(2)
    page.wait_for_timeout(500)  # they settle
    here, there = (
        float(re.search(r"scale\(([\d.]+)\)", layer.get_attribute("transform") or "").group(1))
        for layer in layers.all()
    )
    assert here == pytest.approx(there)
    assert here >= 0.5


def test_a_value_that_is_not_a_number_is_shown_and_found(page: Page):
    open_program(page)
    write(page, "w = -1.0\nz = log(w)\nloss = z * 2\n")
    expect(card(page, "z")).to_contain_text("NaN")
    expect(page.locator(".finding-note").first).to_be_visible()


def test_the_server_may_go_and_come_back(
    page: Page, own_server, expected_console_errors: list[str]
):
    expected_console_errors.append("ERR_CONNECTION_REFUSED")
    open_program(page, address=own_server.url)
    own_server.stop()
    write(page, "w = 2.0\nloss = w * w * w\n")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    own_server.start()  # the page notices by itself
    expect(card(page, "loss")).to_contain_text("+8.000")
    expect(page.get_by_text("The server does not answer")).to_be_hidden()
