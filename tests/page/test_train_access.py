"""Train for fingers and for long runs: sizes of targets, progress, the scale of the curve."""

import re
from pathlib import Path

import pytest
from page_targets import small_targets
from playwright.sync_api import Browser, Page, expect

COVERED_FIELDS = """() => [...document.querySelectorAll(".setup :is(input, select, summary)")]
  .filter((field) => {
    if (!field.checkVisibility()) return false;
    field.focus();
    const { left, top, width, height } = field.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit?.closest(".setup-foot") !== null;
  })
  .map(({ textContent, type }) => `${type} ${textContent}`)"""


def open_preset(page: Page, name: str) -> None:
    page.goto("/train")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("g.card").first).to_be_visible()


@pytest.mark.parametrize("least", [24, 44])
def test_targets_are_large_enough(browser: Browser, base_url: str, least: int):
    finger = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(base_url=base_url, **(finger if least == 44 else {}))
    page = context.new_page()
    page.goto("/train")
    expect(
        page.get_by_role("navigation", name="Presets").get_by_role("button").first
    ).to_be_visible()
    assert small_targets(page, least) == []
    open_preset(page, "moons-mlp")
    page.get_by_label("Training", exact=True).get_by_role(
        "button", name="Epoch", exact=True
    ).click()
    expect(page.locator(".run-status")).to_contain_text("Step 20 of 20")
    if least == 24:
        assert small_targets(page, least) == []
    else:
        for room in ("Progress", "Tables", "Set-up", "Graph"):
            page.get_by_role("navigation", name="Views").get_by_role("button", name=room).click()
            assert small_targets(page, least) == [], room
    context.close()


def test_a_long_run_shows_how_far_it_is_and_its_loss_on_a_logarithmic_axis(
    page: Page, artefacts: Path
):
    open_preset(page, "synthetic-linear")
    page.get_by_label("Run to epoch").fill("400")
    page.get_by_role("button", name="Run", exact=True).click()
    bar = page.get_by_role("progressbar", name="Progress of training")
    expect(bar).to_be_visible()
    page.wait_for_function("() => document.querySelector('.run-status progress').value > 0")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    status = page.locator(".run-status")
    expect(status).to_contain_text(re.compile(r"Step ([\d,]+) of \1epoch"))  # as far as it came

    # The axis is painted, not written: on a logarithmic one the picture is another one.
    paint = "document.querySelector('.chart-host canvas').toDataURL()"
    log = page.get_by_label("log", exact=True)
    expect(log).not_to_be_checked()
    before = page.evaluate(paint)
    log.check()
    page.wait_for_function(f"before => {paint} !== before", arg=before)
    page.screenshot(path=artefacts / "train-log.png")


def test_the_keyboard_goes_on_from_the_preset_that_it_chose(page: Page):
    page.goto("/train")
    preset = page.get_by_role("button", name=re.compile("synthetic-linear"))
    preset.focus()
    page.keyboard.press("Enter")
    expect(page.locator("g.card").first).to_be_visible()
    expect(preset).to_be_focused()


def test_no_field_of_the_form_has_the_focus_under_the_buttons(page: Page):
    page.set_viewport_size({"width": 1280, "height": 800})
    open_preset(page, "synthetic-linear")
    covered = page.evaluate(COVERED_FIELDS)
    assert covered == []


def test_a_run_is_printed_with_its_graph_and_without_its_controls(page: Page):
    open_preset(page, "synthetic-linear")
    page.emulate_media(media="print")
    expect(page.locator(".setup").first).to_be_hidden()
    expect(page.locator("g.card").first).to_be_visible()
    box = page.locator("svg.drawing").bounding_box()
    assert box["height"] > 100
    expect(page.locator(".epochs, .below table").first).to_be_visible()
