"""Fields for numbers on every page: what is typed counts, or the field says what is wrong."""

import json
import re

import pytest
from explore_page import card, open_program
from playwright.sync_api import Browser, Locator, Page, Request, expect

SPELLINGS = [
    ("0.9", 0.9),
    ("0.05", 0.05),
    (".9", 0.9),
    ("0,05", 0.05),
    ("1e-3", 0.001),
    ("1,5e−3", 0.0015),
    (" 0.25 ", 0.25),
]
GRID = "Wo = param(randn(8, 8, seed=9) / 3)\nloss = sum(Wo ** 2)\n"
SMALL = """\
a = [0.00037, -0.00429]
b = [[-4.2e-10, 12345.678, 1.5], [0.5, -0.25, 3e200]]
v = -0.0123456789
loss = sum(a) * v + sum(b)
"""
"""Leaves whose numbers are long: in a row, in a matrix, beside a slider."""


def typed(field: Locator, text: str) -> None:
    """By the keyboard, letter by letter, over what stands there."""
    field.press("ControlOrMeta+a")
    field.press_sequentially(text, delay=5)


def cut_off(page: Page) -> list[str]:
    """Fields whose text is wider than they are."""
    wider = "fields.filter((field) => field.scrollWidth > field.clientWidth)"
    return page.locator("input[type=text]:visible").evaluate_all(
        f"(fields) => {wider}.map((field) => field.value)"
    )


def sent(request: Request) -> dict:
    return json.loads(request.post_data or "{}")


@pytest.fixture
def run(page: Page) -> Page:
    """A run that has just begun."""
    page.goto("/train")
    page.get_by_role("button", name=re.compile("synthetic-linear")).click()
    expect(page.locator("g.card").first).to_be_visible()
    return page


@pytest.mark.parametrize(("text", "number"), SPELLINGS)
def test_a_learning_rate_is_what_is_typed(run: Page, text: str, number: float):
    setup = run.get_by_role("region", name="Set-up")
    for form, button in [
        (setup, "Start a new run"),
        (run.get_by_role("region", name="Runs"), "Fork at step 0"),
    ]:
        typed(form.get_by_label("Learning rate"), text)
        with run.expect_request(re.compile("/sessions$")) as request:
            form.get_by_role("button", name=button).click()
        assert sent(request.value)["lr"] == number
        expect(setup.get_by_label("Learning rate")).to_have_value(str(number))


def test_a_run_that_arrives_leaves_alone_what_is_being_typed(run: Page):
    held = []
    run.route(re.compile("/sessions$"), lambda route: held.append(route))
    run.get_by_role("region", name="Set-up").get_by_role("button", name="Start a new run").click()
    form = run.get_by_role("region", name="Runs")
    rate = form.get_by_label("Learning rate")
    typed(rate, ".9")
    before = run.url
    held[0].continue_()
    run.unroute(re.compile("/sessions$"))
    run.wait_for_url(lambda url: url != before)
    expect(rate).to_have_value(".9")
    with run.expect_request(re.compile("/sessions$")) as request:
        form.get_by_role("button", name="Fork at step 0").click()
    assert sent(request.value)["lr"] == 0.9
    expect(rate).to_have_value("0.45")  # what the fork itself offers


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("Learning rate", "1/3", "cannot be read"),
        ("Learning rate", "1e", "cannot be read"),
        ("Learning rate", "1,234", "could be 1.234 or 1234"),
        ("Batch size", "2.5", "A whole number"),
        ("Test share", "20", "From 0 to 0.9"),
        ("Hidden layers", "8.5", "cannot be read as layers"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_not_sent(
    run: Page, field: str, text: str, words: str
):
    begun: list[str] = []
    run.on("request", lambda request: begun.append(request.url) if request.post_data else None)
    setup = run.get_by_role("region", name="Set-up")
    place = setup.get_by_label(field)
    typed(place, text)
    setup.get_by_role("button", name="Start a new run").click()
    expect(place).to_have_attribute("aria-invalid", "true")
    expect(place).to_have_value(text)
    expect(place).to_have_accessible_description(re.compile(words))
    expect(place).to_be_focused()
    message = run.locator(".refusal")
    expect(message).to_be_visible()
    where, box = place.bounding_box(), message.bounding_box()
    assert where
    assert box
    gap = box["y"] - where["y"] - where["height"]
    assert 0 <= gap < 10 or 0 <= where["y"] - box["y"] - box["height"] < 10
    assert begun == []
    place.press("Escape")
    expect(place).not_to_have_attribute("aria-invalid", "true")
    expect(message).to_be_hidden()


def test_every_field_of_explore_reads_a_comma_a_true_minus_and_says_what_it_cannot(page: Page):
    open_program(page, "w = 1.5\nm = [1.0, 2.0]\nloss = sum(m) * w\n")
    typed(page.get_by_label("Value of w"), "−0,5")
    expect(card(page, "w")).to_contain_text("−0.5")
    typed(page.get_by_label("m[1]", exact=True), "3,25")
    expect(card(page, "m")).to_contain_text("+3.25")
    page.get_by_role("button", name="Range of the slider of w").click()
    most = page.get_by_label("max", exact=True)
    typed(most, "12,5")
    most.press("Enter")
    expect(page.get_by_role("slider", name="w", exact=True)).to_have_attribute("max", "12.5")
    card(page, "w").click()
    page.get_by_role("tab", name="Node").click()
    changes = [
        page.get_by_role("region", name=place).locator(".predict").get_by_role("spinbutton")
        for place in ("Leaves", "Inspector")
    ]
    for field in (
        page.get_by_label("Value of w"),
        page.get_by_label("m[1]", exact=True),
        most,
        *changes,
    ):
        typed(field, "2x")
        field.press("Tab")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value("2x")
        expect(page.locator(".refusal")).to_contain_text("“2x” cannot be read")


@pytest.mark.parametrize("width", [1440, 820, 390])
@pytest.mark.parametrize("program", [GRID, SMALL])
def test_no_digit_of_a_leaf_is_cut_off(browser: Browser, base_url: str, width: int, program: str):
    context = browser.new_context(
        base_url=base_url, viewport={"width": width, "height": 900}, has_touch=width < 1000
    )
    page = context.new_page()
    open_program(page, program)
    if width < 700:
        page.get_by_role("button", name="Edit", exact=True).click()
    for field in page.locator("input.number:visible").all():
        whole = float(field.get_attribute("aria-valuenow") or "nan")
        shown = field.input_value().replace("−", "-")
        digits = len(re.sub(r"e.*|[-.]", "", shown).lstrip("0"))
        assert float(shown) == float(f"{whole:.{max(1, digits)}g}")
    assert cut_off(page) == []
    context.close()


def test_a_click_into_a_number_sets_the_caret_and_selects_nothing(page: Page):
    open_program(page, "w = -0.5\nloss = w * w\n")
    page.get_by_label("Value of w").click()
    page.keyboard.press("End")
    page.keyboard.type("5")
    expect(page.get_by_label("Value of w")).to_have_value("-0.55")
    expect(card(page, "w")).to_contain_text("−0.55")


def test_no_digit_of_the_runs_state_is_cut_off_on_a_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/train")
    page.get_by_role("button", name=re.compile("synthetic-linear")).click()
    page.get_by_role("navigation", name="Views").get_by_role("button", name="Progress").click()
    page.get_by_label("Run to epoch").fill("120")
    page.get_by_role("button", name="Run", exact=True).click()
    status = page.locator(".run-status")
    expect(status).to_contain_text("Step 12,000 of 12,000")
    page.add_style_tag(content=".run-status { letter-spacing: 0.1em }")  # as longer numbers are
    inside = "[...s.children].every((word) => word.getBoundingClientRect().right <= innerWidth)"
    assert status.evaluate(f"(s) => {inside} && s.scrollHeight <= s.clientHeight")
