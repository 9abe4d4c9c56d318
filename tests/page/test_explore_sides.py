"""Program and inspector can be hidden: the graph then has the window, as a lecture hall needs."""

import re

from explore_page import card, open_program, opened
from playwright.sync_api import Page, expect


def test_what_stands_beside_the_graph_is_hidden_and_comes_back(page: Page):
    opened(page)
    press = page.keyboard.press
    focus = page.locator(":focus")
    program, inspector = page.locator(".editor"), page.locator(".inspector")
    left = page.get_by_role("button", name="Program", exact=True)
    right = page.get_by_role("button", name="Inspector", exact=True)
    graph = page.locator(".graphs")
    layer = page.locator("g.viewport")
    narrow = graph.bounding_box()["width"]
    before = layer.get_attribute("transform")

    expect(left).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Run Ctrl+Enter").focus()
    press("h")
    expect(program).to_be_hidden()
    expect(inspector).to_be_hidden()
    expect(left).to_be_focused()  # the button that had the focus is gone
    for tab in (left, right):
        expect(tab).to_have_attribute("aria-expanded", "false")
        expect(tab).to_be_visible()
    assert graph.bounding_box()["width"] > 1.5 * narrow
    expect(layer).not_to_have_attribute("transform", before)  # fitted anew

    slider = page.get_by_role("slider", name="w", exact=True)
    slider.fill("2")
    expect(card(page, "w")).to_contain_text("+10.00")
    card(page, "w").click()
    expect(card(page, "w")).to_have_class(re.compile("selected"))
    expect(inspector).to_be_hidden()
    press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    expect(program).to_be_hidden()
    press("h")  # one was open: both are hidden
    expect(inspector).to_be_hidden()
    expect(right).to_be_focused()

    page.reload()
    expect(page.locator("g.card.output")).to_be_visible()
    expect(page.locator(".workbench")).to_have_class(re.compile("presenting"))
    assert "hidden" not in page.url
    page.emulate_media(media="print")
    expect(page.locator(".editor")).to_be_visible()  # paper has the program, too
    expect(left).to_be_hidden()
    page.emulate_media(media="screen")
    press("k")
    expect(page.get_by_role("tab", name="Check")).to_be_visible()
    press("e")
    expect(page.locator(".cm-content")).to_be_focused()
    page.locator(".cm-content").fill("loss = nothing + 1")
    expect(page.locator(".problem")).to_be_visible()
    left.focus()
    press("Enter")
    expect(program).to_be_hidden()
    expect(left).to_be_focused()
    press("h")
    press("h")
    expect(program).to_be_visible()
    expect(inspector).to_be_visible()
    expect(focus).to_have_count(1)

    divider = page.get_by_role("separator", name="Width of the editor")
    divider.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "26")
    divider.dblclick(position={"x": 0, "y": 40})
    expect(divider).to_have_attribute("aria-valuenow", "28")

    press("h")
    page.set_viewport_size({"width": 900, "height": 800})
    expect(program).to_be_hidden()  # the choice holds on a tablet, too
    page.set_viewport_size({"width": 640, "height": 800})
    expect(left).to_have_count(0)  # there every part has a tab


def test_a_tablet_shows_the_graph_alone_to_a_lecture_hall(page: Page):
    page.set_viewport_size({"width": 820, "height": 1180})
    open_program(page)
    page.keyboard.press("h")
    graph = page.get_by_role("region", name="Graph", exact=True)
    expect(page.locator(".presenting .program")).to_be_hidden()
    box = graph.bounding_box()
    assert box is not None
    assert box["width"] > 800
    page.keyboard.press("h")
    expect(page.get_by_role("region", name="Program")).to_be_visible()
