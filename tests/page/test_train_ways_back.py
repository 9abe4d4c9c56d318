"""Nothing is lost by one click on the Train page, and no button slides under the pointer."""

import re

import pytest
from explore_page import card
from playwright.sync_api import Locator, Page, Route, expect

BUTTONS = """() => [...document.querySelectorAll("button, summary")].flatMap((button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const shown = width > 0 && button.contains(document.elementFromPoint(x, y));
  const row = button.closest("li, tr, g")?.textContent ?? "";
  const name = `${row}|${button.getAttribute("aria-label") ?? button.textContent}`;
  const alike = name.replace(/[\\d.,]+/g, "#");
  return shown ? [{ name: alike, left, top, right: left + width, bottom: top + height }] : [];
})"""

LATE = """new Promise((done) => {
  const button = document.querySelector(".run-to button");
  const look = () =>
    button.textContent === "Run" ? done(button.click()) : requestAnimationFrame(look);
  look();
})"""
"""Presses the button in the moment in which it ceases to be Stop."""


def status(page: Page) -> Locator:
    return page.locator(".run-status")


def preset(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Presets").get_by_role(
        "button", name=re.compile(name)
    )


def earlier(page: Page) -> Locator:
    return page.locator(".earlier").get_by_role("listitem")


@pytest.fixture
def run(page: Page) -> Page:
    """A run that is one epoch old."""
    page.goto("/train")
    preset(page, "synthetic-linear").click()
    page.get_by_role("button", name="Epoch", exact=True).click()
    expect(status(page)).to_contain_text("Step 100 of 100")
    return page


def begin_another(page: Page) -> None:
    preset(page, "moons-mlp").click()
    expect(status(page)).to_contain_text("Step 0 of 0")


def test_another_preset_keeps_the_run_on_the_shelf(run: Page):
    begin_another(run)
    expect(earlier(run)).to_have_count(1)
    run.reload()
    earlier(run).get_by_role("button", name=re.compile("lr 0.01, 100 steps$")).first.click()
    expect(status(run)).to_contain_text("Step 100 of 100")
    expect(card(run, "prediction")).to_be_visible()


def test_back_and_forward_lead_from_run_to_run(run: Page):
    run.get_by_role("button", name="One step back (,)").click()
    expect(status(run)).to_contain_text("Step 99 of 100")
    begin_another(run)
    run.get_by_role("button", name="Batch", exact=True).click()
    expect(status(run)).to_contain_text("Step 1 of 1")
    run.go_back()
    expect(status(run)).to_contain_text("Step 99 of 100")
    expect(earlier(run)).to_have_count(1)
    run.go_forward()
    expect(status(run)).to_contain_text("Step 1 of 1")


def test_back_from_a_fork_opens_what_it_was_forked_from_and_keeps_the_fork(run: Page):
    run.get_by_role("button", name="Fork at step 100").and_(run.locator(".fork *")).click()
    expect(status(run)).to_contain_text("Forked at step 100")
    run.go_back()
    expect(status(run)).to_contain_text("loss")
    expect(status(run)).not_to_contain_text("Forked")
    runs = run.get_by_role("region", name="Runs").get_by_role("listitem")
    expect(runs).to_have_count(2)
    expect(runs.get_by_role("button", name="lr 0.005 from 100", exact=True)).to_be_visible()


def test_compared_runs_come_back_together(run: Page):
    run.locator(".fork").get_by_role("button").click()
    expect(status(run)).to_contain_text("Forked at step 100")
    begin_another(run)
    expect(earlier(run)).to_have_count(2)
    run.go_back()
    expect(status(run)).to_contain_text("Forked at step 100")
    expect(run.get_by_role("region", name="Runs").locator("> ul > li")).to_have_count(2)


def test_a_run_taken_out_of_the_comparison_is_on_the_shelf(run: Page):
    run.locator(".fork").get_by_role("button").click()
    run.get_by_role("button", name=re.compile("^Remove from the comparison")).click()
    expect(earlier(run)).to_have_count(1)
    run.on("dialog", lambda dialog: dialog.dismiss())
    earlier(run).get_by_role("button", name=re.compile("^Delete for good")).click()
    expect(earlier(run)).to_have_count(1)


def test_a_set_up_that_was_not_run_comes_back(run: Page):
    setup = run.get_by_role("region", name="Set-up")
    expect(setup.get_by_role("button", name="Your set-up")).to_have_count(0)
    setup.get_by_label("Batch size").fill("7")
    begin_another(run)
    expect(setup.get_by_label("Batch size")).not_to_have_value("7")
    setup.get_by_role("button", name="Your set-up").click()
    expect(setup.get_by_label("Batch size")).to_have_value("7")
    chosen = setup.get_by_label("Data set").locator("option:checked")
    expect(chosen).to_have_text("A plane with noise")
    setup.get_by_role("button", name="Start a new run").click()
    expect(setup.get_by_role("button", name="Your set-up")).to_have_count(0)


def test_a_preset_that_nobody_trained_is_not_kept(page: Page):
    page.goto("/train")
    preset(page, "synthetic-linear").click()
    expect(status(page)).to_contain_text("Before the first step")
    begin_another(page)
    expect(earlier(page)).to_have_count(0)


def test_a_preset_that_another_window_trained_is_kept(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("status of 409")  # the removal that is refused
    page.goto("/train")
    preset(page, "synthetic-linear").click()
    expect(status(page)).to_contain_text("Before the first step")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Epoch", exact=True).click()
    expect(status(other)).to_contain_text("Step 100 of 100")
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as removal:
        begin_another(page)
    assert removal.value.status == 409
    other.reload()
    expect(status(other)).to_contain_text("Step 100 of 100")


def places(page: Page) -> list[dict]:
    page.wait_for_timeout(400)  # a picture that is being drawn anew stands
    return page.evaluate(BUTTONS)


def slid(before: list[dict], after: list[dict]) -> list[str]:
    """Buttons that stand where another one was that does something else."""
    return [
        f"{new['name']} over {old['name']}"
        for new in after
        for old in before
        if new["name"] != old["name"]
        and old["left"] < new["right"]
        and new["left"] < old["right"]
        and old["top"] < new["bottom"]
        and new["top"] < old["bottom"]
    ]


def test_what_is_pressed_while_a_fork_is_being_made_is_meant_for_the_fork(run: Page):
    held: list[Route] = []
    run.route("**/api/v1/sessions", lambda route: held.append(route))
    run.locator(".fork").get_by_label("Learning rate").fill("0.9")
    run.locator(".fork").get_by_role("button").click()
    run.get_by_role("button", name="Run", exact=True).click()
    held[0].continue_()
    expect(run.get_by_role("alert")).to_contain_text("Loss became")
    expect(status(run)).to_contain_text("fork begins at 100")


@pytest.mark.parametrize("width", [1440, 820])
def test_no_button_comes_to_stand_where_another_was(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto("/train")
    preset(page, "synthetic-linear").click()
    page.get_by_role("button", name="Epoch", exact=True).click()
    expect(status(page)).to_contain_text("Step 100 of 100")
    fork_form = page.locator(".fork")

    def fork() -> None:
        fork_form.get_by_role("button").click()
        expect(status(page)).to_contain_text("Forked at step 100")

    def diverge() -> None:
        fork_form.get_by_label("Learning rate").fill("0.9")
        fork()
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Loss became")

    for act in (fork, diverge):
        before = places(page)
        act()
        assert slid(before, places(page)) == [], act.__name__
    if width < 1000:
        page.get_by_role("tab", name="Set-up").click()
    field = page.locator(".setup:visible").get_by_label("Learning rate")
    field.focus()
    for rate in ("0.3", "0.9"):
        before = places(page)
        field.fill(rate)
        assert slid(before, places(page)) == []


def test_run_and_stop_are_one_button_and_a_late_stop_starts_nothing(run: Page):
    button = run.locator(".run-to button")
    before = button.bounding_box()
    run.get_by_label("Run to epoch").fill("300")
    button.focus()
    run.keyboard.press("Enter")
    expect(button).to_have_text("Stop")
    expect(button).to_be_focused()
    assert button.bounding_box() == before
    run.keyboard.press("Enter")
    expect(button).to_have_text("Run")
    run.get_by_label("Run to epoch").fill("2")
    button.click()
    run.evaluate(LATE)
    run.wait_for_timeout(500)
    expect(button).to_have_text("Run")


def test_a_double_click_on_a_preset_does_one_thing(page: Page):
    begun: list[str] = []
    page.on("request", lambda request: begun.append(request.url) if request.post_data else None)
    page.goto("/train")
    preset(page, "synthetic-linear").dblclick(delay=30)
    expect(status(page)).to_contain_text("Step 0 of 0")
    assert len([url for url in begun if url.endswith("/sessions")]) <= 2
    expect(page.locator("[aria-pressed=true].preset")).to_contain_text("synthetic-linear")


def test_a_set_up_that_was_changed_survives_a_reload(run: Page):
    setup = run.get_by_role("region", name="Set-up")
    setup.get_by_label("Learning rate").fill("0.05")
    setup.get_by_label("Learning rate").press("Tab")
    run.reload()
    expect(setup.get_by_label("Learning rate")).to_have_value("0.05")
    expect(setup.get_by_role("button", name="Fork")).to_be_enabled()


def test_a_step_can_be_gone_to_by_its_number(run: Page):
    run.get_by_label("Which way to go").select_option("Go to step")
    field = run.get_by_label("Go to step")
    field.fill("37")
    run.get_by_role("button", name="Go", exact=True).click()
    expect(status(run)).to_contain_text("Step 37 of 100")
    field.fill("112")  # beyond what is trained
    field.press("Enter")
    expect(status(run)).to_contain_text("Step 112 of 112")
