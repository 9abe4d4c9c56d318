"""Sliders under the mouse and under a finger, on every page."""

import json
import re
from collections.abc import Iterator

import pytest
from explore_page import card, open_program
from page_touch import swipe
from playwright.sync_api import Browser, Locator, Page, expect

MANY = "".join(f"w{i} = 0.3\n" for i in range(12)) + "loss = w0 + w2 + w7\n"
HIT = """(slider) => {
  const { left, width, top, height } = slider.getBoundingClientRect();
  const shares = [0.02, 0.25, 0.5, 0.75, 0.98];
  return shares.filter((x) => [0.4, 0.5, 0.6].some(
    (y) => document.elementFromPoint(left + x * width, top + y * height) !== slider));
}"""


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def open_run(page: Page, epochs: int = 0) -> Locator:
    page.goto("/train")
    page.get_by_role("button", name=re.compile("synthetic-linear")).click()
    expect(page.locator("g.card").first).to_be_visible()
    for _ in range(epochs):
        page.get_by_role("button", name="Epoch", exact=True).click()
        expect(page.locator(".run-status")).to_contain_text("Step 100 of 100")
    return page.get_by_label("Step of the run")


@pytest.mark.parametrize("width", [1440, 820, 390])
@pytest.mark.parametrize("address", ["/", "/train"])
def test_nothing_lies_over_a_slider(page: Page, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    if address == "/train":
        open_run(page)
    else:
        open_program(page)
    sliders = page.get_by_role("slider").all()
    assert sliders
    for slider in sliders:
        if slider.is_visible():
            slider.scroll_into_view_if_needed()
            assert slider.evaluate(HIT) == []


def test_the_runs_bar_is_clicked_and_dragged_with_the_mouse(page: Page):
    bar = open_run(page, epochs=1)
    box = bar.bounding_box()
    assert box
    most = int(bar.get_attribute("max") or "0")
    middle = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + box["width"] * 50 / most, middle)
    expect(page.locator(".run-status")).to_contain_text(re.compile(r"Step (4|5)\d of 100"))
    page.mouse.move(box["x"] + box["width"] * 50 / most, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 80 / most, middle, steps=5)
    page.mouse.up()
    expect(page.locator(".run-status")).to_contain_text(re.compile(r"Step (7|8)\d of 100"))


def test_the_runs_bar_follows_a_finger(phone: Page):
    bar = open_run(phone, epochs=1)
    swipe(phone, bar, -105, 3)
    expect(phone.locator(".run-status")).not_to_contain_text("Step 100 of 100")
    before = bar.input_value()
    swipe(phone, bar, 2, -90)
    assert bar.input_value() == before


def test_a_finger_that_scrolls_the_leaves_changes_none(phone: Page):
    open_program(phone, MANY)
    phone.get_by_role("button", name="Edit", exact=True).click()
    slider = phone.get_by_role("slider", name="w2", exact=True)
    swipe(phone, slider, 4, -120)
    phone.wait_for_function("() => document.querySelector('.leaves').scrollTop > 40")
    expect(slider).to_have_value("0.3")
    expect(phone.get_by_role("button", name="Reset to the text")).to_have_count(0)
    other = phone.get_by_role("slider", name="w7", exact=True)
    other.scroll_into_view_if_needed()
    swipe(phone, other, 30, 3)
    expect(other).not_to_have_value("0.3")
    moved = other.input_value()
    other.tap(position={"x": 10, "y": 20})
    expect(other).not_to_have_value(moved)
    expect(card(phone, "w7")).not_to_contain_text("+0.3000")


@pytest.mark.parametrize("language", ["C", "", "en_US"])
def test_every_page_comes_up_whatever_the_browser_calls_its_language(page: Page, language: str):
    for name, value in (("language", language), ("languages", [language])):
        getter = f"{{ get: () => {json.dumps(value)} }}"
        page.add_init_script(f"Object.defineProperty(Navigator.prototype, '{name}', {getter})")
    open_program(page)
    open_run(page, epochs=1)
    expect(page.get_by_role("img", name=re.compile("^Loss"))).to_be_visible()
    expect(page.locator(".chart-host canvas").first).to_be_visible()
