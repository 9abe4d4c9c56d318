"""What Explore does while it waits and without a network; it asks nobody but its own server."""

import re
from urllib.parse import urlsplit

from explore_page import card, open_program, opened, write
from playwright.sync_api import BrowserContext, Page, Route, expect

GRAPHS = "**/api/v1/graphs"


def test_a_late_answer_is_dropped(page: Page):
    open_program(page)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(GRAPHS, hold_the_first)
    write(page, "w = 2.0\nloss = w * w\n")
    expect(page.locator(".busy-bar")).to_be_visible()
    expect(card(page, "loss")).to_contain_text("+2.250")  # the previous one stays
    write(page, "w = 3.0\nloss = w * w * w\n")
    expect(card(page, "loss")).to_contain_text("+27.00")
    expect(page.locator(".busy-bar")).to_be_hidden()
    held[0].fulfill(response=held[0].fetch())
    write(page, "w = 3.0\nloss = w * w * w + 1\n")
    expect(card(page, "loss")).to_contain_text("+28.00")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_waiting_is_said_after_a_moment_and_can_be_ended_after_two_seconds(page: Page):
    page.clock.install()
    open_program(page)
    page.route(GRAPHS, lambda route: None)  # never answered
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    busy, cancel = page.locator(".busy"), page.get_by_role("button", name="Cancel")
    with page.expect_request(GRAPHS):
        page.get_by_role("button", name="Run Ctrl+Enter").click()
    page.clock.run_for(250)
    expect(busy).to_have_count(0)
    page.clock.run_for(100)
    expect(busy).to_contain_text("Computing …")
    page.clock.run_for(1_500)
    expect(cancel).to_be_hidden()
    page.clock.run_for(300)
    cancel.click()
    page.clock.resume()
    expect(busy).to_have_count(0)
    expect(page.get_by_text("Cancelled")).to_be_visible()


def test_without_a_network_everything_that_was_loaded_works(
    page: Page, context: BrowserContext, expected_console_errors: list[str]
):
    expected_console_errors.append("ERR_INTERNET_DISCONNECTED")
    open_program(page)
    expect(page.locator(".cm-content")).to_be_attached()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    banner = page.get_by_text("The server does not answer")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    expect(page.locator(".sentence").first).to_contain_text("= 3.")
    card(page, "w").click()
    for tab in ("Maths", "Matrix", "Uses", "Check", "Node"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel")).not_to_be_empty()
    page.get_by_role("button", name="Switch to dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Help").click()
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()
    expect(banner).to_be_hidden()
    write(page, "w = 2.0\nloss = w * w\n")
    expect(banner).to_be_visible()
    expect(page.locator(".cm-content")).to_contain_text("loss = w * w")
    context.set_offline(False)
    expect(card(page, "loss")).to_contain_text("+4.000")
    expect(banner).to_be_hidden()


def test_no_foreign_host_is_asked_anywhere(page: Page, base_url: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_program(page)
    page.get_by_role("button", name="Examples").click()
    dialog = page.get_by_role("dialog", name="Examples")
    expect(dialog.locator(".thumb svg").nth(5)).to_be_attached()
    entry = dialog.locator(".example").first
    answer = entry.locator("details p")
    expect(answer).to_be_hidden()
    entry.locator("summary").click()
    expect(answer).to_be_visible()
    expect(answer).not_to_be_empty()

    open_program(page, address="/embed?example=diamond&step=2&node=n1")
    expect(page.locator("header.header")).to_have_count(0)
    link = page.get_by_role("link", name="Open in Chainrule")
    link.focus()
    expect(link).to_have_attribute("href", re.compile("step=2"))
    with page.expect_popup() as popup:
        link.click()
    full = popup.value
    expect(full.locator("header.header")).to_be_visible()
    expect(full.locator(".at")).to_have_text(page.locator(".at").text_content() or "")
    expect(full.locator("g.card.selected")).to_have_count(1)
    assert full.locator("g.card.selected").get_attribute("id") == "n1"
    full.close()

    page.goto("/train")
    page.get_by_role("button", name=re.compile("moons-mlp")).click()
    expect(page.locator("g.card").first).to_be_visible()
    own = urlsplit(base_url).netloc
    hosts = {urlsplit(url.removeprefix("blob:")).netloc for url in asked}
    assert hosts <= {own, ""}, hosts


def test_a_visit_without_a_program_shows_an_evaluated_one(page: Page):
    open_program(page)
    expect(card(page, "loss")).to_contain_text("+2.250")
    expect(card(page, "w")).to_contain_text("+6.000")


def test_a_slow_answer_can_be_given_up(page: Page):
    open_program(page)
    page.route("**/api/v1/graphs", lambda route: None)  # never answered
    write(page, "w = 2.0\nloss = w * w\n")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".busy")).to_have_count(0)
    expect(card(page, "loss")).to_contain_text("+2.250")
    expect(page.get_by_text("previous result")).to_be_visible()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    page.unroute("**/api/v1/graphs")
    page.get_by_role("button", name="Run Ctrl+Enter").click()
    expect(card(page, "loss")).to_contain_text("+4.000")


def test_the_server_may_go_and_come_back(
    page: Page, own_server, expected_console_errors: list[str]
):
    expected_console_errors.append("ERR_CONNECTION_REFUSED")
    opened(page, own_server.url)
    own_server.stop()
    write(page, "w = 2.0\nloss = w * w * w\n")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.locator(".banner").get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    own_server.start()  # the page notices by itself
    expect(card(page, "loss")).to_contain_text("+8.000")
    expect(page.get_by_text("The server does not answer")).to_be_hidden()


def test_what_cannot_be_copied_is_shown(page: Page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    opened(page)
    page.get_by_role("button", name="Share").click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    expect(field).to_have_value(re.compile("#v1:"))
    expect(field).to_be_focused()


def test_no_foreign_host_is_asked(page: Page, base_url: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page)
    page.locator("#n4").click()
    page.get_by_role("tab", name="Maths").click()
    expect(page.locator(".katex").first).to_be_visible()
    assert [url for url in asked if not url.startswith((base_url, "blob:"))] == []


def test_numbers_and_curves_that_do_not_come_are_said_to_be_missing_and_asked_for_again(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("Failed to load resource")

    def fail(route: Route) -> None:
        # A gateway that has lost one kind of request: the server is there, so no banner says else.
        route.fulfill(status=502 if route.request.url.endswith("arrays") else 500, body="x")

    arrays, sweeps = "**/api/v1/graphs/arrays", "**/api/v1/graphs/sweeps"
    open_program(page)
    page.route(arrays, fail)
    page.route(sweeps, fail)
    write(page, "w = ones(7, 10)\nb = 2.0\nloss = (w * b).sum()\n")
    expect(card(page, "loss")).to_contain_text("+140.0")
    curve = page.get_by_text("The curve could not be loaded. The server failed")
    expect(curve).to_be_visible()
    expect(page.locator(".plot-picture")).to_have_count(0)
    page.unroute(sweeps)
    curve.get_by_role("button", name="Try again").click()
    expect(page.locator(".plot-picture .curve")).to_be_visible()

    card(page, "w").click()
    page.get_by_role("tab", name="Matrix").click()
    value = page.get_by_text("The value could not be loaded. The server does not answer.")
    expect(value).to_be_visible()
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_disabled()
    page.get_by_role("button", name=".npy").click()
    expect(page.get_by_text("Not exported: the server does not answer")).to_be_visible()
    expect(page.locator(".banner")).to_have_count(0)
    page.unroute(arrays)
    value.get_by_role("button", name="Try again").click()
    expect(page.locator(".virtual .cell").first).to_be_visible()
    expect(value).to_have_count(0)


def test_a_layout_that_failed_once_is_tried_again_when_asked(page: Page):
    page.add_init_script("""
      const send = Worker.prototype.postMessage;
      let failed = false;
      Worker.prototype.postMessage = function (message) {
        if (failed || !message.sketch) return send.call(this, message);
        failed = true;
        this.dispatchEvent(new ErrorEvent("error", { message: "No memory." }));
      };
    """)
    page.goto("/")
    expect(page.get_by_text("could not be laid out: No memory.")).to_be_visible()
    page.locator(".failure").get_by_role("button", name="Try again").click()
    expect(card(page, "loss")).to_be_visible()


def test_a_first_program_with_an_error_says_where_to_look(page: Page):
    page.add_init_script("localStorage.setItem('chainrule.source', 'y = nothing_known * 2')")
    page.goto("/")
    expect(page.get_by_text("Nothing to look at yet")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    write(page, "x = 3.0\ny = x * 2")
    expect(page.locator("g.card.output")).to_be_visible()
    expect(page.get_by_text("Nothing to look at yet")).to_have_count(0)
    expect(page.get_by_role("button", name="Play")).to_be_enabled()


def test_a_program_without_gradients_offers_them_to_what_is_learnt(page: Page):
    open_program(
        page,
        "import numpy as np\nX = np.array([[1.0, 2.0]])\nW1 = np.array([[0.5], [-1.0]])\n"
        "b = np.array([0.1])\nloss = np.sum(np.maximum(X @ W1 + b, 0.0))",
    )
    expect(page.get_by_role("heading", name="No value gets a gradient")).to_be_visible()
    page.get_by_role("button", name="W1 and b", exact=True).click()
    expect(page.locator("g.card.parameter")).to_have_count(2)
    expect(page.locator(".cm-content")).to_contain_text("W1 = param([[0.5], [-1.0]])")
    expect(page.get_by_role("heading", name="No value gets a gradient")).to_have_count(0)
