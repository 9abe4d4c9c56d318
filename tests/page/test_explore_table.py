"""The table under the graph: the same values as text, linked with the cards both ways."""

import re

from explore_page import TWO_USES, card, open_program
from playwright.sync_api import Page, expect


def test_the_table_holds_the_same_values_and_is_linked_both_ways(page: Page):
    open_program(page)
    table = page.get_by_role("table", name="Every value of the graph")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(8)
    row = rows.filter(has=page.get_by_role("button", name="b", exact=True))
    expect(row).to_contain_text("+3.000")
    row.hover()
    expect(card(page, "b")).to_have_class(re.compile("hovered"))
    row.get_by_role("button", name="b", exact=True).click()
    expect(card(page, "b")).to_have_class(re.compile("selected"))


def test_the_table_is_copied_as_it_stands_at_a_step(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page, TWO_USES)
    page.get_by_role("button", name="Back (←)").click()
    page.get_by_role("button", name="Copy table").click()
    expect(page.locator(".table-region").get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Name", "a", "h", "y"]
    a, h = (line.split("\t") for line in lines[1:3])
    assert a[1:] == ["parameter", "", "scalar", "0.5", h[4], "2"]  # what y has sent, every digit
    assert h[1:4] == ["tanh", "a", "scalar"]


def test_heads_sort_the_rows_and_the_copy_takes_their_order(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page, "a = 0.5\nw10 = 3.0\nw9 = 2.0\ny = a * w10 * w9\n")
    names = page.locator("#table tbody th")
    computed = ["a", "w10", "w9", "v3", "y"]
    expect(names).to_have_text(computed)
    head = page.get_by_role("columnheader", name="Name")
    head.get_by_role("button").focus()
    for order, rows in {
        "ascending": ["a", "v3", "w9", "w10", "y"],
        "descending": ["y", "w10", "w9", "v3", "a"],
        None: computed,
    }.items():
        page.keyboard.press("Enter")
        expect(names).to_have_text(rows)
        assert head.get_attribute("aria-sort") == order
    expect(head.get_by_role("button")).to_be_focused()

    page.get_by_role("button", name="Value", exact=True).click()
    expect(names).to_have_text(["a", "v3", "w9", "w10", "y"])
    page.get_by_role("button", name="Copy table").click()
    expect(page.locator(".table-region").get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == ["a", "v3", "w9", "w10", "y"]
    page.get_by_label("Value of a").fill("4")  # and when it rests:
    expect(names).to_have_text(["w9", "w10", "a", "v3", "y"])
