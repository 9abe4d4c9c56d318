"""Where the picture of the Explore page stands when what is drawn changes."""

import json

from playwright.sync_api import Page, expect

IN_VIEW = """() => {
  const view = document.querySelector('svg.drawing').getBoundingClientRect();
  return [...document.querySelectorAll('g.card')].filter((card) => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return right > view.left && left < view.right && bottom > view.top && top < view.bottom;
  }).map((card) => card.id);
}"""


def program(lines: int) -> str:
    return "\n".join(["w = 0.5", "h = w", *["h = tanh(h + 0.1)"] * lines, "loss = h ** 2"])


def open_zoomed_in(page: Page, source: str) -> None:
    page.add_init_script(f"localStorage.setItem('chainrule.source', {json.dumps(source)})")
    page.goto("/")
    expect(page.locator("g.card.output")).to_be_attached(timeout=20_000)
    page.get_by_role("button", name="Zoom in").click(click_count=3)


def place(page: Page, card: str) -> float:
    box = page.locator(f"g.card#{card} .hit").bounding_box()
    assert box is not None
    return box["y"]


def test_a_card_in_the_middle_stays_where_it_is_when_lines_are_added(page: Page):
    open_zoomed_in(page, program(12))
    kept = page.evaluate(IN_VIEW)[0]
    page.locator(f"g.card#{kept} .hit").click()
    before = place(page, kept)
    page.locator(".cm-content").press("Control+End")
    page.keyboard.type("\nmore = loss + 1\nlast = more * 2")
    expect(page.locator("g.card")).to_have_count(12 * 3 + 5 + 1, timeout=20_000)
    page.wait_for_timeout(500)  # Cards glide.
    assert abs(place(page, kept) - before) < 2


def test_something_is_in_view_after_any_change(page: Page):
    open_zoomed_in(page, program(12))
    page.get_by_role("button", name="Top-down or left-right").click()
    page.wait_for_timeout(800)
    assert page.evaluate(IN_VIEW)
    page.get_by_role("button", name="Zoom in").click(click_count=3)
    page.locator(".cm-content").fill("a = 2.0\nb = a * 3")
    expect(page.locator("g.card")).to_have_count(3, timeout=20_000)
    page.wait_for_timeout(500)
    assert page.evaluate(IN_VIEW)


def test_an_example_begins_anew(page: Page):
    open_zoomed_in(page, program(12))
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("dialog").get_by_text("A product", exact=True).click()
    expect(page.locator("g.card")).to_have_count(3, timeout=20_000)
    page.wait_for_timeout(500)
    assert len(page.evaluate(IN_VIEW)) == 3
