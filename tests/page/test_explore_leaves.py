"""Leaves on the Explore page: numbers as people type them, ranges, and texts that stop the page."""

import re

from explore_page import MATRICES, card, open_program, sentence, write
from playwright.sync_api import Page, Route, expect


def test_a_number_is_entered_as_it_is_typed(page: Page):
    open_program(page, "w = [[1.0, 2.0]]\nb = 1.5\nloss = sum(w) * b\n")
    cell = page.get_by_label("w[0, 1]")
    for number in ("1.05", "-0.05", "0.007"):
        cell.select_text()
        cell.press("Delete")
        cell.press_sequentially(number, delay=20)
        expect(cell).to_have_value(number)
        shown = f"{abs(float(number)):.4g}".ljust(5, "0")
        expect(card(page, "w")).to_contain_text(("−" if number[0] == "-" else "+") + shown[:4])
    field = page.get_by_label("Value of b")
    field.fill("")
    field.blur()
    expect(field).to_have_value("1.5")
    field.fill("100")
    expect(page.get_by_role("slider", name="b", exact=True)).to_have_attribute("max", "200")
    page.get_by_role("button", name="Range of the slider of b").click()
    least = page.get_by_label("min", exact=True)
    least.fill("900")
    least.press("Enter")
    expect(least).to_have_value("-200")
    expect(page.get_by_text("The minimum must be smaller than the maximum.")).to_be_visible()


def test_no_text_can_keep_the_page_from_coming_up(page: Page):
    open_program(page, "w = 1e400\ny = w * 2\n")
    expect(page.get_by_label("Value of w")).to_have_attribute("placeholder", "∞")
    expect(card(page, "y")).to_contain_text("∞")
    # As a page leaves its storage that stopped while it showed a graph.
    stopped = "localStorage.setItem('chainrule.started', '1')"
    page.evaluate(f"addEventListener('pagehide', () => {stopped})")
    page.reload()
    expect(card(page, "loss")).to_contain_text("+2.250")
    page.get_by_role("button", name="Open it again").click()
    expect(card(page, "y")).to_contain_text("∞")
    expect(page.get_by_role("button", name="Open it again")).to_be_hidden()


def test_a_plot_shows_how_the_output_runs_or_says_why_it_cannot(page: Page):
    open_program(page, "x = data(1.0)\nw = 1.5\nb = 1.0\ny = x / (w - 0.33) + b\n")
    plot = page.get_by_role("img", name="y as a curve over w")
    expect(plot.locator("path.curve")).to_have_attribute("d", re.compile(r"^M[^M]+M[^M]+$"))
    expect(plot.locator("path.curve-slope")).to_have_attribute("d", re.compile("^M"))
    page.get_by_label("Contour over").select_option("b")
    expect(page.locator(".plot .isoline").first).to_be_visible()
    expect(page.locator(".plot .level").first).to_be_visible()
    card(page, "x").click()
    expect(page.get_by_text("x is data: switch ∂ on to plot over it")).to_be_visible()
    page.locator(".cm-content").fill("w = [1.0, 2.0]\nv = 1.0\nz = w * v\n")
    card(page, "v").click()
    expect(page.get_by_text("z has 2 elements: a plot needs one number")).to_be_visible()


def test_values_survive_edits_elsewhere_and_reach_every_leaf_of_a_name(page: Page):
    open_program(page, "w = 1.5\nv = w * 2\nw = param(2.0)\ny = v + w * w\n")
    page.get_by_label("Value of w#2").fill("5")
    expect(card(page, "y")).to_contain_text("+28.00")
    page.get_by_role("slider", name="w", exact=True).fill("2")
    expect(card(page, "y")).to_contain_text("+29.00")
    page.locator(".cm-content").press("Control+Home")
    page.locator(".cm-content").press_sequentially("# twice\n")
    expect(page.locator(".cm-line").first).to_have_text("# twice")
    expect(card(page, "y")).to_contain_text("+29.00")
    page.get_by_role("button", name="w#2 gets a gradient; make it data").click()
    expect(page.locator(".cm-content")).to_contain_text("w = data(2.0)")
    expect(card(page, "w#2")).to_have_class(re.compile("data"))
    expect(card(page, "y")).to_contain_text("+29.00")
    page.locator(".cm-content").fill("w = 3.5\ny = w * 2\n")
    expect(card(page, "y")).to_contain_text("+7.000")


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


def test_numbers_follow_a_slider_alone_and_findings_when_it_rests(page: Page):
    open_program(page, "w = 5.0\nh = sigmoid(-w)\nloss = h * w\n")
    finding = page.locator(".overview .finding-note", has_text="within 0.01 of its limit")
    expect(finding).to_be_visible()
    held, asked = [], []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json.get("numbers", False))
        route.continue_() if asked[-1] else held.append(route)

    page.route("**/graphs", answer)
    slider = page.get_by_role("slider", name="w", exact=True)
    slider.fill("6")
    expect(card(page, "h")).to_contain_text("0.00247")
    expect(sentence(page)).to_contain_text("0.00247")
    expect(finding).to_be_hidden()
    page.wait_for_timeout(400)
    assert asked == [True, False]
    held.pop().continue_()
    expect(finding).to_be_visible()
    slider.fill("1")
    expect(card(page, "h")).to_contain_text("0.2689")
    page.wait_for_timeout(400)
    held.pop().continue_()
    expect(finding).to_have_count(0)


def test_rows_fit_into_the_narrowest_column(page: Page):
    open_program(page, "x = data([[2.0, 3.0, 4.0]])\nw = 1.5\nloss = sum(x * w)\n")
    divider = page.get_by_role("separator", name="Width of the editor")
    for _ in range(10):
        divider.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "14")
    edge = divider.evaluate("divider => divider.getBoundingClientRect().left")
    for switch in page.locator(".kind-switch").all():
        assert switch.evaluate("button => button.getBoundingClientRect().right") < edge - 4
    number = page.get_by_label("Value of w")
    number.fill("0,5")
    expect(card(page, "loss")).to_contain_text("+4.500")
    number.press("ArrowUp")
    expect(card(page, "w")).not_to_contain_text("+0.5000")


def test_a_matrix_leaf_is_edited_in_a_grid_and_a_kind_is_switched(page: Page):
    open_program(page, MATRICES)
    page.get_by_label("w[1, 0]").fill("2")
    expect(card(page, "w")).to_contain_text("−1 +2")
    page.get_by_role("button", name="x is data; give it a gradient").click()
    expect(card(page, "x")).to_have_class(re.compile("parameter"))
    expect(page.locator(".cm-content")).to_contain_text("x = param([[2.0, 3.0]])")


def test_a_leaf_takes_no_other_programs_value_and_any_name(page: Page):
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_program(page, address="/?example=three-points")
    page.get_by_label("x[0]", exact=True).fill("7")
    expect(page.get_by_role("button", name="Reset to the text")).to_be_visible()
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("button", name="Open Layer normalisation").click()
    expect(page.get_by_label("x[0, 0]", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("x[0]", exact=True)).to_have_value("7")
    write(
        page, "constructor = 1.5\nhasOwnProperty = [1.0, 2.0]\ny = constructor * hasOwnProperty\n"
    )
    expect(page.get_by_label("hasOwnProperty[1]")).to_have_value("2")
    page.get_by_label("Value of constructor").fill("2")
    expect(card(page, "y")).to_contain_text("+2 +4")
    expect(page.locator(".leaf")).to_have_count(2)
    assert problems == []


def test_what_differs_from_the_text_is_marked_and_taken_back_one_by_one(page: Page):
    open_program(page, "a = 3.0\nb = data([1.0, 2.0])\nloss = sum(a * b)\n")
    reset = page.get_by_role("button", name="a is 3.0 in the text")
    expect(reset).to_have_count(0)
    page.get_by_label("Value of a").fill("3.25")
    page.get_by_label("b[1]").fill("5")
    expect(card(page, "loss")).to_contain_text("+19.50")
    expect(page.locator(".cm-ghost")).to_have_text("→ 3.25")
    expect(page.get_by_role("button", name="b is data([1.0, 2.0]) in the text")).to_be_visible()
    reset.focus()
    page.keyboard.press("Enter")
    expect(card(page, "loss")).to_contain_text("+18.00")
    expect(reset).to_have_count(0)
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_focused()
    expect(page.locator(".cm-ghost")).to_have_count(0)
    page.get_by_label("Value of a").fill("4")
    expect(page.locator(".cm-ghost")).to_have_text("→ 4")
    write(page, "a = 5.0\nloss = a * a\n")
    expect(card(page, "loss")).to_contain_text("+25.00")
    expect(page.locator(".cm-ghost")).to_have_count(0)
    expect(page.locator(".leaf-reset")).to_have_count(0)


def test_a_reset_has_a_way_back(page: Page):
    open_program(page, "a = 3.0\nb = data([1.0, 2.0])\nloss = sum(a * b)\n")
    page.get_by_label("Value of a").fill("3.25")
    page.get_by_label("b[1]").fill("5")
    expect(card(page, "loss")).to_contain_text("+19.50")
    reset = page.get_by_role("button", name="Reset to the text")
    undo = page.get_by_role("button", name="Undo the reset")
    expect(undo).to_have_count(0)
    place = reset.bounding_box()
    reset.click()
    expect(card(page, "loss")).to_contain_text("+9.000")
    where = undo.bounding_box()
    assert place
    assert where
    assert where["x"] + where["width"] < place["x"]
    undo.click()
    expect(card(page, "loss")).to_contain_text("+19.50")
    page.get_by_role("button", name="a is 3.0 in the text").click()
    expect(card(page, "loss")).to_contain_text("+18.00")
    page.get_by_role("button", name="Undo the reset").click()
    expect(card(page, "loss")).to_contain_text("+19.50")
    reset.click()
    page.get_by_label("Value of a").fill("1")
    expect(undo).to_have_count(0)


def test_a_leaf_predicts_on_its_own_row(page: Page):
    open_program(page, "w = 1.5\nloss = w ** 2\n")
    page.get_by_role("button", name="Range of the slider of w").click()
    row = page.locator(".leaf", has_text="Predict")
    row.get_by_role("button", name="Change").click()
    expect(row.locator(".predict-numbers")).to_contain_text("0.31")
