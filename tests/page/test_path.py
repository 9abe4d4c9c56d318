"""The page below a path of a proxy's: every link, request and address stays there."""

import re
from collections.abc import Iterator

import pytest
from explore_page import drawn
from playwright.sync_api import Page, expect
from running_server import Server


@pytest.fixture
def below(tmp_path) -> Iterator[str]:
    """The address of the page of a server that lives below a path."""
    server = Server(tmp_path, workers=1, path="/chainrule")
    server.start()
    yield f"{server.url}/chainrule"
    server.stop()


def test_the_page_stays_below_its_path(page: Page, below: str):
    outside: list[str] = []
    inside = (below, "blob:", "data:")
    page.on("request", lambda sent: sent.url.startswith(inside) or outside.append(sent.url))
    drawn(page, f"{below}/?example=diamond")
    expect(page).to_have_title("A diamond · Chainrule")

    page.get_by_role("link", name="Train").click()
    expect(page).to_have_url(re.compile("/chainrule/train$"))
    page.get_by_role("button", name="sine-mlp").click()
    expect(page).to_have_url(re.compile(r"/chainrule/train\?session="))
    page.reload()
    expect(page.locator("g.card").first).to_be_visible()

    page.get_by_role("link", name="Explore").click()
    expect(page).to_have_url(re.compile("/chainrule/$"))
    drawn(page, f"{below}/embed?example=diamond")
    link = page.get_by_role("link", name="Open in Chainrule")
    expect(link).to_have_attribute("href", f"{below}/?example=diamond")
    assert outside == []
