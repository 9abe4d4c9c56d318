"""The editor on the Explore page: what typing does, and what names light up."""

import re

from playwright.sync_api import Page, expect


def test_completion_helps_without_getting_in_the_way(page: Page):
    page.goto("/")
    text = page.locator(".cm-content")
    text.fill("a = 1.0\n")
    popup = page.locator(".cm-tooltip-autocomplete")
    text.press("Control+End")
    text.press_sequentially("y = a")
    page.wait_for_timeout(600)
    expect(popup).to_be_hidden()
    text.press("Enter")
    text.press_sequentially("z = relu(softpl")
    expect(popup).to_contain_text("softplus")
    page.wait_for_timeout(150)  # the list takes no key in its first moments
    text.press("Tab")
    text.press_sequentially("(a")
    text.press("Escape")
    text.press("End")
    text.press("Enter")
    text.press_sequentially("b = z.softp")
    expect(popup).to_contain_text("softplus")
    text.press("Enter")
    lines = ["a = 1.0", "y = a", "z = relu(softplus(a))", "b = z.softp", ""]
    expect(page.locator(".cm-line")).to_have_text(lines)


def test_names_light_their_own_cards_and_a_misspelt_one_is_put_right(page: Page):
    page.goto("/")
    text = page.locator(".cm-content")
    text.fill("weight = 1.5\nx = data(2.0)\ny = (weight * x) ** 2\n")
    expect(page.locator("g.card.output")).to_contain_text("+9.000")
    line = page.locator(".cm-line").nth(2)
    box = line.bounding_box()
    assert box is not None

    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 62, middle)
    expect(page.locator("g.card.hovered")).to_contain_text("weight")
    page.mouse.move(box["x"] + 8, middle)
    expect(page.locator("g.card.hovered")).to_have_class(re.compile("output"))
    page.mouse.move(box["x"] + box["width"] - 4, middle)
    expect(page.locator("g.card.hovered")).to_have_count(0)
    text.fill("weight = 1.5\ny = weigt * 2\n")
    page.get_by_role("alert").get_by_role("button", name="weight").click()
    expect(page.locator("g.card.output")).to_contain_text("+3.000")
