"""Walking through the recorded events: groups at once, nothing asked, a check at the end."""

import re

from explore_page import card, open_program
from playwright.sync_api import Page, expect

GROUPS = """\
def layer(x, w):
    z = x @ w
    return tanh(z)

x = data([[1.0, 2.0]])
w1 = [[0.5, -0.5], [0.25, 0.75]]
w2 = [[1.0], [-1.0]]
loss = sum(layer(layer(x, w1), w2))
"""


def test_steps_by_group_take_what_belongs_together_and_ask_nothing(page: Page):
    open_program(page, GROUPS)
    at, sentence = page.locator(".at"), page.locator(".sentence").first
    forward = page.get_by_role("button", name="Forward (→)")
    expect(at).to_have_text("11 / 11")
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/api/" in each.url else None)

    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_label("Step by").select_option("group")
    forward.click()
    expect(at).to_have_text("2 / 11")  # the first layer: @ and tanh
    expect(page.locator("g.card.ahead")).to_have_count(3)
    forward.click()
    expect(at).to_have_text("4 / 11")
    page.get_by_label("Step by").select_option("pass")
    forward.click()
    expect(at).to_have_text("5 / 11")
    page.get_by_label("Step by").select_option("operation")

    scrubber = page.get_by_role("slider", name="Step", exact=True)
    said = set()
    for step in ("3", "7", "2", "9", "0", "10"):
        scrubber.fill(step)
        expect(at).to_have_text(f"{step} / 11")
        said.add(sentence.text_content())
    assert len(said) == 6
    expect(page.locator(".segments")).to_have_text(re.compile("^FSB$"))
    w2 = card(page, "w2").locator(".gradient")
    expect(w2).not_to_have_text("—")
    scrubber.fill("5")
    expect(w2).to_have_text("—")
    assert asked == []

    forward.focus()
    page.keyboard.press("End")
    expect(at).to_have_text("11 / 11")
    expect(sentence).to_contain_text("w1 and w2 agree with finite differences")
    assert [url.rsplit("/", 1)[1] for url in asked] == ["checks"]
