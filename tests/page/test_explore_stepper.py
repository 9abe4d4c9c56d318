"""Walking through the recorded events: groups at once, nothing asked, a check at the end."""

import re

from explore_page import GROUPS, TWO_USES, card, drawn, open_program, sentence
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
    expect(w2).not_to_have_text("—")
    scrubber.fill("5")
    expect(w2).to_have_text("—")
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
        re.compile(r"^layer#2, 2 operations backward\. The gradient of \w+ is now \[.*, of w2 \[")
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


def test_a_sentence_that_goes_on_says_so_and_can_be_scrolled(page: Page):
    page.set_viewport_size({"width": 1120, "height": 700})
    drawn(page, "/?example=mlp")
    page.keyboard.press("Home")
    page.keyboard.press("End")  # with what the check of the gradients has found
    expect(sentence(page)).to_have_class(re.compile("goes-on"))
    expect(sentence(page)).to_have_attribute("tabindex", "0")
    sentence(page).evaluate("place => place.scrollTo(0, place.scrollHeight)")
    expect(sentence(page)).not_to_have_class(re.compile("goes-on"))
