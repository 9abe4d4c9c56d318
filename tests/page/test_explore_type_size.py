"""Readable or not drawn: as opened no text of a drawing is too small, whatever the window."""

import pytest
from explore_page import open_program
from playwright.sync_api import Page, ViewportSize, expect

PANES = [(390, 844), (820, 1180), (1280, 800), (1440, 900), (1920, 1080)]
EXAMPLES = ["squared-error", "xor", "mlp", "attention", "rnn", "hessian", "layer-norm"]
LEAST, LEAST_VALUE = 11, 13
LECTURE, ACTING = 14, 18
TOLERANCE = 0.05
TEXTS = """() => {
  const host = document.querySelector('section[aria-label="Graph"] .graph-host');
  const box = host.getBoundingClientRect();
  const scale = document.querySelector('g.viewport').getScreenCTM().a;
  return [...host.querySelectorAll('svg.drawing text, svg.drawing tspan')].flatMap((part) => {
    const { left, right, top, bottom, width } = part.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(part).fontSize) * scale;
    const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const seen = left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    const acting = part.closest('.card.active') !== null;
    if (!own || !width || !seen) return [];
    return [{ size, words: part.textContent, value: part.classList.contains('value'), acting }];
  });
}"""
OUTPUT_IN_VIEW = """() => {
  const view = document.querySelector('.graph-host').getBoundingClientRect();
  const card = document.querySelector('g.card.output').getBoundingClientRect();
  return card.top >= view.top && card.bottom <= view.bottom
    && card.left >= view.left && card.right <= view.right;
}"""
CHAIN = "\n".join(["w = 0.5", "h = w", *["h = tanh(h + 0.1)"] * 45, "loss = h ** 2"])


def texts(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate(TEXTS)
    assert found
    return found


def smallest(page: Page, *, of: str = "") -> tuple[float, str]:
    sizes = [(float(str(t["size"])), str(t["words"])) for t in texts(page) if not of or t[of]]
    return min(sizes)


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
    page.locator("svg.drawing").dblclick(position={"x": 3, "y": 3})
    page.wait_for_function(OUTPUT_IN_VIEW)
    expect(page.locator(".minimap")).to_have_count(0)
