"""The gallery, and pitfalls drawn wrong beside right."""

import re
from pathlib import Path

import pytest
from explore_page import drawn, open_program, write
from playwright.sync_api import Locator, Page, expect


def test_an_example_is_opened_shown_in_the_address_and_left_again(page: Page):
    open_program(page)
    page.get_by_role("button", name="Examples").click()
    dialog = page.get_by_role("dialog", name="Examples")
    expect(dialog.locator(".example").nth(19)).to_be_attached()
    expect(dialog.locator(".thumb svg").first).to_be_visible()
    entry = dialog.locator(".example", has=page.get_by_role("button", name="Open A diamond"))
    expect(entry.get_by_role("button")).to_have_count(1)
    expect(entry.locator(".thumb .card.output")).to_have_text("+")
    box = entry.locator(".thumb").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)  # the whole card opens it
    expect(page).to_have_url(re.compile(r"\?example=diamond"))
    expect(page.locator(".cm-content")).not_to_contain_text("neuron with one input")
    page.go_back()
    expect(page).not_to_have_url(re.compile("example"))
    expect(page.locator(".cm-content")).to_contain_text("neuron with one input")


def test_a_pitfall_is_drawn_beside_its_right_side(page: Page, artefacts: Path):
    open_program(page, address="/?example=overwriting-right")
    expect(page.locator(".pane")).to_have_count(2)
    wrong, right = page.locator(".pane").all()
    expect(wrong.get_by_role("heading")).to_have_text("Wrong Overwriting a gradient")
    expect(right.get_by_role("heading")).to_have_text("Right Adding up a gradient")
    expect(wrong.locator(".differing")).to_contain_text("dx₂ = +3.000")
    expect(right.locator(".differing")).to_contain_text("dx₂ = +6.000")
    for pane in (wrong, right):
        expect(pane.locator("g.card.differs")).to_have_count(1)
        button = pane.locator("g.card.differs").get_by_role("button")
        expect(button).to_have_accessible_name(re.compile("dx"))
    page.screenshot(path=artefacts / "explore-pitfall.png")
    page.get_by_role("slider", name="x", exact=True).fill("5")
    expect(wrong.locator(".differing")).to_contain_text("+5.000")
    expect(right.locator(".differing")).to_contain_text("+10.00")
    wrong.locator("g.card.output").click()
    expect(right.locator("g.card.output")).to_have_class(re.compile("selected"))
    wrong.get_by_role("button", name="Edit this one").click()
    expect(page).to_have_url(re.compile("overwriting-wrong"))
    expect(page.locator(".pane.here").get_by_role("heading")).to_contain_text("Wrong")
    page.get_by_role("button", name="Hide this side").click()
    expect(page.locator(".pane")).to_have_count(1)
    expect(page.locator(".differs-mark")).to_have_count(0)
    page.get_by_role("button", name="Show both sides").click()
    expect(page.locator(".pane")).to_have_count(2)
    write(page, "x = 2.0\ny = x ** 3\n")
    expect(page.locator(".pane")).to_have_count(1)


def test_every_pitfall_has_gradients_that_differ(page: Page):
    open_program(page)
    examples = page.evaluate("fetch('/api/v1/examples').then(answer => answer.json())")["examples"]
    wrong = [example["name"] for example in examples if example["role"] == "wrong"]
    assert len(wrong) == 15
    for name in wrong:
        page.goto(f"/?example={name}")
        expect(page.locator(".pane")).to_have_count(2)
        expect(page.locator(".pane.here g.card.differs").first).to_be_visible()
        expect(page.locator(".pane.there g.card.differs").first).to_be_visible()


def test_two_sides_are_drawn_at_one_scale(page: Page):
    open_program(page, address="/?example=zero-grad-wrong")
    expect(page.locator(".pane")).to_have_count(2)
    expect(page.locator(".pane.here .pane-caption")).to_contain_text("differs: w.grad = −4.800")
    expect(page.locator(".pane.there .pane-caption")).to_contain_text("differs: w.grad = −0.8000")
    layers = page.locator("g.viewport")
    expect(layers).to_have_count(2)
    page.wait_for_timeout(500)  # they settle

    def scales() -> list[float]:
        found = [layer.get_attribute("transform") or "" for layer in layers.all()]
        return [float(re.search(r"scale\(([\d.]+)\)", text).group(1)) for text in found]

    here, there = scales()
    assert here == pytest.approx(there)
    assert here >= 0.5
    for name in ("Zoom in (+)", "Fit (F)"):
        page.get_by_role("button", name=name).click()
        closer, also = scales()
        assert closer == pytest.approx(also)
        assert (closer > here) == ("Zoom" in name)


def test_what_is_selected_or_pointed_at_on_one_side_is_so_on_the_other(page: Page):
    open_program(page, address="/?example=data-wrong")
    here, there = page.locator(".pane.here"), page.locator(".pane.there")
    expect(there.locator("g.card.output")).to_be_visible()
    selected, hovered = (f"g.card.{state}" for state in ("selected", "hovered"))

    def labels(cards: Locator, name: str) -> None:
        expect(cards).to_have_count(1)
        expect(cards.locator(".hit")).to_have_attribute("aria-label", re.compile(f"^{name},"))

    page.get_by_role("searchbox", name="Find a value").fill("loss")
    page.keyboard.press("Enter")
    labels(there.locator(selected), "loss")
    expect(there.locator(selected)).to_be_in_viewport()  # though it was below the view
    page.get_by_role("button", name="Fit (F)").click()
    for pane, id_, other, label in ((here, "#n9", there, "v8"), (there, "#n8", here, "v9")):
        pane.locator(id_).hover()  # 0.2 × w², which has no name
        labels(other.locator(hovered), label)
        pane.locator(id_).click()
        labels(other.locator(selected), label)
        pane.locator("svg.drawing").click(position={"x": 60, "y": 4})
        expect(page.locator(selected)).to_have_count(0)
    there.locator("#n4").click()
    labels(here.locator(selected), "error")
    here.locator("#n1").click()  # w.data, which only the wrong side has
    labels(here.locator(selected), "v1")
    expect(there.locator(selected)).to_have_count(0)
    expect(page.locator(".inspector h2")).to_have_text("v1")


def test_examples_are_searched_and_followed_one_by_one(page: Page):
    drawn(page, "/?example=two-paths")
    page.get_by_role("button", name="Next example").click()
    expect(page).to_have_url(re.compile("example=diamond"))
    page.get_by_role("button", name="Previous example").click()
    expect(page).to_have_url(re.compile("example=two-paths"))
    wide = "() => document.querySelector('.header-tools').getBoundingClientRect().width"
    page.evaluate("document.fonts.ready")
    before = page.evaluate(wide)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator(".over-tools")).not_to_be_empty()
    assert page.evaluate(wide) == before  # nothing is pushed aside
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("searchbox", name="Search the examples").fill("softmax attention")
    expect(page.locator(".gallery .example")).to_have_count(1)
    expect(page.locator(".gallery output")).to_have_text("1 found")
