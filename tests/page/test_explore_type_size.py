"""Readable or not drawn: as opened no text of a drawing is too small, whatever the window."""

import pytest
from explore_page import open_program
from page_type_size import LEAST, LEAST_VALUE, TOLERANCE, smallest, texts
from playwright.sync_api import Page, ViewportSize, expect

PANES = [(390, 844), (820, 1180), (1280, 800), (1440, 900), (1920, 1080)]
EXAMPLES = ["squared-error", "xor", "mlp", "attention", "rnn", "hessian", "layer-norm"]
LECTURE, ACTING = 14, 18
OUTPUT_IN_VIEW = """() => {
  const view = document.querySelector('.graph-host').getBoundingClientRect();
  const card = document.querySelector('g.card.output').getBoundingClientRect();
  return card.top >= view.top && card.bottom <= view.bottom
    && card.left >= view.left && card.right <= view.right;
}"""
CHAIN = "\n".join(["w = 0.5", "h = w", *["h = tanh(h + 0.1)"] * 45, "loss = h ** 2"])


@pytest.mark.parametrize(("width", "height"), PANES)
def test_examples_open_with_type_that_can_be_read_and_their_output_in_view(
    page: Page, width: int, height: int
):
    page.set_viewport_size({"width": width, "height": height})
    for name in EXAMPLES:
        open_program(page, address=f"/?example={name}")
        page.wait_for_function(OUTPUT_IN_VIEW)
        size, words = smallest(page)
        assert size >= LEAST - TOLERANCE, (name, size, words)
        values = [text for text in texts(page) if text["value"]]  # none where cards are blocks
        assert all(float(str(text["size"])) >= LEAST_VALUE - TOLERANCE for text in values), name


def test_in_a_lecture_hall_the_acting_operation_is_larger_than_the_rest(page: Page):
    size: ViewportSize = {"width": 1920, "height": 1080}
    page.set_viewport_size(size)
    open_program(page, address="/?example=attention&step=14")
    page.keyboard.press("h")
    expect(page.locator(".minimap")).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('g.viewport g.card').length < 10")
    assert smallest(page)[0] >= LECTURE - TOLERANCE
    assert smallest(page, of="acting")[0] >= ACTING - TOLERANCE
    acting = page.locator("g.card.active").get_attribute("id")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => document.querySelector('g.card.active')?.id !== '{acting}'")
    page.wait_for_timeout(600)
    assert smallest(page, of="acting")[0] >= ACTING - TOLERANCE
    page.keyboard.press("f")  # all of it again, until the next step
    page.wait_for_function("() => document.querySelectorAll('g.viewport g.card').length > 12")
    assert smallest(page)[0] >= LECTURE - TOLERANCE


def test_zooming_out_hides_text_instead_of_drawing_it_smaller(page: Page):
    page.set_viewport_size({"width": 1440, "height": 900})
    open_program(page, address="/?example=mlp")
    drawing = page.locator("svg.drawing")
    drawing.hover()
    for _ in range(8):
        page.mouse.wheel(0, 120)
        assert all(float(str(text["size"])) >= LEAST - TOLERANCE for text in texts(page))
        if page.evaluate("document.querySelector('g.viewport').getScreenCTM().a") < 0.75:
            break
    expect(page.locator("g.card.output .far-name")).to_have_text("loss")


def test_what_does_not_fit_is_a_window_with_a_map_that_leads_anywhere(page: Page):
    page.set_viewport_size({"width": 820, "height": 620})
    open_program(page, CHAIN)
    expect(page.locator(".minimap")).to_be_visible()
    page.wait_for_function(OUTPUT_IN_VIEW)
    assert smallest(page)[0] >= LEAST - TOLERANCE
    page.locator(".minimap .parameter").click(force=True)
    expect(page.locator("g.card.parameter")).to_be_in_viewport()
    page.locator("svg.drawing").dblclick(position={"x": 40, "y": 8})
    page.wait_for_function(OUTPUT_IN_VIEW)
    expect(page.locator(".minimap")).to_have_count(0)
