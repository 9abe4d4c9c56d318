"""Explore by keyboard alone: every part is reached, and the focus stays where the reader is."""

import re

from explore_page import opened
from playwright.sync_api import Page, expect


def test_the_focus_stays_where_the_reader_is(page: Page, expected_console_errors: list[str]):
    """Whatever takes itself off the page hands the focus on; it never falls to the body."""
    expected_console_errors.append("net::ERR_FAILED")
    opened(page)
    press = page.keyboard.press
    page.locator(".leaf-slider").first.focus()
    press("ArrowRight")
    page.get_by_role("button", name="Reset to the text").focus()
    press("Enter")
    expect(page.locator(".leaf-slider").first).to_be_focused()
    page.locator(".overview .link").first.focus()
    press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.locator("g.card.parameter").first.click()
    page.get_by_role("tab", name="Uses").click()
    page.locator(".uses-list .link").first.focus()
    press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.get_by_role("button", name="Close").focus()
    press("Enter")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)
    for name in ("Forward (→)", "Last step (End)", "First step (Home)", "Back (←)"):
        button = page.get_by_role("button", name=name)
        button.focus()
        press("Enter")
        press("End" if "Forward" in name else "Enter")
        expect(button).to_be_focused()
    options = page.get_by_role("button", name="View options")
    options.focus()
    press("Enter")
    page.get_by_label("Colour by").focus()
    press("Escape")
    expect(options).to_be_focused()
    expect(page.locator(".popover")).to_have_count(0)
    press("Enter")
    page.locator("button.run").focus()
    expect(page.locator(".popover")).to_have_count(0)
    menu = page.locator("summary", has_text="Export")
    for act in ("Escape", "Enter"):
        menu.focus()
        press("Enter")
        press("Tab")
        press(act)
        expect(menu).to_be_focused()
        expect(page.get_by_role("button", name="Picture, SVG")).to_be_hidden()
    page.locator(".cm-content").fill("loss = w * 2")
    page.get_by_role("button", name="number", exact=True).focus()
    page.route("**/api/v1/graphs*", lambda route: route.abort())
    press("Enter")
    expect(page.locator(".cm-content")).to_be_focused()
    press("Control+Enter")
    page.locator(".banner").get_by_role("button", name="Try again").focus()
    page.unroute("**/api/v1/graphs*")
    press("Enter")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)
    page.goto("/?example=zero-grad-wrong")
    expect(page.locator(".pane")).to_have_count(2)
    page.get_by_role("button", name="Hide this side").focus()
    press("Enter")
    expect(page.get_by_role("button", name="Show both sides")).to_be_focused()


def test_the_focus_moves_the_picture_and_not_the_page(page: Page):
    page.set_viewport_size({"width": 1100, "height": 600})
    opened(page, "/?example=mlp")
    expect(page.locator("#table")).to_be_attached()
    page.keyboard.press("g")
    expect(page.locator("g.card .hit:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    expect(page.get_by_role("tab", name="Node")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_keys_work_in_a_dialog_and_on_a_slider(page: Page):
    opened(page, "/?example=matrix-element")
    page.get_by_role("slider", name="Step", exact=True).focus()
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.locator("g.card", has=page.locator(".sign", has_text="@")).first.click()
    page.get_by_role("tab", name="Matrix").click()
    page.locator("button.cell").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card.output")).to_be_visible()
    behind = page.locator(".workbench > .stepper .at").inner_text()
    page.keyboard.press("Home")
    expect(dialog.locator(".at")).to_have_text(re.compile("^0 /"))
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(dialog.locator(".at")).not_to_have_text(re.compile("^0 /"))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".workbench > .stepper .at")).to_have_text(behind)


def test_the_documentation_of_a_function_needs_no_pointer(page: Page):
    opened(page)
    page.locator(".cm-content").fill("w = 0.5\nloss = tanh(w) + u")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    page.keyboard.press("Escape")  # nothing is judged while a list is open
    expect(page.locator(".cm-content")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".cm-content")).to_have_accessible_description(re.compile("u"))
    page.keyboard.press("Home")
    for _ in "loss = ta":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("F1")
    expect(page.locator(".function-help")).to_contain_text("tanh(")
    page.keyboard.press("Escape")
    expect(page.locator(".function-help")).to_have_count(0)


def test_the_keyboard_alone_reaches_everything(page: Page):
    page.set_viewport_size({"width": 1280, "height": 1000})  # where it flows top-down
    opened(page)
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("ArrowUp")
    focused = page.locator("g.card .hit:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("^v6,"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Inspector")).to_contain_text("v6")
    page.keyboard.press("g")
    expect(focused).to_have_attribute("aria-label", re.compile("^v6,"))  # where the selection is
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # there is no card below the output
    expect(page.locator("g.card.output .hit")).to_be_focused()
    expect(page.locator(".at")).to_have_text("9 / 9")
    page.keyboard.press("Escape")
    expect(page.locator("g.card.selected")).to_have_count(0)
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("svg.drawing")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".at")).to_have_text("0 / 9")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".at")).to_have_text("1 / 9")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".at")).to_have_text("4 / 9")
    page.keyboard.press("End")
    page.keyboard.press("t")
    expect(page.locator("#table tbody button").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a value")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator(".sentence").first).to_contain_text("agree with finite differences")
    page.keyboard.press("e")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("g")  # typed, not obeyed
    expect(page.locator(".cm-content")).to_be_focused()


def test_every_key_does_what_help_says(page: Page):
    opened(page)
    scale = (
        "document.querySelector('g.viewport').getAttribute('transform').match(/scale\\(([^)]+)/)[1]"
    )
    before = float(page.evaluate(scale))
    page.keyboard.press("+")
    page.wait_for_function(f"() => {scale} > {before}")
    page.keyboard.press("-")
    page.keyboard.press("-")
    page.wait_for_function(f"() => {scale} < {before}")
    page.keyboard.press("f")
    page.wait_for_function(f"() => {scale} >= {before}")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".at")).to_have_text("5 / 9")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".at")).to_have_text("4 / 9")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause (Space)")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play (Space)")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("Space")  # on a card it is the card's
    expect(page.locator("g.card.output")).to_have_class(re.compile("selected"))
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("#v1:"))
    page.locator(".cm-content").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()


def test_single_keys_can_be_turned_off(page: Page):
    opened(page)
    page.keyboard.press("?")
    page.get_by_label("Use single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    expect(page.locator(".at")).to_have_text("9 / 9")


def test_a_group_is_folded_and_opened_with_the_keyboard_and_the_focus_stays(page: Page):
    opened(page, "/?example=layer-norm")
    page.keyboard.press("g")
    name = page.locator(".group-name .hit")
    for _ in range(12):
        if name.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    folded = page.locator("g.card.group .hit")
    expect(folded).to_be_focused()
    expect(folded).to_have_attribute("aria-expanded", "false")
    expect(folded).to_have_attribute("aria-label", re.compile("^normalise,"))
    page.keyboard.press("Enter")
    expect(name).to_have_attribute("aria-expanded", "true")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)
