"""Loops in the drawing: one turn between those before and behind it, and a way to all others."""

import re

import pytest
from explore_page import card, open_program, write
from page_axe import violations
from playwright.sync_api import Page, Request, expect

LONG = "w = 0.9\nh = 1.0\nfor i in range(40):\n    h = tanh(w * h)\nloss = h ** 2\n"
COUNTER = ".group-name .cluster-label"
COVERED = """() => {
  const view = document.querySelector('.graph-host').getBoundingClientRect();
  const boxes = (of) => [...document.querySelectorAll(of)].map((e) => e.getBoundingClientRect());
  const shared = (one, other, [from, to]) =>
    Math.min(one[to], other[to]) - Math.max(one[from], other[from]);
  const over = (one, other) => shared(one, other, ['left', 'right']) > 2
    && shared(one, other, ['top', 'bottom']) > 2;  // but for their borders
  const cards = boxes('g.card > .surface > .ground');
  return boxes('g.group-name .name-ground').filter((name) => name.left < view.left
    || name.right > view.right || cards.some((card) => over(name, card)));
}"""


def test_a_long_loop_opens_at_one_turn_and_leads_to_the_others_without_a_request(page: Page):
    open_program(page, LONG)
    expect(page.locator("g.card")).to_have_count(5)
    expect(card(page, "turns 1–39")).to_have_count(1)
    asked: list[Request] = []
    page.on(
        "request",
        lambda request: asked.append(request) if request.url.endswith("/graphs") else None,
    )
    slider = page.get_by_role("slider", name=re.compile("^Turn of for i"))
    assert slider.get_attribute("aria-valuetext") == "turn 40 of 40"

    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuenow", re.compile("^(19|20|21|22)$"))
    expect(card(page, "turns 1–20").or_(card(page, "turns 1–19")).first).to_be_attached()
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "1")
    expect(slider).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "2")
    expect(card(page, "turn 1")).to_have_count(1)
    card(page, "turns 3–40").locator(".hit").dblclick()
    expect(slider).to_have_attribute("aria-valuenow", "3")
    assert violations(page) == []

    page.get_by_role("button", name="for i", exact=True).click()
    expect(card(page, "for i")).to_contain_text("×40")
    expect(page.locator("g.card")).to_have_count(3)
    card(page, "for i").locator(".hit").dblclick()
    expect(slider).to_have_attribute("aria-valuenow", "40")
    assert asked == []


def test_a_step_shows_the_turn_that_it_is_in(page: Page):
    open_program(page, LONG, address="/?step=7")
    slider = page.get_by_role("slider", name=re.compile("^Turn of for i"))
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "3")
    expect(page.locator("g.card.active.operation")).to_have_count(1)
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuenow", "1")  # the backward pass ends there


def test_a_small_loop_shows_all_its_turns_when_asked(page: Page):
    open_program(
        page, "w = 0.9\nh = 1.0\nfor i in range(14):\n    h = tanh(w * h)\nloss = h ** 2\n"
    )
    slider = page.get_by_role("slider", name=re.compile("^Turn of for i"))
    page.locator("[data-does='all']").click()
    expect(slider).to_have_count(0)
    expect(page.locator("g.card", has_text="tanh")).to_have_count(14)
    page.get_by_role("button", name="for i", exact=True).click()
    expect(slider).to_have_attribute("aria-valuenow", "14")


def test_nested_loops_and_calls_fold_in_each_other(page: Page):
    program = """\
def cell(h):
    return tanh(w * h + 0.1)

w = 0.5
h = 1.0
for i in range(5):
    for j in range(4):
        h = cell(h)
    h = 1.1 * h
loss = h ** 2
"""
    open_program(page, program)
    for name in ("for i", "for j"):
        expect(page.get_by_role("slider", name=re.compile(f"^Turn of {name}"))).to_have_count(1)
    assert page.locator("g.card").count() < 20
    write(page, program.replace("range(5)", "range(2)").replace("range(4)", "range(2)"))
    expect(page.get_by_role("slider", name=re.compile("^Turn of"))).to_have_count(0)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_names_of_loops_and_groups_cover_no_card_and_are_whole(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    for example in ("rnn", "layer-norm"):
        open_program(page, address=f"/?example={example}")
        names = page.locator("g.group-name .name-ground")
        expect(names.first).to_be_visible()
        for _ in range(50):  # cards may still glide to their places
            covered = page.evaluate(COVERED)
            if not covered:
                break
            page.wait_for_timeout(100)
        assert covered == [], example


def test_calls_that_do_the_same_are_drawn_once_and_lead_to_each_other(page: Page):
    lines = ["def layer(x, w):", "    return tanh(x @ w)", "", "x = data([[1.0, 2.0]])"]
    lines += [f"w{i} = param(randn(2, 2, seed={i}))" for i in range(10)]
    lines += ["h = x", *[f"h = layer(h, w{i})" for i in range(10)], "loss = sum(h ** 2)"]
    open_program(page, "\n".join(lines))
    expect(card(page, "layer 1–9")).to_have_count(1)
    slider = page.get_by_role("slider", name=re.compile("^Turn of layer"))
    assert slider.get_attribute("aria-valuetext") == "turn 10 of 10"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(card(page, "layer 1–8")).to_have_count(1)
    expect(card(page, "layer 10")).to_have_count(1)
