"""The Explore page by keyboard, by screen reader, on a phone, in the dark, without motion."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def drawn(page: Page, address: str = "/") -> Page:
    page.goto(address)
    expect(page.locator("g.card.output")).to_be_visible()
    return page


def opened(page: Page, address: str = "/") -> Page:
    """Where the editor is in view, too: it is made when it is first seen."""
    drawn(page, address)
    expect(page.locator(".cm-content")).to_be_attached()
    return page


def violations(page: Page) -> list[str]:
    """What axe-core finds, as one line each. It is evaluated: the page's policy lets nothing in."""
    page.wait_for_timeout(400)  # colours fade
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", RULES)["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


VIEWS = {
    "start": lambda page: None,
    "node": lambda page: page.locator("g.card.parameter").first.click(),
    "maths": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Maths").click(),
    ),
    "matrix": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Matrix").click(),
    ),
    "element": lambda page: (
        page.goto("/?example=matrix-element"),
        page.locator("g.card", has=page.locator(".badge", has_text="@")).first.click(),
        page.get_by_role("tab", name="Matrix").click(),
        page.locator("button.cell").first.click(),
        expect(page.get_by_role("dialog").locator("g.card.output")).to_be_visible(),
    ),
    "uses": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Uses").click(),
    ),
    "check": lambda page: (
        page.locator("#n4").click(),
        page.get_by_role("tab", name="Check").click(),
        page.get_by_role("button", name="Check all gradients").click(),
        expect(page.locator("table.check")).to_be_visible(),
    ),
    "error": lambda page: (
        page.locator(".cm-content").fill("loss = nothing + 1"),
        expect(page.locator(".problem")).to_be_visible(),
    ),
    "long": lambda page: (
        page.set_viewport_size({"width": 1280, "height": 560}),
        page.goto("/?example=attention"),
        expect(page.locator(".cm-content")).to_be_attached(),
        expect(page.locator("g.card.output")).to_be_visible(),
    ),
    "contour": lambda page: (
        page.get_by_label("Contour over").select_option(index=1),
        expect(page.locator(".gradient-arrow")).to_be_visible(),
    ),
    "colours": lambda page: (
        page.get_by_role("button", name="View options").click(),
        page.get_by_label("Colour by").select_option("gradient"),
    ),
    "embed": lambda page: (
        page.goto("/embed?example=neuron"),
        expect(page.locator("g.card.output")).to_be_visible(),
    ),
    "gone": lambda page: (
        page.route("**/api/v1/graphs*", lambda route: route.abort()),
        page.locator("button.run").click(),
        expect(page.locator(".banner")).to_be_visible(),
    ),
    "options": lambda page: page.get_by_role("button", name="View options").click(),
    "legend": lambda page: page.locator("summary", has_text="Legend").click(),
    "export": lambda page: page.locator("summary", has_text="Export").click(),
    "help": lambda page: page.keyboard.press("?"),
    "pitfall": lambda page: (
        page.goto("/?example=zero-grad-wrong"),
        expect(page.locator(".pane")).to_have_count(2),
    ),
    "examples": lambda page: (
        page.get_by_role("button", name="Examples").click(),
        expect(page.locator(".thumb svg").first).to_be_visible(),
    ),
}


SAME_IN_THE_DARK = ("long", "contour", "embed", "gone")


@pytest.mark.parametrize(
    ("view", "scheme"),
    [(view, "light") for view in VIEWS]
    + [(view, "dark") for view in VIEWS if view not in SAME_IN_THE_DARK],
)
def test_axe_finds_nothing(
    page: Page, view: str, scheme: str, artefacts: Path, expected_console_errors: list[str]
):
    expected_console_errors.append("net::ERR_FAILED")  # the view without a server
    page.emulate_media(color_scheme=scheme)
    opened(page)
    VIEWS[view](page)
    assert violations(page) == []
    page.screenshot(path=artefacts / f"explore-{view}-{scheme}.png")


def test_the_focus_stays_where_the_reader_is(page: Page, expected_console_errors: list[str]):
    """Whatever takes itself off the page hands the focus on; it never falls to the body."""
    expected_console_errors.append("net::ERR_FAILED")
    opened(page)
    focus = page.locator(":focus")
    press = page.keyboard.press
    for left in (2, 1, 0):
        page.get_by_role("button", name="Dismiss this hint").first.focus()
        press("Enter")
        expect(page.locator(".hints li")).to_have_count(left)
        expect(focus).to_have_count(1)
    page.locator(".leaf-slider").first.focus()
    press("ArrowRight")
    page.get_by_role("button", name="Reset to the text").focus()
    press("Enter")
    expect(page.locator(".leaf-slider").first).to_be_focused()
    page.locator(".overview .link").first.focus()
    press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.locator("g.card.parameter").first.click()
    page.get_by_role("tab", name="Uses").click()
    page.locator(".uses-list .link").first.focus()
    press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.get_by_role("button", name="Close").focus()
    press("Enter")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)
    for name in ("Forward (→)", "Last step (End)", "First step (Home)", "Back (←)"):
        button = page.get_by_role("button", name=name)
        button.focus()
        press("Enter")
        press("End" if "Forward" in name else "Enter")
        expect(button).to_be_focused()
    options = page.get_by_role("button", name="View options")
    options.focus()
    press("Enter")
    page.get_by_label("Colour by").focus()
    press("Escape")
    expect(options).to_be_focused()
    expect(page.locator(".popover")).to_have_count(0)
    press("Enter")
    page.locator("button.run").focus()
    expect(page.locator(".popover")).to_have_count(0)
    menu = page.locator("summary", has_text="Export")
    for act in ("Escape", "Enter"):
        menu.focus()
        press("Enter")
        press("Tab")
        press(act)
        expect(menu).to_be_focused()
        expect(page.get_by_role("button", name="Picture, SVG")).to_be_hidden()
    page.locator(".cm-content").fill("loss = w * 2")
    page.get_by_role("button", name="number", exact=True).focus()
    press("Enter")
    expect(page.locator(".cm-content")).to_be_focused()
    page.route("**/api/v1/graphs*", lambda route: route.abort())
    press("Control+Enter")
    page.get_by_role("button", name="Try again").focus()
    page.unroute("**/api/v1/graphs*")
    press("Enter")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)
    page.goto("/?example=zero-grad-wrong")
    expect(page.locator(".pane")).to_have_count(2)
    page.get_by_role("button", name="Hide this side").focus()
    press("Enter")
    expect(page.get_by_role("button", name="Show both sides")).to_be_focused()


def test_the_focus_moves_the_picture_and_not_the_page(page: Page):
    page.set_viewport_size({"width": 1100, "height": 600})
    opened(page, "/?example=mlp")
    expect(page.locator("#table")).to_be_attached()
    page.keyboard.press("g")
    expect(page.locator("g.card .hit:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    expect(page.get_by_role("tab", name="Node")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_keys_work_in_a_dialog_and_on_a_slider(page: Page):
    opened(page, "/?example=matrix-element")
    page.get_by_role("slider", name="Step", exact=True).focus()
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.locator("g.card", has=page.locator(".badge", has_text="@")).first.click()
    page.get_by_role("tab", name="Matrix").click()
    page.locator("button.cell").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("g.card.output")).to_be_visible()
    behind = page.locator(".workbench > .stepper .at").inner_text()
    page.keyboard.press("Home")
    expect(dialog.locator(".at")).to_have_text(re.compile("^0 /"))
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(dialog.locator(".at")).not_to_have_text(re.compile("^0 /"))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".workbench > .stepper .at")).to_have_text(behind)


def test_the_documentation_of_a_function_needs_no_pointer(page: Page):
    opened(page)
    page.locator(".cm-content").fill("w = 0.5\nloss = tanh(w) + u")
    expect(page.locator(".cm-content")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".cm-content")).to_have_accessible_description(re.compile("u"))
    page.keyboard.press("Home")
    for _ in "loss = ta":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("F1")
    expect(page.locator(".function-help")).to_contain_text("tanh(")
    page.keyboard.press("Escape")
    expect(page.locator(".function-help")).to_have_count(0)


def test_what_cannot_be_copied_is_shown(page: Page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    opened(page)
    page.get_by_role("button", name="Share").click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    expect(field).to_have_value(re.compile("#v1:"))
    expect(field).to_be_focused()


def test_without_its_code_the_editor_is_a_field_for_text(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("net::ERR_FAILED")
    page.route("**/assets/editor-*.js", lambda route: route.abort())
    drawn(page)
    page.get_by_role("textbox", name="Program text").fill("w = 3.0\nloss = w * w")
    expect(page.locator("g.card.output")).to_contain_text("+9.000")


@pytest.mark.parametrize(("width", "height", "large"), [(320, 640, False), (390, 844, True)])
def test_nothing_lies_beside_a_narrow_window(
    browser: Browser, base_url: str, width: int, height: int, large: bool, artefacts: Path
):
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    if large:  # as with text of 200 %
        page.add_init_script(
            "addEventListener('DOMContentLoaded',"
            " () => document.documentElement.style.fontSize = '32px')"
        )
    drawn(page, base_url)
    for part in ("Edit", "Graph", "Node", "Table"):
        page.get_by_role("navigation", name="Parts of the page").get_by_role(
            "button", name=part
        ).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=artefacts / f"explore-{width}-{part.lower()}.png")
    for name in ("Help", "Switch to dark", "Examples"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Help").click()
    assert page.get_by_role("dialog").evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    context.close()


def test_the_keyboard_alone_reaches_everything(page: Page):
    opened(page)
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("ArrowUp")
    focused = page.locator("g.card .hit:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("^v6,"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Inspector")).to_contain_text("v6")
    page.keyboard.press("g")
    expect(focused).to_have_attribute("aria-label", re.compile("^v6,"))  # where the selection is
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # there is no card below the output
    expect(page.locator("g.card.output .hit")).to_be_focused()
    expect(page.locator(".at")).to_have_text("9 / 9")
    page.keyboard.press("Escape")
    expect(page.locator("g.card.selected")).to_have_count(0)
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("svg.drawing")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".at")).to_have_text("0 / 9")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".at")).to_have_text("1 / 9")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".at")).to_have_text("4 / 9")
    page.keyboard.press("End")
    page.keyboard.press("t")
    expect(page.locator("#table button").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Find a value")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator(".sentence").first).to_contain_text("agree with finite differences")
    page.keyboard.press("e")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("g")  # typed, not obeyed
    expect(page.locator(".cm-content")).to_be_focused()


def test_every_key_does_what_help_says(page: Page):
    opened(page)
    scale = (
        "document.querySelector('g.viewport').getAttribute('transform').match(/scale\\(([^)]+)/)[1]"
    )
    before = float(page.evaluate(scale))
    page.keyboard.press("+")
    page.wait_for_function(f"{scale} > {before}")
    page.keyboard.press("-")
    page.keyboard.press("-")
    page.wait_for_function(f"{scale} < {before}")
    page.keyboard.press("f")
    page.wait_for_function(f"{scale} >= {before}")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".at")).to_have_text("5 / 9")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".at")).to_have_text("4 / 9")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause (Space)")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play (Space)")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("Space")  # on a card it is the card's
    expect(page.locator("g.card.output")).to_have_class(re.compile("selected"))
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("#v1:"))
    page.locator(".cm-content").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()


SMALL_TARGETS = """least => [...document.querySelectorAll(
    'button, a[href], input, select, summary, [role=tab]')].flatMap(element => {
  const around = element.type !== 'range' && element.closest('label') || element;
  const [own, wide] = [element, around].map(each => each.getBoundingClientRect());
  const size = [Math.max(own.width, wide.width), Math.max(own.height, wide.height)];
  const shown = own.width > 0 && own.height > 0;
  return shown && Math.min(...size) < least - 0.5
    ? [`${element.outerHTML.slice(0, 90)} ${size}`] : [];
})"""


def test_targets_are_large_enough(page: Page):
    opened(page, "/?example=neuron")
    assert page.evaluate(SMALL_TARGETS, 24) == []
    page.locator("#n1").click()
    for tab in ("Node", "Maths", "Matrix", "Uses", "Check"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate(SMALL_TARGETS, 24) == []


def test_targets_fit_a_finger(browser: Browser, base_url: str):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = drawn(context.new_page(), f"{base_url}/?example=neuron")
    parts = page.get_by_role("navigation", name="Parts of the page")
    for part in ("Edit", "Graph", "Node", "Table"):
        parts.get_by_role("button", name=part).click()
        assert page.evaluate(SMALL_TARGETS, 44) == []
    page.get_by_role("button", name="Examples").click()
    expect(page.locator(".thumb svg").first).to_be_visible()
    assert page.evaluate(SMALL_TARGETS, 44) == []
    context.close()


def test_single_keys_can_be_turned_off(page: Page):
    opened(page)
    page.keyboard.press("?")
    page.get_by_label("Use single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    expect(page.locator(".at")).to_have_text("9 / 9")


def test_a_screen_reader_hears_cards_steps_and_table(page: Page):
    opened(page)
    expect(page.locator("#n2 .hit")).to_have_attribute(
        "aria-label", "w, parameter, scalar, value +1.500, gradient +6.000"
    )
    assert page.locator("g.viewport .hit[tabindex='0']").count() == 1
    status = page.locator(".stepper [aria-live='polite']").first
    page.get_by_role("button", name="First step (Home)").click()
    expect(status).to_contain_text("have values")
    row = page.get_by_role("row", name=re.compile("^w ")).first
    expect(row.get_by_role("rowheader")).to_have_text("w")


def test_the_scrubber_speaks_the_sentence(page: Page):
    opened(page)
    scrubber = page.get_by_role("slider", name="Step", exact=True)
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile("Upstream 3"))


def test_a_phone_shows_one_part_at_a_time(browser: Browser, base_url: str, artefacts: Path):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = drawn(context.new_page(), base_url)
    parts = page.get_by_role("navigation", name="Parts of the page")
    for part, shown in {
        "Edit": ".editor",
        "Graph": "svg.drawing",
        "Node": ".inspector",
        "Table": "#table",
    }.items():
        parts.get_by_role("button", name=part).click()
        expect(page.locator(shown)).to_be_visible()
        if part == "Edit":  # made when it is first looked at
            expect(page.locator(".cm-content")).to_be_visible()
        expect(page.get_by_role("region", name="Stepper")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(page) == []
        page.screenshot(path=artefacts / f"explore-phone-{part.lower()}.png")
    page.locator("summary[aria-label=Export]").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="dark")
    for key, shown in {"e": ".cm-content", "g": "g.card.output .hit", "t": "#table button"}.items():
        page.keyboard.press(key)
        expect(page.locator(shown).first).to_be_focused()
        assert violations(page) == []
        page.locator(":focus").evaluate("each => each.blur()")
    page.keyboard.press("g")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.locator("g.card.output .hit")).to_be_focused()
    context.close()


def test_a_narrow_window_gets_the_inspector_as_a_sheet(page: Page):
    page.set_viewport_size({"width": 900, "height": 800})
    opened(page)
    expect(page.locator(".inspector")).to_be_hidden()
    page.locator("g.card.output").click()
    expect(page.locator(".inspector")).to_be_visible()
    page.locator("g.card.output").click(trial=True)  # The sheet does not cover the selected card.
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".inspector")).to_be_hidden()


def test_switching_the_theme_lays_nothing_out_again(page: Page):
    opened(page)
    drawn = page.locator("g.viewport g.graph").element_handle()
    page.get_by_role("button", name="Switch to dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("g => g.isConnected", drawn)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_cards_glide_to_their_new_places_but_not_under_reduced_motion(page: Page):
    opened(page)
    page.evaluate(
        "() => { window.moved = 0; const animate = Element.prototype.animate;"
        "Element.prototype.animate = function (...how) {"
        "window.moved += 1; return animate.apply(this, how); }; }"
    )
    page.locator(".cm-content").fill("w = 2.0\nloss = w * w + w\n")
    expect(page.locator("g.card.output")).to_contain_text("+6.000")
    assert page.evaluate("window.moved") > 0
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("window.moved = 0")
    page.locator(".cm-content").fill("w = 2.0\nloss = w * w\n")
    expect(page.locator("g.card.output")).to_contain_text("+4.000")
    assert page.evaluate("window.moved") == 0


def test_a_group_is_folded_and_opened_with_the_keyboard_and_the_focus_stays(page: Page):
    opened(page, "/?example=layer-norm")
    page.keyboard.press("g")
    name = page.locator(".group-name .hit")
    for _ in range(12):
        if name.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    folded = page.locator("g.card.group .hit")
    expect(folded).to_be_focused()
    expect(folded).to_have_attribute("aria-expanded", "false")
    expect(folded).to_have_attribute("aria-label", re.compile("^normalise,"))
    page.keyboard.press("Enter")
    expect(name).to_have_attribute("aria-expanded", "true")
    expect(page.locator("g.card .hit:focus")).to_have_count(1)


def test_forced_colours_keep_cards_and_edges_visible(page: Page, artefacts: Path):
    page.emulate_media(forced_colors="active")
    opened(page)
    stroke = "e => getComputedStyle(e).stroke"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in ("g.card.operation .body", "g.line .wire"):
        assert page.locator(part).first.evaluate(stroke) not in ("none", ground)
    page.screenshot(path=artefacts / "explore-forced-colours.png")


def test_text_can_be_twice_as_large(browser: Browser, base_url: str, artefacts: Path):
    """A browser zoomed to 200 % has half the pixels, each twice as large."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = drawn(context.new_page(), base_url)
    expect(page.get_by_role("button", name="Play (Space)")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.screenshot(path=artefacts / "explore-zoomed.png")
    context.close()


def test_no_foreign_host_is_asked(page: Page, base_url: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page)
    page.locator("#n4").click()
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".katex").first).to_be_visible()
    assert [url for url in asked if not url.startswith((base_url, "blob:"))] == []
