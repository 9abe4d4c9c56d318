"""The Train page as people use it: presets, steps, epochs, curves, forks, and coming back to it."""

import re

import pytest
from playwright.sync_api import Page, expect

FIRST_EPOCH = 0.7999661130823178
"""The notebook's mean squared error after one epoch."""


def open_preset(page: Page, name: str = "synthetic-linear", base: str = "") -> None:
    page.goto(f"{base}/train")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("g.card").first).to_be_visible(timeout=20_000)


def at_step(page: Page, step: int, head: int | None = None) -> None:
    expect(page.locator(".run-status")).to_contain_text(f"Step {step:,} of {head or step:,}")


def press(page: Page, name: str) -> None:
    page.get_by_label("Training", exact=True).get_by_role("button", name=name, exact=True).click()


def value_on_card(page: Page, name: str) -> str:
    """What the card of a value says, as a screen reader reads it."""
    return page.locator(f'g.card[aria-label^="{name},"]').get_attribute("aria-label") or ""


def place_of_card(page: Page, name: str) -> str | None:
    return page.locator(f'g.card[aria-label^="{name},"]').get_attribute("transform")


def first_epoch(page: Page) -> float:
    """The mean loss of the first epoch, as the table of epochs has it."""
    row = page.get_by_role("table", name="Epochs").get_by_role("row").nth(1)
    return float(row.get_by_role("cell").first.inner_text())


def test_presets_come_first_and_begin_a_run(page: Page):
    page.goto("/train")
    presets = page.get_by_role("navigation", name="Presets").get_by_role("button")
    expect(presets.nth(0)).to_contain_text("synthetic-linear")
    expect(presets.nth(1)).to_contain_text("raisins-mlp")
    presets.nth(0).click()
    expect(page.locator(".run-status")).to_contain_text("Before the first step")
    assert re.search(r"/train\?session=[0-9a-f]{32}&step=0$", page.url)


def test_a_step_changes_numbers_in_place_and_moves_nothing(page: Page):
    open_preset(page)
    place, before = place_of_card(page, "w"), value_on_card(page, "w")
    press(page, "Sample")
    at_step(page, 1)
    press(page, "Sample")
    at_step(page, 2)
    expect(page.locator('g.card[aria-label^="w,"]')).not_to_have_attribute("aria-label", before)
    assert place_of_card(page, "w") == place
    press(page, "One step back (,)")
    at_step(page, 1, 2)


def test_an_epoch_shows_the_notebooks_loss(page: Page):
    open_preset(page)
    press(page, "Epoch")
    at_step(page, 100)
    assert first_epoch(page) == pytest.approx(FIRST_EPOCH, rel=1e-12)


def test_the_stepper_works_inside_a_training_step(page: Page):
    open_preset(page)
    press(page, "Sample")
    at_step(page, 1)
    stepper = page.get_by_label("Stepper")
    expect(stepper.locator(".segments")).to_have_text("FSBU")
    expect(page.locator(".sentence")).to_contain_text("the optimiser makes it")
    stepper.get_by_role("button", name="First step (Home)").click()
    expect(page.locator(".sentence")).to_contain_text("Only the 4 leaves have values")


def test_play_trains_and_pauses(page: Page):
    open_preset(page)
    page.get_by_label("Speed").first.select_option("250")
    press(page, "Train (P)")
    expect(page.get_by_role("img", name=re.compile("^Loss"))).not_to_have_attribute(
        "data-empty", re.compile(".")
    )
    expect(page.locator(".run-status")).to_contain_text("epoch 2", timeout=20_000)
    press(page, "Pause (P)")
    expect(page.get_by_role("button", name="Train (P)")).to_be_visible()


def test_a_reload_leads_back_to_the_same_step(page: Page):
    open_preset(page)
    press(page, "Epoch")
    at_step(page, 100)
    press(page, "One step back (,)")
    at_step(page, 99, 100)
    w = value_on_card(page, "w")
    page.reload()
    at_step(page, 99, 100)
    expect(page.locator('g.card[aria-label^="w,"]')).to_have_attribute("aria-label", w)
    page.goto("/train")  # no session in the address: this machine remembers
    at_step(page, 99, 100)


def test_a_restarted_server_has_lost_nothing(
    page: Page, own_server, expected_console_errors: list[str]
):
    expected_console_errors.append("net::ERR_CONNECTION")
    open_preset(page, base=own_server.url)
    press(page, "Epoch")
    at_step(page, 100)
    own_server.kill()
    press(page, "Sample")
    banner = page.get_by_role("alert").filter(has_text="The server does not answer")
    expect(banner).to_be_visible()
    own_server.start()
    banner.get_by_role("button", name="Try again").click()
    at_step(page, 101)
    expect(banner).to_be_hidden()
    page.reload()
    at_step(page, 101)
    assert first_epoch(page) == pytest.approx(FIRST_EPOCH, rel=1e-12)
