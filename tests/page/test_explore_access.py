"""Explore for a screen reader, for fingers, in the dark and in forced colours; what axe finds."""

import re
from pathlib import Path

import pytest
from explore_page import drawn, opened
from page_axe import violations
from page_contrast import contrast
from page_targets import small_targets
from playwright.sync_api import Browser, Page, expect

VIEWS = {
    "start": lambda page: None,
    "node": lambda page: page.locator("g.card.parameter").first.click(),
    "maths": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Maths").click(),
    ),
    "matrix": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Matrix").click(),
    ),
    "element": lambda page: (
        page.goto("/?example=matrix-element"),
        page.locator("g.card", has=page.locator(".sign", has_text="@")).first.click(),
        page.get_by_role("tab", name="Matrix").click(),
        page.locator("button.cell").first.click(),
        expect(page.get_by_role("dialog").locator("g.card.output")).to_be_visible(),
    ),
    "uses": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Uses").click(),
    ),
    "check": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Check").click(),
        page.get_by_role("button", name="Check all gradients").click(),
        expect(page.locator("table.check")).to_be_visible(),
    ),
    "error": lambda page: (
        page.locator(".cm-content").fill("loss = nothing + 1"),
        expect(page.locator(".problem")).to_be_visible(),
    ),
    "long": lambda page: (
        page.set_viewport_size({"width": 1280, "height": 560}),
        page.goto("/?example=attention"),
        expect(page.locator(".cm-content")).to_be_attached(),
        expect(page.locator("g.card.output")).to_be_visible(),
    ),
    "contour": lambda page: (
        page.get_by_label("Contour over").select_option(index=1),
        expect(page.locator(".gradient-arrow")).to_be_visible(),
    ),
    "colours": lambda page: (
        page.get_by_role("button", name="View options").click(),
        page.get_by_label("Colour by").select_option("gradient"),
    ),
    "embed": lambda page: (
        page.goto("/embed?example=neuron"),
        expect(page.locator("g.card.output")).to_be_visible(),
    ),
    "gone": lambda page: (
        page.route("**/api/v1/graphs*", lambda route: route.abort()),
        page.locator("button.run").click(),
        expect(page.locator(".banner")).to_be_visible(),
    ),
    "options": lambda page: page.get_by_role("button", name="View options").click(),
    "legend": lambda page: page.locator("summary", has_text="Legend").click(),
    "export": lambda page: page.locator("summary", has_text="Export").click(),
    "presenting": lambda page: (
        page.keyboard.press("h"),
        expect(page.locator(".inspector")).to_be_hidden(),
    ),
    "help": lambda page: page.keyboard.press("?"),
    "pitfall": lambda page: (
        page.goto("/?example=zero-grad-wrong"),
        expect(page.locator(".pane")).to_have_count(2),
    ),
    "examples": lambda page: (
        page.get_by_role("button", name="Examples").click(),
        expect(page.locator(".thumb svg").first).to_be_visible(),
    ),
}


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(
    page: Page, view: str, artefacts: Path, expected_console_errors: list[str]
):
    expected_console_errors.append("net::ERR_FAILED")  # the view without a server
    opened(page)
    VIEWS[view](page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
        page.screenshot(path=artefacts / f"explore-{view}-{scheme}.png")


def test_words_on_the_scrubber_can_be_read(page: Page):
    opened(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for phase in ("forward", "seed", "backward"):
            segment = page.locator(f".segment.{phase}")
            filled = contrast(segment.locator(".letter"), segment.locator(".fill"))
            assert min(filled, contrast(segment.locator(".letter"), segment)) >= 4.5, (
                scheme,
                phase,
            )


def test_targets_are_large_enough(page: Page):
    opened(page, "/?example=neuron")
    assert small_targets(page, 24) == []
    page.locator("#n1").click()
    for tab in ("Node", "Maths", "Matrix", "Uses", "Check"):
        page.get_by_role("tab", name=tab).click()
        assert small_targets(page, 24) == []


def test_targets_fit_a_finger(browser: Browser, base_url: str):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = drawn(context.new_page(), f"{base_url}/?example=neuron")
    parts = page.get_by_role("navigation", name="Parts of the page")
    for part in ("Edit", "Graph", "Node", "Table"):
        parts.get_by_role("button", name=part).click()
        assert small_targets(page, 44) == []
    page.get_by_role("button", name="Examples").click()
    expect(page.locator(".thumb svg").first).to_be_visible()
    assert small_targets(page, 44) == []
    context.close()


def test_a_screen_reader_hears_cards_steps_and_table(page: Page):
    opened(page)
    expect(page.locator("#n2 .hit")).to_have_attribute(
        "aria-label", "w, parameter, scalar, value +1.500, gradient +6.000"
    )
    assert page.locator("g.viewport .hit[tabindex='0']").count() == 1
    status = page.locator(".stepper [aria-live='polite']").first
    page.get_by_role("button", name="First step (Home)").click()
    expect(status).to_contain_text("have values")
    row = page.get_by_role("row", name=re.compile("^w ")).first
    expect(row.get_by_role("rowheader")).to_have_text("w")


def test_the_scrubber_speaks_the_sentence(page: Page):
    opened(page)
    scrubber = page.get_by_role("slider", name="Step", exact=True)
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile("Upstream 3"))


def test_switching_the_theme_lays_nothing_out_again(page: Page):
    opened(page)
    drawn = page.locator("g.viewport g.graph").element_handle()
    page.get_by_role("button", name="Switch to dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("g => g.isConnected", drawn)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_forced_colours_keep_cards_and_edges_visible(page: Page, artefacts: Path):
    page.emulate_media(forced_colors="active")
    opened(page)
    stroke = "e => getComputedStyle(e).stroke"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in ("g.card.operation .body", "g.line .wire"):
        assert page.locator(part).first.evaluate(stroke) not in ("none", ground)
    page.screenshot(path=artefacts / "explore-forced-colours.png")


def test_the_graph_is_one_key_away_and_a_card_says_how_it_came_about(page: Page):
    opened(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the graph")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    said = [card.get_attribute("aria-label") or "" for card in page.locator("g.card .hit").all()]
    assert any(words.startswith("v4, w × x, scalar") for words in said)
    assert any(words.endswith("no gradient needed") for words in said)
