"""Explore: gradients held against finite differences, and predictions against what happens."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

KINKED_AND_CUT = "x = 3.0\nk = [0.0, 1.0]\nw = 0.5\ny = x * detach(x) + sum(relu(k)) + w\n"


def open_program(page: Page, source: str, select: str) -> None:
    """Opens the page as somebody who left it with this program, with one value selected."""
    page.add_init_script(f"localStorage.setItem('chainrule.source', {json.dumps(source)})")
    page.goto("/")
    page.locator("#table button", has_text=re.compile(f"^{select}$")).click()


def test_a_check_shows_both_numbers_and_names_what_it_cannot_compare(page: Page):
    open_program(page, KINKED_AND_CUT, "k")
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check all gradients").click()
    rows = page.locator("table.check tbody tr")
    expect(rows).to_have_count(3)
    for row, words in enumerate(["x 3 6 0.5 differs", "k 0 0.5 — not comparable: a kink [0]"]):
        for word in words.split():
            expect(rows.nth(row)).to_contain_text(word)
    said = page.locator(".sentence").first
    expect(said).to_contain_text("x differs from finite differences (gradient 3, measured 6).")
    expect(said).to_contain_text("k is not comparable: a kink.")

    page.locator(".predict-row select").select_option("1e-9")
    expect(page.locator(".tab-panel")).to_contain_text("Another h is chosen now")
    page.get_by_role("button", name="Check all gradients").click()
    expect(page.locator("table.check caption")).to_contain_text("1e−9")
    expect(page.locator(".tab-panel")).not_to_contain_text("Another h is chosen now")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("table.check").evaluate(
        "table => table.scrollWidth <= table.parentElement.clientWidth"
    )


def test_without_parameters_there_is_nothing_to_check(page: Page):
    open_program(page, "x = data(2.0)\ny = x * x\n", "y")
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check all gradients").click()
    expect(page.locator(".tab-panel")).to_contain_text("There is nothing to check")
    expect(page.locator(".sentence").first).to_contain_text("There is no backward pass")


def test_the_key_shows_what_the_check_finds_also_before_the_end(page: Page):
    open_program(page, KINKED_AND_CUT, "k")
    page.keyboard.press("Escape")
    page.locator(".inspector-head button").click()
    page.locator(".graph").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("k")
    expect(page.get_by_role("tab", name="Check")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".inspector-head h2")).to_have_text("y")
    expect(page.locator("table.check tbody tr")).to_have_count(3)
    expect(page.locator(".tab-panel [role='status']")).to_contain_text("x differs from")
    expect(page.locator(".sentence").first).not_to_contain_text("differs")


@pytest.mark.parametrize(
    "pitfall", ["backward-twice", "zero-grad", "unsummed-bias", "learning-rate"]
)
def test_the_wrong_side_of_a_pitfall_is_not_told_that_it_agrees(page: Page, pitfall: str):
    said = page.locator(".sentence").first
    for role, words in (("wrong", "the mistake is in what is computed"), ("right", "agree")):
        page.goto(f"/?example={pitfall}-{role}")
        expect(page.locator("g.card").first).to_be_visible()
        page.locator(".graph").first.focus()
        page.keyboard.press("Home")
        page.keyboard.press("End")
        expect(said).to_contain_text(words)
        if role == "wrong":
            expect(said).not_to_contain_text("agree")


def test_a_prediction_says_what_is_missing(page: Page):
    open_program(page, KINKED_AND_CUT, "x")
    page.get_by_role("tab", name="Node").click()
    predict = page.locator(".predict")
    predict.get_by_role("spinbutton").fill("-0.5")
    predict.get_by_role("button", name="Change it").click()
    expect(predict).to_contain_text("3 × (−0.5) = −1.5")
    expect(predict).to_contain_text("a gradient was cut")
    # Until the address is kept, going to it again is a reload, which loses nothing.
    expect(page).to_have_url(re.compile("#v1:"))

    open_program(
        page, "W = param(randn(30, 10, seed=1))\nu = 2.0\ny = W ** 2\nv = u * u\nsum(y)", "W"
    )
    page.get_by_role("tab", name="Node").click()
    predict.get_by_role("textbox", name="element").fill("[29, 9]")
    predict.get_by_role("button", name="Change it").click()
    expect(predict).to_contain_text("The rest is curvature")
