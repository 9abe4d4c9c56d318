"""Explore on phones, in narrow windows and with large text."""

import re
from pathlib import Path

import pytest
from explore_page import card, drawn, opened
from find_browser import BROWSER_ARGUMENTS
from page_axe import violations
from playwright.sync_api import Browser, Page, expect


@pytest.mark.parametrize(("width", "height", "large"), [(320, 640, False), (390, 844, True)])
def test_nothing_lies_beside_a_narrow_window(
    browser: Browser, base_url: str, width: int, height: int, large: bool, artefacts: Path
):
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    if large:  # as with text of 200 %
        page.add_init_script(
            "addEventListener('DOMContentLoaded',"
            " () => document.documentElement.style.fontSize = '32px')"
        )
    drawn(page, base_url)
    for part in ("Edit", "Graph", "Node", "Table"):
        page.get_by_role("navigation", name="Parts of the page").get_by_role(
            "button", name=part
        ).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=artefacts / f"explore-{width}-{part.lower()}.png")
    for name in ("Help", "Switch to dark", "Examples"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Help").click()
    assert page.get_by_role("dialog").evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    context.close()


def test_a_phone_shows_one_part_at_a_time(browser: Browser, base_url: str, artefacts: Path):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = drawn(context.new_page(), base_url)
    parts = page.get_by_role("navigation", name="Parts of the page")
    for part, shown in {
        "Edit": ".editor",
        "Graph": "svg.drawing",
        "Node": ".inspector",
        "Table": "#table",
    }.items():
        parts.get_by_role("button", name=part).click()
        expect(page.locator(shown)).to_be_visible()
        if part == "Edit":  # made when it is first looked at
            expect(page.locator(".cm-content")).to_be_visible()
        expect(page.get_by_role("region", name="Stepper")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(page) == []
        page.screenshot(path=artefacts / f"explore-phone-{part.lower()}.png")
    first = page.locator("#table th, #table tbody tr:first-child td")
    assert [cell.rstrip("▴▾") for cell in first.all_text_contents()[:3]] == [
        "Name",
        "Value",
        "Gradient",
    ]
    expect(page.locator("#table tbody tr").first).to_have_text(re.compile(r"^x\+2\.000no grad"))
    page.locator("summary[aria-label=Export]").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="dark")
    for key, shown in {
        "e": ".cm-content",
        "g": "g.card.output .hit",
        "t": "#table tbody button",
    }.items():
        page.keyboard.press(key)
        expect(page.locator(shown).first).to_be_focused()
        assert violations(page) == []
        page.locator(":focus").evaluate("each => each.blur()")
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    card(page, "w").tap()
    page.get_by_role("button", name="w: details").tap()
    expect(page.get_by_role("region", name="Inspector")).to_contain_text("Predict")
    context.close()


def test_a_narrow_window_gets_the_inspector_as_a_sheet(page: Page):
    page.set_viewport_size({"width": 900, "height": 800})
    opened(page)
    expect(page.locator(".inspector")).to_be_hidden()
    page.locator("g.card.output").click()
    expect(page.locator(".inspector")).to_be_visible()
    page.locator("g.card.output").click(trial=True)  # The sheet does not cover the selected card.
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".inspector")).to_be_hidden()


def test_text_can_be_twice_as_large(browser: Browser, base_url: str, artefacts: Path):
    """A browser zoomed to 200 % has half the pixels, each twice as large."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = drawn(context.new_page(), base_url)
    expect(page.get_by_role("button", name="Play (Space)")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.screenshot(path=artefacts / "explore-zoomed.png")
    context.close()


def test_letters_of_twice_the_size_fit_a_desktop(launch_browser, base_url: str, artefacts: Path):
    """As for somebody who has told the browser to write with 32 pixels in place of 16."""
    browser = launch_browser(args=[*BROWSER_ARGUMENTS, "--blink-settings=defaultFontSize=32"])
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=base_url)
    for address, play in (("/", "Play (Space)"), ("/train", "Train (P)")):
        page.goto(address)
        if address == "/train":
            page.get_by_role("button", name=re.compile("moons-mlp")).click()
        expect(page.locator("g.card").first).to_be_in_viewport(ratio=1)
        for name in (play, "Help", "Switch to dark"):
            expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        size = "html => [html.scrollWidth, getComputedStyle(html).fontSize]"
        assert page.locator("html").evaluate(size) == [1280, "32px"]
        page.screenshot(path=artefacts / f"large-letters{address.replace('/', '-')}.png")
    browser.close()


def test_a_phone_shows_one_side_of_a_pitfall_and_leads_to_the_other(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    drawn(page, "/?example=zero-init-wrong")
    sides = page.get_by_role("group", name="Side of the pitfall")
    expect(sides.get_by_role("button", name="Wrong")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("svg.drawing")).to_have_count(1)
    assert page.locator("svg.drawing").bounding_box()["height"] > 250
    sides.get_by_role("button", name="Right").click()
    expect(sides.get_by_role("button", name="Right")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".pane-caption")).to_contain_text("Weights that begin at random")
