"""The first minute on the page, and guessing before a step is shown."""

import re

import pytest
from explore_page import TWO_USES, card, drawn, open_program, opened, sentence
from page_axe import violations
from playwright.sync_api import Browser, Page, expect

MARKS = [
    "w * x",
    "w * x + b",
    "w * x + b - y",
    "(w * x + b - y) ** 2",
    "(w * x + b - y) ** 2",
    "(w * x + b - y) ** 2",
    "w * x + b - y",
    "w * x + b",
    "w * x",
]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_first_visit_is_led_once_through_the_idea_by_keyboard(
    browser: Browser, base_url: str, width: int
):
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(base_url)
    guide = page.get_by_role("region", name="First minute")
    expect(guide).to_contain_text("1 / 6")
    expect(page.locator(".at")).to_have_text("0 / 9")
    assert violations(page) == []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(guide).to_contain_text("loss is 2.25")
    expect(guide.get_by_label("Your guess")).to_be_focused()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(guide).to_contain_text("The gradient of w is 6; you said 4.")
    expect(page.locator(".at")).to_have_text("9 / 9")
    slider = page.get_by_role("slider", name="w", exact=True)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    descend = guide.get_by_role("button", name="w ← w − 0.1 × ∂w")
    descend.focus()
    page.keyboard.press("Enter")
    expect(guide).to_contain_text(re.compile(r"loss went from 2\.\d+ to 0\.0\d+"))
    guide.get_by_role("button", name="Done").focus()
    page.keyboard.press("Enter")
    expect(guide).to_have_count(0)
    expect(page.locator(".transport .play")).to_be_focused()
    page.goto(base_url)
    expect(page.locator("g.card.output")).to_be_attached()
    expect(page.locator(".at")).to_have_text("9 / 9")
    expect(guide).to_have_count(0)
    context.close()


def test_the_first_minute_can_be_skipped_and_another_program_ends_it(
    browser: Browser, base_url: str
):
    for end in ("skip", "example"):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(base_url)
        guide = page.get_by_role("region", name="First minute")
        if end == "skip":
            guide.get_by_role("button", name="Skip").click()
        else:
            page.get_by_role("button", name="Examples").click()
            page.get_by_role("button", name=re.compile("^Open ")).first.click()
        expect(guide).to_have_count(0)
        page.goto(base_url)
        expect(page.locator("g.card.output")).to_be_attached()
        expect(guide).to_have_count(0)
        context.close()


def test_a_word_of_the_subject_is_explained_below_the_first_step_that_says_it(page: Page):
    drawn(page)
    notes = page.locator(".first-sight")
    expect(notes).to_contain_text("upstream")
    page.keyboard.press("ArrowLeft")
    expect(notes).to_have_count(0)
    page.reload()
    expect(sentence(page)).to_contain_text("Upstream")
    expect(notes).to_have_count(0)


def test_guessing_asks_before_it_shows(page: Page):
    open_program(page, TWO_USES)
    page.keyboard.press("Home")
    page.get_by_role("button", name="Guess before each step").click()
    form = page.locator(".guessing")
    expect(form).to_contain_text("What will h be?")
    field = form.get_by_label("Your guess")
    field.fill("0.46")
    field.press("Enter")
    expect(form).to_contain_text("Right: 0.4621.")
    expect(sentence(page)).to_contain_text("h = tanh(a)")
    expect(form).to_contain_text("What will y be?")
    field.fill("3")
    field.press("Enter")
    expect(form).to_contain_text("You said 3; it is 0.2311.")
    expect(card(page, "y")).to_contain_text("+0.2311")
    assert violations(page) == []


def test_the_text_marks_what_is_computed_at_every_step_of_both_passes(page: Page):
    opened(page)
    page.keyboard.press("Home")
    for mark in MARKS:
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cm-computed")).to_have_text(mark)
        expect(page.locator(".cm-computed-line")).to_have_count(1)
