"""The inspector: numbers of a node, copies of its matrix, predictions, and stale checks."""

import re

from explore_page import MATRICES, TWO_USES, card, open_program, sentence, write
from playwright.sync_api import Locator, Page, expect

PROGRAM = (
    "w = [[1.0, 2.0], [0.0, -5.0]]\nx = data([[3.0], [4.0]])\nz = w @ x\nloss = sum(z * z) / 2\n"
)


def fact(panel: Locator, name: str) -> Locator:
    return panel.locator(f'dt:text-is("{name}") + dd')


def test_a_node_says_its_numbers_and_hands_them_out(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page, PROGRAM)
    card(page, "w").click()
    panel = page.get_by_role("tabpanel")
    expect(fact(panel, "Kind")).to_have_text("parameter")
    expect(fact(panel, "Shape")).to_contain_text("(2, 2)")
    expect(fact(panel, "Used")).to_have_text("once")
    expect(fact(panel, "Gradient")).to_have_text("computed")
    value, gradient = panel.locator(".statistics").all()
    for name, number in {
        "mean": "−0.5",
        "rms": "2.739",
        "min": "−5 at w[1, 1]",
        "max": "2 at w[0, 1]",
        "zeros": "1",
    }.items():
        expect(fact(value, name)).to_have_text(number)
    for name, number in {
        "min": re.compile("^−80 at"),
        "max": re.compile("^44 at"),
        "zeros": "0",
    }.items():
        expect(fact(gradient, name)).to_have_text(number)
    expect(panel.locator(".histogram")).to_have_count(0)  # four elements are read one by one

    page.get_by_role("tab", name="Matrix").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(panel.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "1\t2\n0\t-5"
    panel.get_by_role("button", name="Gradient").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.wait_for_function(
        "() => navigator.clipboard.readText().then(text => text === '33\\t44\\n-60\\t-80')"
    )


def test_an_element_is_predicted_and_a_check_goes_out_of_date(page: Page):
    open_program(page, PROGRAM)
    card(page, "w").click()
    panel = page.get_by_role("tabpanel")
    page.get_by_role("tab", name="Node").click()
    predict = page.locator(".predict")
    predict.get_by_label("element").select_option("[0, 1]")
    predict.get_by_role("spinbutton").fill("0.5")
    predict.get_by_role("button", name="Change it").click()
    expect(predict).to_contain_text("44 × 0.5 = 22")
    expect(predict).to_contain_text("24")  # ((11 + 2)² − 11²) / 2

    page.get_by_role("tab", name="Maths").click()
    card(page, "z").click()
    expect(panel.locator(".katex-html").first).to_be_visible()
    worked = panel.locator(".worked")
    expect(worked.first).to_have_text("z = [[1, 2], [0, −5]] @ [[3], [4]] = [[11], [−20]]")
    expect(worked.last).to_contain_text("to w")

    page.get_by_role("tab", name="Check").click()
    panel.get_by_role("button", name="Check all gradients").click()
    expect(panel.locator("table.check tbody tr")).to_have_count(1)
    expect(panel).to_contain_text("agrees")
    stale = panel.get_by_text("The program has changed since; check again.")
    expect(stale).to_be_hidden()
    page.get_by_label("w[0, 0]").fill("7")
    expect(stale).to_be_visible()
    panel.get_by_role("button", name="Check all gradients").click()
    expect(stale).to_be_hidden()
    expect(page.locator(".sentence").first).to_contain_text("w agrees with finite differences")


def test_matrices_show_their_gradients(page: Page):
    open_program(page, MATRICES)
    expect(card(page, "w")).to_contain_text("+5.6 +8.4")
    card(page, "w").click()
    inspector = page.get_by_role("region", name="Inspector")
    expect(inspector.get_by_role("heading", name="w", exact=True)).to_be_visible()
    expect(inspector.locator(".matrix.of-gradient")).to_contain_text("+5.600")
    expect(inspector.locator(".matrix.of-gradient")).to_contain_text("+8.400")


def test_the_inspector_knows_no_more_than_the_step(page: Page):
    open_program(page, "w = [[2.0]]\nx = data([[-3.0]])\nz = x @ w\ny = -z\n")
    page.get_by_role("button", name="First step (Home)").click()
    card(page, "z").click()
    panel = page.get_by_role("tabpanel")
    page.get_by_role("tab", name="Matrix").click()
    expect(panel).to_have_text("not computed yet")
    page.get_by_role("tab", name="Maths").click()
    expect(panel.locator(".worked")).to_have_text("—")
    page.get_by_role("tab", name="Uses").click()
    expect(panel.locator(".accent")).to_have_text("—")
    page.get_by_role("button", name="Last step (End)").click()
    expect(panel.locator(".accent")).to_have_text("−1")
    page.get_by_role("tab", name="Maths").click()
    expect(panel.locator(".worked")).to_have_text("−1 × (−3) = 3 to w")
    expect(panel.locator(".katex-html").nth(1)).to_have_text("z=(−3)⋅2=−6")
    page.locator(".cm-content").press("Control+Home")
    page.keyboard.type("a = 1.0\n")
    expect(card(page, "a")).to_be_visible()
    expect(page.locator(".inspector-head h2")).to_have_text("z")


def test_the_maths_tell_arguments_apart_and_nothing_of_what_needs_no_gradient(page: Page):
    open_program(page, "x = 2.0\ny = x ** x\n")
    card(page, "y").click()
    page.get_by_role("tab", name="Maths").click()
    panel = page.get_by_role("tabpanel")
    expect(panel.locator(".local .muted")).to_have_text(
        ["through argument 1", "through argument 2"]
    )
    expect(panel).to_contain_text("together ∂y/∂x = 4 + 2.773 = 6.773")
    write(page, "x = [[1.0, 2.0], [2.0, 3.0]]\nt = data([0, 1])\ny = cross_entropy(x, t)\n")
    expect(panel.locator(".local")).to_have_count(2)
    expect(panel.locator(".local").last).to_have_text("t needs no gradient.")


def test_the_inspector_tells_the_rule_the_uses_and_predicts(page: Page):
    open_program(page)
    card(page, "w").click()
    page.get_by_role("tab", name="Uses").click()
    expect(page.locator(".uses-list")).to_contain_text("× x = 2")
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".chain")).to_contain_text("One path leads from w to loss.")
    product = page.locator(
        ".chain annotation"
    )  # the formula's notation, for those who do not see it
    expect(product).to_contain_text("\\partial v_{6}}}_{2 \\cdot v_{6}\\,=\\,3}")
    expect(product).to_contain_text("= 6")
    page.get_by_role("button", name="Back (←)").click()
    expect(page.locator(".chain-paths")).to_have_text("—")
    page.get_by_role("button", name="Last step (End)").click()
    page.get_by_role("tab", name="Node").click()
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".predict")).to_contain_text("6 × 0.1 = 0.6")
    expect(page.locator(".predict")).to_contain_text("0.64")
    page.get_by_role("tab", name="Maths").click()
    card(page, "v4").click()
    expect(page.locator(".tab-panel .katex").first).to_be_visible()
    page.get_by_role("tab", name="Uses").click()
    expect(page.locator(".uses-list")).to_contain_text("argument 1")
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check all gradients").click()
    expect(page.locator("table.check tbody tr")).to_have_count(2)
    expect(page.locator("table.check tbody")).to_contain_text("agrees")
    expect(sentence(page)).to_contain_text("w and b agree with finite differences")


def test_only_leaves_are_predicted(page: Page):
    open_program(page, TWO_USES)
    card(page, "h").click()
    expect(page.locator(".tab-panel .big").first).to_be_visible()
    expect(page.locator(".predict")).to_have_count(0)
    card(page, "a").click()
    expect(page.locator(".predict")).to_have_count(1)
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".chain-way")).to_have_text(["y → a", "y → h → a"])
    expect(page.locator(".chain-sum")).to_have_text("∂y/∂a = 0.4621 + 0.3932 = 0.8553")


def test_formulas_stand_in_plain_notation_until_what_sets_them_can_be_had(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("ERR_FAILED")
    page.route("**/assets/katex-*.js", lambda route: route.abort())
    open_program(page, "w = 0.5\nh = tanh(w)\nloss = h * h\n")
    card(page, "h").click()
    page.get_by_role("tab", name="Maths").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("h = tanh(w)")
    expect(panel).to_contain_text("∂h/∂w = 1 − h² = 0.7864")
    expect(panel).not_to_contain_text("\\")
    page.unroute("**/assets/katex-*.js")
    expect(panel.locator(".katex-html").first).to_be_visible()  # the page looks again by itself
