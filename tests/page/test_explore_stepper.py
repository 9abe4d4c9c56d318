"""Walking through the recorded events: groups at once, nothing asked, a check at the end."""

import re

import pytest
from explore_page import GROUPS, TWO_USES, card, drawn, open_program, opened, places, sentence
from page_axe import violations
from playwright.sync_api import Page, expect


def test_steps_by_group_take_what_belongs_together_and_ask_nothing(page: Page):
    open_program(page, GROUPS)
    at, sentence = page.locator(".at"), page.locator(".sentence").first
    forward = page.get_by_role("button", name="Forward (→)")
    expect(at).to_have_text("11 / 11")
    asked: list[str] = []
    # What functions do is asked for whenever there is time.
    asks = re.compile("/api/v1/(?!functions)")
    page.on("request", lambda each: asked.append(each.url) if asks.search(each.url) else None)

    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_label("Step by").select_option("group")
    forward.click()
    expect(at).to_have_text("2 / 11")  # the first layer: @ and tanh
    expect(page.locator("g.card.ahead")).to_have_count(3)
    forward.click()
    expect(at).to_have_text("4 / 11")
    page.get_by_label("Step by").select_option("pass")
    forward.click()
    expect(at).to_have_text("5 / 11")
    page.get_by_label("Step by").select_option("operation")

    scrubber = page.get_by_role("slider", name="Step", exact=True)
    said = set()
    for step in ("3", "7", "2", "9", "0", "10"):
        scrubber.fill(step)
        expect(at).to_have_text(f"{step} / 11")
        said.add(sentence.text_content())
    assert len(said) == 6
    expect(page.locator(".segments")).to_have_text(re.compile("^FSB$"))
    w2 = card(page, "w2").locator(".gradient")
    expect(w2.first).to_have_text("0.76")
    scrubber.fill("5")
    expect(w2.last).to_have_text("—")
    assert asked == []

    forward.focus()
    page.keyboard.press("End")
    expect(at).to_have_text("11 / 11")
    expect(sentence).to_contain_text("w1 and w2 agree with finite differences")
    assert [url.rsplit("/", 1)[1] for url in asked] == ["checks"]


def test_steps_go_both_ways_and_say_the_numbers(page: Page):
    open_program(page, TWO_USES)
    expect(sentence(page)).to_have_text(
        "h = tanh(a). Upstream 0.5; local 1 − h² = 0.7864, "
        "sends 0.5 × 0.7864 = 0.3932 to a. a has 0.4621 + 0.3932 = 0.8553 now."
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
    before = [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()]
    for _ in range(4):
        page.get_by_role("button", name="Back (←)").click()
    again = [c.get_attribute("transform") for c in page.locator("g.viewport g.card").all()]
    assert again == before


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


def test_play_runs_to_the_end(page: Page):
    open_program(page, TWO_USES)
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play (Space)").click()
    expect(page.get_by_role("button", name="Pause (Space)")).to_be_visible()
    expect(page.locator(".at")).to_have_text("5 / 5", timeout=10_000)
    expect(page.get_by_role("button", name="Play (Space)")).to_be_visible()


def test_a_step_by_group_tells_what_it_sends_out_and_marks_who_gets_it(page: Page):
    open_program(page, GROUPS)
    page.get_by_label("Step by").select_option("group")
    page.get_by_role("button", name="Back (←)").click()
    expect(sentence(page)).to_have_text(
        re.compile(r"^layer#2, 2 operations backward\. The gradient of .+ is now \[.*, of w2 \[")
    )
    expect(page.locator("g.card.receiving")).to_have_count(2)
    expect(page.locator("g.line.active")).to_have_count(2)


def test_the_picture_follows_to_the_last_step_and_shows_who_receives(page: Page):
    page.set_viewport_size({"width": 1280, "height": 720})
    drawn(page, "/?example=mlp")
    page.keyboard.press("Home")
    page.keyboard.press("End")
    tools = page.locator(".graph-tools").bounding_box()
    for name in ("W1", "v6"):
        expect(card(page, name)).to_be_in_viewport(ratio=1)
    receiver = card(page, "W1").bounding_box()
    assert tools
    assert receiver
    assert receiver["y"] > tools["y"] + tools["height"]
    assert tools["height"] < 50  # one row


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1120, 700), (1920, 1080)])
def test_no_sentence_is_cut_off_and_the_graph_stays_where_it_is(
    page: Page, width: int, height: int
):
    page.set_viewport_size({"width": width, "height": height})
    drawn(page, "/?example=two-paths")
    page.keyboard.press("Home")
    page.keyboard.press("End")  # with what the check of the gradients has found
    expect(sentence(page)).to_contain_text("finite differences")
    words = page.locator(".step-words")
    top = words.bounding_box()["y"]
    for _ in range(3):
        assert words.evaluate("place => place.scrollHeight - place.clientHeight") <= 1
        assert words.evaluate("place => place.scrollWidth - place.clientWidth") <= 1
        page.keyboard.press("ArrowLeft")
        expect(sentence(page)).to_be_in_viewport(ratio=1)
    if width > 700:
        assert words.bounding_box()["y"] == top


def test_the_equation_is_the_step_in_the_names_of_the_program(page: Page):
    drawn(page)
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    equation = page.locator(".equations .formula")
    expect(equation).to_have_count(1)
    assert "−" in equation.text_content()
    expect(equation.locator("[data-kind=parameter]").first).to_have_text("w")
    expect(page.locator(".sentence code").first).to_have_text("w × x + b − y")
    expect(page.locator(".step-words")).not_to_contain_text(re.compile(r"v\d"))
    assert violations(page) == []


def test_a_term_lights_its_card_and_its_place_in_the_text_and_the_other_way_round(page: Page):
    opened(page)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    term = page.locator(".equations [data-kind=parameter]").first
    term.hover()
    expect(card(page, "w")).to_have_class(re.compile("hovered"))
    expect(page.locator(".cm-lit").first).to_have_text("1.5")
    expect(term).to_have_class(re.compile("lit"))
    card(page, "x").hover()
    expect(page.locator(".equations [data-kind=data]").first).to_have_class(re.compile("lit"))
    expect(term).not_to_have_class(re.compile("lit"))
    term.click()
    expect(
        page.get_by_role("region", name="Inspector").get_by_role("heading", level=2)
    ).to_have_text("w")


def test_in_a_product_of_matrices_the_row_and_the_column_that_meet_are_marked(page: Page):
    drawn(page, "/?example=xor")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")  # X (4, 2) @ W1 (2, 2)
    expect(page.locator(".equations .meets")).to_have_count(2 + 2 + 1)
    page.locator('.equations [data-i="3"][data-j="1"]').hover()
    expect(page.locator(".equations .meets")).to_have_text(["1", "1", "−1.5", "−1.5", "−3"])


def test_the_local_derivative_of_an_edge_opens_with_rule_numbers_and_curve(page: Page):
    drawn(page, "/?example=dead-relu")
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")  # back through relu
    page.locator(".equations [data-edge]").click()
    panel = page.get_by_role("region", name="Inspector")
    expect(panel.get_by_role("heading", level=2)).to_have_text("∂h / ∂(w × x + b)")
    expect(panel.locator("dd").first).to_have_text("0")
    panel.locator(".plot-picture").scroll_into_view_if_needed()  # where it is computed
    expect(panel.locator(".plot-picture .curve")).to_have_attribute("d", re.compile("^M"))
    expect(panel.locator(".plot-picture .point")).to_have_count(1)
    assert violations(page) == []
    panel.get_by_role("button", name="Close").click()
    panel.get_by_role("tab", name="Uses").click()
    panel.get_by_role("button", name="Local derivative").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("∂h / ∂(w × x + b)")


def test_a_wire_that_is_clicked_opens_its_local_derivative(page: Page):
    drawn(page, "/?example=dead-relu")
    wire = page.locator("g.line.backward").filter(has=page.locator(".grip")).first
    place = wire.evaluate(
        """line => { const grip = line.querySelector('.grip');
          const at = grip.getPointAtLength(grip.getTotalLength() / 2);
          const on = new DOMPoint(at.x, at.y).matrixTransform(grip.getScreenCTM());
          return [on.x, on.y]; }"""
    )
    before = places(page)
    page.mouse.click(*place)
    panel = page.get_by_role("region", name="Inspector")
    expect(panel.get_by_role("heading", level=2)).to_contain_text("/ ∂")
    expect(panel.locator("dt").last).to_have_text("Contribution")
    expect(page.locator("g.line.open .glow")).to_have_count(1)
    assert places(page) == before


def test_numbers_travel_into_the_operation_and_are_never_in_the_way(page: Page):
    drawn(page)
    page.evaluate(
        """() => { window.travelled = new Set();
          new MutationObserver(() => {
            for (const text of document.querySelectorAll('.traveller text'))
              window.travelled.add(text.textContent);
          }).observe(document.querySelector('g.viewport'),
                     { subtree: true, childList: true, characterData: true });
        }"""
    )
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")  # w × x
    page.wait_for_function("() => travelled.has('1.5') && travelled.has('2')")
    expect(page.locator(".traveller")).to_have_count(0)
    for _ in range(5):
        page.keyboard.press("ArrowRight")  # the last of them: back through the square
    expect(sentence(page)).to_contain_text("sends")
    page.wait_for_function("() => travelled.has('1 × 3')")
    expect(page.locator("[data-arriving], .traveller")).to_have_count(0)

    page.emulate_media(reduced_motion="reduce")
    page.evaluate("travelled.clear()")
    page.keyboard.press("ArrowRight")
    expect(sentence(page)).to_contain_text("sends")
    page.wait_for_timeout(100)
    assert page.evaluate("travelled.size") == 0
