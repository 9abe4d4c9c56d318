"""The page in a frame of another site."""

import json
import re

from explore_page import open_program
from page_type_size import LEAST, TOLERANCE, smallest
from playwright.sync_api import Page, Route, expect


def test_embed_fits_into_a_small_frame(page: Page):
    page.set_viewport_size({"width": 600, "height": 400})
    open_program(page, address="/embed?example=mlp&step=9&node=n4")
    expect(page.locator("header.header")).to_have_count(0)
    expect(page.locator("g.card.selected")).to_be_in_viewport(ratio=0.9)
    assert smallest(page)[0] >= LEAST - TOLERANCE
    assert page.evaluate("document.documentElement.scrollHeight") == 400
    expect(page.locator(".cm-content")).to_be_hidden()
    page.get_by_role("button", name="Program").click()
    expect(page.locator(".cm-content")).to_be_visible()
    page.get_by_role("button", name="Program").click()
    page.get_by_role("button", name="Details", exact=True).click()
    expect(page.get_by_role("region", name="Inspector")).to_contain_text("W2")
    page.get_by_role("button", name="Select nothing").click()
    expect(page.get_by_role("region", name="Inspector")).to_be_hidden()
    link = page.get_by_role("link", name="Open in Chainrule")
    expect(link).to_have_attribute("href", re.compile(r"\d/\?example=mlp&step=9$"))
    expect(link).to_have_attribute("rel", "noopener")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".at")).to_be_in_viewport(ratio=1)


def test_embed_shows_one_side_of_a_pitfall_and_stays_a_frame(page: Page):
    page.set_viewport_size({"width": 800, "height": 480})
    open_program(page, address="/embed?example=overwriting-wrong")
    entries = page.evaluate("history.length")
    expect(page.locator(".pane")).to_have_count(1)
    expect(page.locator(".differing")).to_contain_text("+3.000")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Right", exact=True).click()
    expect(page).to_have_url(re.compile(r"/embed\?example=overwriting-right&step=0$"))
    expect(page.locator(".at")).to_have_text(re.compile("^0 / "))
    expect(page.locator(".differing")).to_contain_text("—")
    page.get_by_role("button", name="Last step (End)").click()
    expect(page.locator(".differing")).to_contain_text("+6.000")
    assert page.evaluate("history.length") == entries
    page.set_viewport_size({"width": 1000, "height": 600})
    expect(page.locator(".pane")).to_have_count(2)
    page.get_by_role("button", name="Edit this one").click()
    expect(page).to_have_url(re.compile(r"/embed\?example=overwriting-wrong$"))


def test_a_panel_that_fails_in_a_frame_leaves_the_others_alone(page: Page):
    def spoil(route: Route) -> None:
        answer = route.fetch()
        graph = answer.json()
        for node in graph["nodes"]:
            if node["formula"]:
                node["formula"]["local"] = None
        route.fulfill(response=answer, body=json.dumps(graph))

    page.route("**/api/v1/graphs", spoil)
    page.goto("/embed?example=diamond&node=n2")
    page.get_by_role("button", name="Details", exact=True).click()
    page.get_by_role("tab", name="Maths").click()
    expect(page.get_by_role("alert")).to_contain_text("This part of the page failed.")
    page.get_by_role("button", name="First step (Home)").click()
    expect(page.locator(".sentence").first).to_contain_text("x")
    expect(page.locator("#n2")).to_be_visible()
