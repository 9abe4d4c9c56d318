"""The view of the graph: moving, enlarging and turning it, hiding what is beside the point."""

import re

from explore_page import card, open_program, places, write
from playwright.sync_api import Browser, Page, expect

ASIDE = """\
x = data(2.0)
w = 1.5
b = -0.5
z = w * x
aside = exp(w)
loss = (z + b) ** 2
"""
TRANSFORM = """() => {
  const words = document.querySelector('g.viewport').getAttribute('transform');
  return words.match(/-?[\\d.]+(?:e-?\\d+)?/g).map(Number);
}"""


def transform(page: Page) -> list[float]:
    """Where the picture is, and its scale: x, y, k."""
    return page.evaluate(TRANSFORM)


def wait_for_transform(page: Page, condition: str) -> list[float]:
    """Waits until the picture's x, y and k meet a condition."""
    page.wait_for_function(f"() => {{ const [x, y, k] = ({TRANSFORM})(); return {condition} }}")
    return transform(page)


def settled(page: Page) -> list[float]:
    """The same once the page has arranged itself: the picture is fitted to what room is left."""
    before: list[float] = []
    while before != transform(page):
        before = transform(page)
        page.wait_for_timeout(700)
    return before


def background(page: Page) -> tuple[float, float]:
    """A place in the view at which there is no card."""
    box = page.locator("svg.drawing").bounding_box()
    assert box is not None
    return box["x"] + 20, box["y"] + box["height"] - 10


def test_the_picture_is_dragged_enlarged_fitted_and_turned(page: Page):
    open_program(page, ASIDE)
    x, y, k = settled(page)
    right, bottom = background(page)
    page.mouse.move(right, bottom)
    page.mouse.down()
    page.mouse.move(right + 60, bottom - 40, steps=4)
    page.mouse.up()
    dragged = wait_for_transform(page, f"Math.abs(x - {x + 60}) < 2")
    assert abs(dragged[1] - (y - 40)) < 2
    assert dragged[2] == k
    expect(page.locator("g.card.selected")).to_have_count(0)

    page.mouse.wheel(0, -100)  # as in maps, without a key
    notch = wait_for_transform(page, f"k > {1.1 * k}")
    assert 1.15 < notch[2] / k < 1.25

    page.mouse.dblclick(right, bottom)
    wait_for_transform(page, f"k < {1.01 * k}")
    for each in page.locator("g.card").all():
        expect(each).to_be_in_viewport(ratio=1)

    turn = page.get_by_role("button", name="Top-down or left-right")
    before = places(page)
    turn.click()
    expect(page.locator("g.card").first).not_to_have_attribute(
        "transform", before[0].split(" ", 1)[1]
    )
    turn.click()
    expect(page.locator("g.card").first).to_have_attribute("transform", before[0].split(" ", 1)[1])


def test_two_fingers_enlarge_the_picture(browser: Browser, base_url: str):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, base_url=base_url
    )
    page = context.new_page()
    open_program(page)
    before = transform(page)[2]
    box = page.locator("svg.drawing").bounding_box()
    assert box is not None
    centre = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    fingers = context.new_cdp_session(page)

    def touch(kind: str, apart: float) -> None:
        points = [{"x": centre[0] + side * apart, "y": centre[1]} for side in (-1, 1)]
        fingers.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [] if kind == "touchEnd" else points},
        )

    touch("touchStart", 40)
    for apart in (50, 60, 70, 80):
        touch("touchMove", apart)
    touch("touchEnd", 80)
    wait_for_transform(page, f"k > {1.5 * before}")
    assert page.evaluate("visualViewport.scale") == 1  # the picture, and not the page
    context.close()


def test_what_is_beside_the_point_is_dimmed(page: Page):
    open_program(page, ASIDE)
    dim = re.compile(r"\bdim\b")
    card(page, "z").click()
    for name in ("aside", "b"):
        expect(card(page, name)).to_have_class(dim)
    for name in ("z", "loss", "w", "x"):  # what z is computed from stays, too
        expect(card(page, name)).not_to_have_class(dim)
    page.keyboard.press("Escape")
    expect(page.locator("g.card.dim")).to_have_count(0)
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Only the gradient's path").check()
    for name in ("aside", "x"):
        expect(card(page, name)).to_have_class(dim)
    for name in ("w", "b", "z", "loss"):
        expect(card(page, name)).not_to_have_class(dim)


def test_dividers_are_moved_by_pointer_and_by_keyboard_and_stay(page: Page):
    open_program(page)

    def width(region: str) -> float:
        box = page.get_by_role("region", name=region, exact=True).bounding_box()
        assert box is not None
        return box["width"]

    left = page.get_by_role("separator", name="Width of the editor")
    before = width("Program")
    at = left.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + 200)
    page.mouse.down()
    page.mouse.move(at["x"] + 100, at["y"] + 200, steps=4)
    page.mouse.up()
    expect(left).not_to_have_attribute("aria-valuenow", "28")
    assert 80 < width("Program") - before < 120
    right = page.get_by_role("separator", name="Width of the inspector")
    inspector = width("Inspector")
    right.focus()
    page.keyboard.press("ArrowLeft")
    expect(right).to_have_attribute("aria-valuenow", "27")
    assert width("Inspector") > inspector
    step = page.locator(".at").text_content()
    assert step == "9 / 9"  # the arrow was the divider's
    page.reload()
    expect(right).to_have_attribute("aria-valuenow", "27")


def test_find_selects_a_value(page: Page):
    open_program(page)
    find = page.get_by_role("searchbox", name="Find a value")
    find.fill("loss")
    expect(card(page, "loss")).to_have_class(re.compile("hovered"))  # before Enter
    page.keyboard.press("Enter")
    expect(card(page, "loss")).to_have_class(re.compile("selected"))
    said = page.locator(".find output")
    find.fill("×")
    page.keyboard.press("Enter")
    expect(said).to_have_text("1 / 1")
    find.fill("v")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile("^2 / "))
    find.fill("nowhere")
    expect(said).to_have_text("not found")
    page.keyboard.press("Escape")
    expect(find).to_have_value("")
    write(page, "a = 0.5\nb = 1.5\ny = sum(a*b + b*2 + a**2 + exp(b) + tanh(a))\n")
    expect(page.locator("g.card.sum")).to_contain_text("5 terms")
    find.fill("v7")  # one of the folded additions
    page.keyboard.press("Enter")
    expect(page.locator("g.card.sum")).to_have_class(re.compile("selected"))


def test_how_the_picture_is_moved_is_said_until_somebody_has_moved_it(page: Page):
    open_program(page)
    expect(page.locator(".moves")).to_have_text("wheel zooms · drag pans")
    page.locator("svg.drawing").hover()
    page.mouse.wheel(0, -120)
    expect(page.locator(".moves")).to_have_count(0)
    page.reload()
    expect(page.locator("g.card.output")).to_be_visible()
    expect(page.locator(".moves")).to_have_count(0)
