"""A finger on the page: real touches, which scroll and cancel as on a phone."""

from playwright.sync_api import Locator, Page


def swipe(page: Page, start: Locator, across: float, along: float) -> None:
    """From the first third of an element, by so many pixels to the right and down."""
    box = start.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    browser = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for part in range(1, 9):
        touch("touchMove", {"x": x + across * part / 8, "y": y + along * part / 8})
        page.wait_for_timeout(16)
    touch("touchEnd")
    browser.detach()
