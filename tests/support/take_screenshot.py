"""Takes the README's picture from the running page: `make screenshot`."""

import tempfile
from pathlib import Path

from find_browser import BROWSER_ARGUMENTS, find_browser
from playwright.sync_api import Page, sync_playwright
from running_server import Server

PICTURE = Path(__file__).parents[2] / "frontend" / "screenshot.png"


def wait_until_drawn(page: Page) -> None:
    """The graph after its backward pass, and the plot of its output beside it."""
    page.locator("g.card.output").wait_for()
    page.get_by_text("tangent").wait_for()
    page.wait_for_timeout(1_000)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        try:
            browser = playwright.chromium.launch(
                executable_path=find_browser(), args=BROWSER_ARGUMENTS
            )
            page = browser.new_page(
                viewport={"width": 1280, "height": 800},
                device_scale_factor=2,
                color_scheme="light",
                reduced_motion="reduce",
            )
            page.goto(f"{server.url}/?example=neuron")
            wait_until_drawn(page)
            page.screenshot(path=PICTURE)
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
