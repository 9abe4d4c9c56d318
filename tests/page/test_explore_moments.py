"""Programs with several moments, what they print and update, and errors that keep the picture."""

import json
import re

from explore_page import card, open_program, sentence, write
from moments_program import (
    BACKWARD,
    LOOP,
    LOSSES,
    ONE_TURN,
    TURNS,
    UPDATING,
    noting_moments,
    summary,
)
from page_axe import violations
from playwright.sync_api import Locator, Page, Route, expect

GRAPHS = "**/api/v1/graphs"


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Moments")


def scrubber(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment", exact=True)


def where(moment: int) -> str:
    loss = f"{LOSSES[moment - 1]:.4g}".replace("e-0", "e−")
    return f"moment {moment} of {TURNS} · line {BACKWARD} · loss {loss}"


def test_a_program_with_one_moment_has_no_run_bar(page: Page):
    open_program(page)
    expect(bar(page)).to_have_count(0)


def test_another_moment_changes_numbers_in_place(page: Page):
    asked = noting_moments(page)
    open_program(page, LOOP)
    expect(bar(page)).to_contain_text(f"moment {TURNS} of {TURNS}")
    places = [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()]
    scrubber(page).fill("2")
    expect(bar(page)).to_contain_text(where(2))
    expect(card(page, "loss")).to_contain_text("+13.54")
    scrubber(page).press("ArrowRight")
    expect(bar(page)).to_contain_text(where(3))
    expect(card(page, "loss")).to_contain_text("+11.46")
    assert [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()] == places
    assert asked == [None, 2, 3]
    field = bar(page).get_by_label("Go to")
    field.fill("50")
    field.press("Enter")
    expect(bar(page)).to_contain_text(where(50))
    expect(scrubber(page)).to_have_attribute("aria-valuetext", where(50))


def test_moments_are_played_one_after_the_other_to_the_last(page: Page):
    noting_moments(page)
    open_program(page, LOOP)
    scrubber(page).fill("97")
    bar(page).get_by_label("Moments a second").select_option("10")
    bar(page).get_by_role("button", name="Play the moments").click()
    expect(bar(page)).to_contain_text(where(TURNS))
    expect(bar(page).get_by_role("button", name="Play the moments")).to_be_visible()
    bar(page).get_by_role("button", name="Play the moments").click()
    expect(bar(page)).to_contain_text(re.compile("moment [234] of"))
    bar(page).get_by_role("button", name="Pause").click()
    page.unroute_all(behavior="wait")  # one moment may still be on its way


def test_losses_that_are_not_finite_are_marked_on_the_curve(page: Page):
    noting_moments(page, [*LOSSES[:98], "Infinity", "NaN"])
    open_program(page, LOOP)
    expect(bar(page).locator(".loss-curve .bad")).to_have_count(2)
    expect(bar(page)).to_contain_text("loss NaN")
    expect(bar(page)).to_contain_text("red: not finite")


def test_the_address_keeps_the_moment_until_the_text_changes(page: Page):
    asked = noting_moments(page)
    open_program(page, LOOP)
    scrubber(page).fill("12")
    expect(page).to_have_url(re.compile("#v1:"))
    page.reload()
    expect(bar(page)).to_contain_text(where(12))
    expect(card(page, "loss")).to_contain_text("+2.555")
    assert asked[-1] == 12
    write(page, ONE_TURN)
    expect(bar(page)).to_have_count(0)
    write(page, LOOP)
    expect(bar(page)).to_contain_text(where(TURNS))


def test_an_update_is_a_step_that_changes_the_leaf_and_marks_its_line(page: Page):
    noting_moments(page)
    open_program(page, LOOP)
    scrubber(page).fill("1")
    expect(card(page, "w")).to_contain_text("+0.6600")
    expect(sentence(page)).to_have_text(f"w is updated: 0.5 → 0.66 (line {UPDATING}).")
    expect(page.locator(".segment.update")).to_be_visible()
    page.get_by_role("button", name="Back (←)").click()
    expect(card(page, "w")).to_contain_text("+0.5000")
    page.get_by_role("button", name="Forward (→)").click()
    expect(page.locator(".cm-computed-line.update")).to_contain_text("w -= 0.01")


def test_the_editor_marks_what_is_computed_in_both_passes(page: Page):
    noting_moments(page)
    open_program(page, LOOP)
    expect(page.locator(".cm-line").first).to_be_visible()
    expect(page.locator(".cm-computed-line")).to_have_count(0)
    step = page.get_by_role("slider", name="Step", exact=True)
    step.fill("1")
    expect(page.locator(".cm-computed.forward")).to_have_text("w * x")
    expect(page.locator(".cm-computed-line.forward")).to_contain_text("loss =")
    step.fill("5")
    expect(page.locator(".cm-computed.backward").first).to_contain_text("w")
    expect(page.locator(".cm-computed.forward")).to_have_count(0)
    step.fill("0")
    expect(page.locator(".cm-computed-line")).to_have_count(0)


def test_a_row_of_a_leaf_sets_where_the_program_begins(page: Page):
    noting_moments(page)
    open_program(page, LOOP)
    scrubber(page).fill("12")
    expect(card(page, "w")).to_contain_text("+1.765")
    expect(page.get_by_label("Value of w")).to_have_value("0.5")
    plot = page.get_by_text("The program has changed w before this moment")
    expect(plot).to_be_visible()
    scrubber(page).fill("1")
    expect(plot).to_be_hidden()
    expect(page.get_by_role("heading", name="loss over w")).to_be_visible()


def test_printed_text_stands_beside_its_line_and_leads_to_its_moment(page: Page):
    noting_moments(page)
    open_program(page, LOOP)
    expect(page.locator(".cm-printed")).to_have_text(f"99 {LOSSES[99]:.4g} ×100")
    lines = page.get_by_role("list", name="Printed lines")
    lines.evaluate("list => list.scrollTo(0, 0)")
    row = lines.get_by_role("button", name=re.compile("^11 "))
    row.click()
    expect(bar(page)).to_contain_text(where(12))
    expect(page.locator(".cm-printed")).to_have_text("11 2.555 ×100")
    expect(page.locator(".cm-computed-line")).to_contain_text("print(f")
    expect(lines.locator("[aria-current]")).to_contain_text("11 2.555")
    row.press("ArrowDown")
    expect(lines.get_by_role("button", name=re.compile("^12 "))).to_be_focused()
    page.keyboard.press("End")
    expect(lines.get_by_role("button", name=re.compile("^99 "))).to_be_focused()
    page.locator(".console summary").click()
    expect(lines).to_be_hidden()


def test_long_printed_text_wraps_and_is_not_cut_off(page: Page):
    def answer(route: Route) -> None:
        graph = route.fetch(post_data=json.dumps({"source": ONE_TURN})).json()
        text = "tensor(16.0000, grad_fn=<PowBackward0>) after one turn"
        route.fulfill(json={**graph, "printed": [{"moment": 1, "line": 4, "text": text}]})

    page.set_viewport_size({"width": 820, "height": 900})
    page.route(GRAPHS, answer)
    open_program(page, ONE_TURN)
    expect(page.locator(".cm-printed")).to_be_visible()
    right = "element => element.getBoundingClientRect().right"
    assert page.locator(".cm-printed").evaluate(right) <= page.locator(".editor").evaluate(right)
    assert page.locator(".cm-scroller").evaluate("place => place.scrollWidth <= place.clientWidth")


def test_thousands_of_printed_lines_are_not_all_on_the_page(page: Page):
    def answer(route: Route) -> None:
        graph = route.fetch(post_data=json.dumps({"source": ONE_TURN})).json()
        printed = [{"moment": 1, "line": 4, "text": str(number)} for number in range(5000)]
        route.fulfill(json={**graph, "printed": printed})

    page.route(GRAPHS, answer)
    open_program(page, ONE_TURN)
    expect(page.get_by_text("5,000 lines")).to_be_visible()
    assert page.locator(".console li").count() < 60
    page.locator(".console-lines").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(page.locator(".console li").filter(has_text="4999")).to_be_visible()
    expect(page.locator(".cm-printed")).to_have_text("4999 ×5,000")


def test_what_was_left_in_grad_is_said_on_the_card_and_in_its_tab(page: Page):
    def answer(route: Route) -> None:
        graph = route.fetch(post_data=json.dumps({"source": ONE_TURN})).json()
        for node in graph["nodes"]:
            if node["name"] == "w":
                node["accumulated_grad"] = summary(10.75)
        route.fulfill(json=graph)

    page.route(GRAPHS, answer)
    open_program(page, ONE_TURN)
    expect(card(page, "w")).to_contain_text(".grad +10.8")
    card(page, "w").click()
    expect(page.get_by_role("tabpanel")).to_contain_text(
        ".grad is 10.75 after this pass, which sent −16: the rest was left from before."
    )
    page.get_by_role("button", name="First step (Home)").click()
    expect(card(page, "w")).not_to_contain_text(".grad")


FAILING = "w = 3.0\nloss = w * w\nend = tann(loss)\n"


def test_an_error_keeps_what_was_computed_before_it(page: Page):
    open_program(page)
    write(page, FAILING)
    expect(page.get_by_role("alert")).to_contain_text("tann")
    expect(page.locator(".cm-lintRange-error")).to_have_text("tann")
    expect(card(page, "loss")).to_contain_text("+9.000")
    expect(page.locator(".stale")).to_have_count(0)
    expect(page.get_by_text("previous result")).to_be_hidden()


def test_the_call_that_failed_is_said_on_the_cards_that_it_was_given(page: Page):
    lines = ["import torch", "x = torch.ones(1, 3)", "w = torch.ones(3, 2, requires_grad=True)"]
    lines += ["h = x @ w", "bias = torch.zeros(5)", "y = h + bias", "y.sum().backward()"]
    open_program(page, "\n".join(lines))
    said = "The program ends here: h + bias in line 6 fails"
    for name in ("h", "bias"):
        expect(card(page, name).locator(".finding path")).not_to_have_count(0)
        card(page, name).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(said)
    expect(page.locator(".cm-lintRange-error")).to_have_text("h + bias")


def test_nothing_is_judged_while_a_word_is_being_written(page: Page):
    page.clock.install()
    open_program(page)
    expect(page.locator(".cm-content")).to_be_visible()
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    page.locator(".cm-content").press("ControlOrMeta+End")
    page.keyboard.type("end = loss los")
    with page.expect_response(GRAPHS):
        page.clock.run_for(400)
    page.clock.run_for(500)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".stale")).to_have_count(0)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.keyboard.press("Escape")  # a list of completions may be open
    page.clock.run_for(1_000)
    expect(page.get_by_role("alert")).to_contain_text("Line")
    expect(page.get_by_text("previous result")).to_be_visible()


def test_leaving_the_line_has_it_judged(page: Page):
    open_program(page, "w = 1.0\nloss = w * 2\n")
    page.locator(".cm-content").press("ControlOrMeta+End")
    with page.expect_response(GRAPHS):
        page.keyboard.type("end = tann(loss)")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cm-lintRange-error")).to_have_text("tann")


def test_the_run_bar_and_the_printed_lines_are_accessible(page: Page):
    noting_moments(page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        open_program(page, LOOP)
        scrubber(page).fill("12")
        page.get_by_role("slider", name="Step", exact=True).fill("5")
        assert violations(page) == []
