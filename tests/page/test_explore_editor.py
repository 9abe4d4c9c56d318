"""The editor on the Explore page: what typing does, and what names light up."""

import re

from explore_page import card, drawn, open_program, write
from playwright.sync_api import Page, Route, expect
from running_server import until


def test_completion_helps_without_getting_in_the_way(page: Page):
    page.goto("/")
    text = page.locator(".cm-content")
    text.fill("a = 1.0\n")
    popup = page.locator(".cm-tooltip-autocomplete")
    text.press("Control+End")
    text.press_sequentially("y = a")
    page.wait_for_timeout(600)
    expect(popup).to_be_hidden()
    text.press("Enter")
    text.press_sequentially("z = relu(softpl")
    expect(popup).to_contain_text("softplus")
    page.wait_for_timeout(150)  # the list takes no key in its first moments
    text.press("Tab")
    text.press_sequentially("(a")
    text.press("Escape")
    text.press("End")
    text.press("Enter")
    text.press_sequentially("b = z.softp")
    expect(popup).to_contain_text("softplus")
    text.press("Enter")
    lines = ["a = 1.0", "y = a", "z = relu(softplus(a))", "b = z.softp", ""]
    expect(page.locator(".cm-line")).to_have_text(lines)


def test_names_light_their_own_cards_and_a_misspelt_one_is_put_right(page: Page):
    page.goto("/")
    text = page.locator(".cm-content")
    text.fill("weight = 1.5\nx = data(2.0)\ny = (weight * x) ** 2\n")
    expect(page.locator("g.card.output")).to_contain_text("+9.000")
    line = page.locator(".cm-line").nth(2)
    box = line.bounding_box()
    assert box is not None

    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 62, middle)
    expect(page.locator("g.card.hovered")).to_contain_text("weight")
    page.mouse.move(box["x"] + 8, middle)
    expect(page.locator("g.card.hovered")).to_have_class(re.compile("output"))
    page.mouse.move(box["x"] + box["width"] - 4, middle)
    expect(page.locator("g.card.hovered")).to_have_count(0)
    text.fill("weight = 1.5\ny = weigt * 2\n")
    page.get_by_role("alert").get_by_role("button", name="weight").click()
    expect(page.locator("g.card.output")).to_contain_text("+3.000")


def test_a_place_in_a_function_lights_the_cards_of_every_call(page: Page):
    program = "def f(a):\n    return tanh(a * 3)\nw = 0.5\ny = f(f(w)) + 1\n"
    open_program(page, program)
    line = page.locator(".cm-line").nth(1)
    line.get_by_text("3", exact=True).hover()
    expect(page.locator("g.card.hovered")).to_have_count(2)
    expect(page.locator("tr.hovered")).to_have_count(2)
    expect(page.locator(".cm-lit")).to_have_text("3")
    card(page, "3").first.hover()
    expect(page.locator("g.card.hovered")).to_have_count(1)
    expect(page.locator(".cm-lit")).to_have_text("3")


ROWS = """line => {
  const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), rows = new Map();
  while (text.nextNode()) if (text.currentNode.data.trim()) {
    const range = document.createRange();
    range.selectNodeContents(text.currentNode);
    const { left, bottom } = range.getClientRects()[0];
    if (!rows.has(bottom)) rows.set(bottom, left);
  }
  return [...rows.values()].map(left => left - line.getBoundingClientRect().left);
}"""
"""Where each row of a wrapped line begins."""


def test_a_wrapped_line_goes_on_further_in_and_is_read_where_it_stands(page: Page):
    open_program(page, "w = 1.0\ndef f(a):\n    y = a" + " + a" * 20 + "\n    return y\nz = f(w)\n")
    line = page.locator(".cm-line").nth(2)

    def goes_on_further_in() -> bool:  # as soon as the font has its width
        begin, further, *_ = [*line.evaluate(ROWS), 0.0, 0.0]
        return further > begin

    until(goes_on_further_in)
    word = page.locator(".cm-line").nth(3).get_by_text("return")
    word.click()
    page.keyboard.press("End")
    page.keyboard.type(" * 2")
    expect(page.locator(".cm-line").nth(3)).to_have_text("    return y * 2")


def test_typing_redraws_after_a_pause(page: Page):
    open_program(page)
    write(page, "w = 3.0\nloss = w * w\n")
    expect(card(page, "loss")).to_contain_text("+9.000")
    expect(card(page, "w")).to_contain_text("= 3 + 3")  # it is used twice
    expect(page.locator("g.viewport g.card")).to_have_count(2)


def test_an_error_is_marked_at_its_place_and_the_last_picture_stays(page: Page):
    open_program(page)
    write(page, "loss = tann(3.0)\n")  # nothing is computed before that
    expect(page.locator(".cm-lintRange-error")).to_have_text("tann")
    expect(page.get_by_role("alert")).to_contain_text("Line 1")
    expect(page.get_by_role("alert")).to_contain_text("tanh")
    expect(page.get_by_text("previous result")).to_be_visible()
    for part in ("Inspector", "Stepper", "Every value of the graph"):
        expect(page.get_by_role("region", name=part)).to_contain_text(
            "still of the previous program"
        )
    expect(card(page, "loss")).to_contain_text("+2.250")
    write(page, "w = 3.0\nloss = tanh(w)\n")
    expect(page.get_by_text("previous result")).to_be_hidden()
    expect(page.get_by_text("still of the previous program")).to_have_count(0)
    expect(card(page, "loss")).to_contain_text("+0.9951")


def test_a_fault_in_a_pasted_text_comes_into_sight_and_its_line_leads_to_it(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page)
    lines = [f"w{number} = {number}.0" for number in range(60)]
    program = "\n".join(["w = 1.0", "v = tann(w)", *lines])
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.evaluate("text => navigator.clipboard.writeText(text)", program)
    page.keyboard.press("Control+v")
    fault = page.locator(".cm-lintRange-error")
    expect(fault).to_be_in_viewport()
    page.keyboard.press("Control+End")
    expect(fault).not_to_be_in_viewport()
    page.get_by_role("alert").get_by_role("button", name="line 2").click()
    expect(fault).to_be_in_viewport()
    page.keyboard.type("tanh(w) #")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_missing_name_can_be_added(page: Page):
    open_program(page)
    write(page, "loss = (w * 2) ** 2\n")
    page.get_by_role("alert").get_by_role("button", name="number").click()
    expect(card(page, "loss")).to_contain_text("+4.000")
    write(page, "loss = sum(v * 2)\n")
    page.get_by_role("alert").get_by_role("button", name="vector").click()
    expect(card(page, "loss")).to_contain_text("+6.000")
    write(page, "loss = sum(m * 2)\n")
    page.get_by_role("alert").get_by_role("button", name="matrix").click()
    expect(card(page, "loss")).to_contain_text("+20.00")
    expect(page.get_by_label("m[1, 1]")).to_have_value("4")


def test_text_and_cards_light_each_other_up(page: Page):
    open_program(page)
    card(page, "v4").hover()
    expect(page.locator(".cm-lit").first).to_contain_text("w")
    page.locator(".cm-line", has_text="b = -0.5").locator("span").last.hover()
    expect(card(page, "b")).to_have_class(re.compile("hovered"))


def test_completion_and_documentation_come_from_the_server(page: Page):
    open_program(page)
    write(page, "w = 1.0\n")
    page.locator(".cm-content").press("Control+End")
    page.keyboard.type("loss = softpl")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("softplus")
    page.wait_for_timeout(150)  # the list takes no key in its first moments
    page.keyboard.press("Tab")
    page.keyboard.type("(w)")
    expect(card(page, "loss")).to_contain_text("+1.313")
    page.locator(".cm-line span", has_text="softplus").hover()
    expect(page.locator(".function-help")).to_contain_text("softplus(")


def test_without_its_code_the_editor_is_a_field_for_text(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("net::ERR_FAILED")
    page.route("**/assets/editor-*.js", lambda route: route.abort())
    drawn(page)
    page.get_by_role("textbox", name="Program text").fill("w = 3.0\nloss = w * w")
    expect(page.locator("g.card.output")).to_contain_text("+9.000")


def test_who_types_before_the_editor_is_there_loses_nothing(page: Page):
    held: list[Route] = []
    page.route("**/assets/editor-*.js", lambda route: held.append(route))
    page.goto("/")
    plain = page.locator("textarea.plain-editor")
    expect(plain).to_be_visible()
    page.keyboard.press("e")
    expect(plain).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine")
    page.wait_for_function("() => document.querySelector('textarea.plain-editor').value[5] === 'e'")
    while not held:
        page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator(".cm-content")).to_be_focused(timeout=20_000)
    page.keyboard.type(" too\n")
    expect(page.locator(".cm-line").first).to_have_text("# mine too")


def test_the_table_is_reached_by_its_key_before_it_is_there(page: Page):
    page.goto("/")
    expect(page.locator("textarea.plain-editor, .cm-content").first).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#table tbody button").first).to_be_focused(timeout=20_000)
