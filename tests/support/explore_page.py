"""What tests do on the Explore page: open it, write, find a card, take a file away."""

import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MATRICES = """\
x = tensor([[2.0, 3.0]])
w = [[-1.0], [1.2]]
y = tensor([[0.2]])
loss = (x @ w - y) ** 2
"""
TWO_USES = "a = 0.5\nh = tanh(a)\ny = h * a\n"
GROUPS = """\
def layer(x, w):
    z = x @ w
    return tanh(z)

x = data([[1.0, 2.0]])
w1 = [[0.5, -0.5], [0.25, 0.75]]
w2 = [[1.0], [-1.0]]
loss = sum(layer(layer(x, w1), w2))
"""


BEEN_HERE = "if (location.host) localStorage.setItem('chainrule.guide', 'seen')"


def open_program(page: Page, source: str | None = None, address: str = "/") -> None:
    """Opens the page as somebody who left it with this program."""
    if source is not None:
        kept = f"localStorage.setItem('chainrule.source', {json.dumps(source)})"
        page.add_init_script(f"if (!localStorage.getItem('chainrule.source')) {kept}")
    page.goto(address)
    expect(page.locator("g.card.output").first).to_be_visible(timeout=20_000)


def drawn(page: Page, address: str = "/") -> Page:
    page.add_init_script(BEEN_HERE)
    page.goto(address)
    expect(page.locator("g.card.output")).to_be_visible()
    return page


def opened(page: Page, address: str = "/") -> Page:
    """Where the editor is in view, too: it is made when it is first seen."""
    drawn(page, address)
    expect(page.locator(".cm-content")).to_be_attached()
    return page


def write(page: Page, source: str) -> None:
    """By the editor's own keys: it may take back what a script selects while it lays out.

    At once: the page would ask about an empty text in between.
    """
    page.locator(".cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def card(page: Page, name: str) -> Locator:
    return page.locator(f'g.card:has([aria-label^="{name},"])')


def sentence(page: Page) -> Locator:
    return page.locator(".stepper .sentence").first


def places(page: Page) -> list[str]:
    """Where every card stands in the drawing."""
    return page.locator("g.viewport g.card").evaluate_all(
        "cards => cards.map(card => `${card.id} ${card.getAttribute('transform')}`)"
    )


def exported(page: Page, kind: str) -> Path:
    """The file that the page hands out for an entry of its Export menu."""
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    return Path(download.value.path())
