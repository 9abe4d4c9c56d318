"""The Matrix tab: large matrices read cell by cell, taken away, and opened at one element."""

import re
from pathlib import Path

from explore_page import card, open_program, write
from playwright.sync_api import Page, expect


def test_a_large_matrix_is_read_copied_and_one_element_opened(page: Page, tmp_path: Path):
    open_program(page, "X = randn(40, 30)\nW = param(randn(30, 50))\nz = X @ W\nloss = sum(z)\n")
    card(page, "z").click()
    page.get_by_role("tab", name="Matrix").click()
    cells = page.locator(".virtual .cell")
    expect(cells.first).to_be_visible()
    assert cells.count() < 400  # of 2,000: only those in view
    cells.first.hover()
    expect(page.locator(".reading")).to_contain_text(re.compile(r"z\[0, 0\] = [+−][\d.]+, ∂ = "))
    with page.expect_download() as download:
        page.get_by_role("button", name=".npy").click()
    download.value.save_as(tmp_path / "z.npy")
    assert (tmp_path / "z.npy").read_bytes().startswith(b"\x93NUMPY")
    cells.first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card", has_text="z[0, 0]")).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_an_element_is_the_same_whatever_its_operands_are_called(page: Page):
    open_program(
        page,
        "A = [[1.0, 2.0], [3.0, 4.0]]\na = [[5.0, 6.0], [7.0, 8.0]]\nC = A.T @ a\ny = sum(C)\n",
    )
    card(page, "C").click()
    page.get_by_role("tab", name="Matrix").click()
    page.get_by_role("button", name="C[0, 0] = +26.00").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card", has_text="C[0, 0]")).to_contain_text("+26.00")
    page.keyboard.press("Escape")
    write(page, "w = [1.0, 2.0]\nx = data([3.0, 4.0])\ny = w @ x\n")
    card(page, "y").click()
    page.get_by_role("button", name="y = +11.00").click()
    expect(dialog.locator("g.card.output")).to_contain_text("+11.00")
    expect(dialog.locator("g.card.data")).to_have_count(2)
    page.keyboard.press("Escape")
    write(page, "w = [1.0, 2.0]\nx = data([3.0, 4.0]) / 0\ny = w @ x\n")
    page.get_by_role("button", name="y = +∞").click()
    expect(dialog).to_contain_text("not finite")


def test_a_matrix_is_walked_with_the_arrow_keys(page: Page):
    open_program(page, "X = randn(40, 30)\nW = param(randn(30, 50))\nz = X @ W\nloss = sum(z)\n")
    card(page, "z").click()
    page.get_by_role("tab", name="Matrix").click()
    page.get_by_role("group", name="value, 40 by 50").focus()
    reading = page.locator(".reading")
    expect(reading).to_contain_text("z[0, 0] =")
    for key in ["ArrowDown"] * 30 + ["ArrowRight"] * 2 + ["End", "ArrowLeft"]:
        page.keyboard.press(key)
    expect(reading).to_contain_text("z[30, 48] =")
    expect(page.locator(".cell.read")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("g.card", has_text="z[30, 48]")).to_be_visible()


def test_rows_and_columns_have_numbers_and_a_map_leads_through_the_whole(page: Page):
    open_program(page, "W = param(randn(6, 40, seed=1))\nloss = sum(W ** 2)")
    card(page, "W").click()
    page.get_by_role("tab", name="Matrix").click()
    heads = page.locator(".heads.across span")
    expect(heads.first).to_have_text("0")
    expect(page.locator(".heads.down span")).to_have_text(list("012345"))
    whole = page.get_by_role("img", name="Map of the whole matrix")
    box = whole.bounding_box()
    assert box is not None
    whole.click(position={"x": box["width"] - 3, "y": box["height"] / 2})
    expect(heads.last).to_have_text("39")
    expect(heads.last).to_be_in_viewport()


def test_a_product_is_swept_row_by_column_when_asked(page: Page):
    open_program(page, "A = [[1.0, 2.0], [3.0, 4.0]]\nB = [[5.0, -6.0], [7.0, 8.0]]\nC = A @ B\n")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Row by column").click()
    said = page.locator(".sweep")
    sums = ("1 × 5 + 2 × 7 = 19", "1 × (−6) + 2 × 8 = 10", "3 × 5 + 4 × 7 = 43")
    expect(said).to_have_text(re.compile("|".join(map(re.escape, sums))))
    assert page.locator(".equations .meets").count() >= 5  # a row, a column, and where they meet
    page.get_by_role("button", name="Stop").click()
    expect(said).to_have_count(0)


def test_extremes_of_a_value_say_where_they_are(page: Page):
    open_program(page, "w = [[1.0, -4.0], [3.0, 2.0]]\nX = randn(40, 30)\nloss = sum(w) + sum(X)\n")
    card(page, "w").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("at w[0, 1]")
    expect(panel).to_contain_text("at w[1, 0]")
    card(page, "X").click()
    panel.get_by_role("button", name="Find the max").click()
    expect(panel).to_contain_text(re.compile(r"at X\[\d+, \d+\]"))
