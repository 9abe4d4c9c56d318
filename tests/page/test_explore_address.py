"""Addresses and the history: nothing that somebody wrote is lost, links restore everything."""

import re

import pytest
from explore_page import GROUPS, TWO_USES, card, open_program
from playwright.sync_api import Browser, BrowserContext, Page, expect

OWN = "mine = 7.0\nz = mine * mine\n"


def arrive(page: Page, address: str = "/") -> None:
    page.goto(address)
    expect(page.locator("g.card.output").first).to_be_visible(timeout=20_000)


def write(page: Page, source: str) -> None:
    page.locator(".cm-content").fill(source)


def text(page: Page):
    return page.locator(".cm-content")


def open_example(page: Page, title: str) -> None:
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile(f"Open {title}$")).click()


def entries(page: Page) -> int:
    """How long the history is; a new entry's address is compressed first, which takes a moment."""
    page.wait_for_timeout(500)
    return page.evaluate("history.length")


def link(page: Page) -> str:
    page.get_by_role("button", name="Share").click()
    page.wait_for_timeout(800)  # longer than the pause after which the address follows
    expect(page).to_have_url(re.compile("#v1:"))
    return page.url


@pytest.fixture
def reader(browser: Browser, page: Page):
    """Another reader's page, without anything kept."""
    context: BrowserContext = browser.new_context(base_url=page.evaluate("location.origin"))
    yield context.new_page()
    context.close()


def test_ones_own_program_outlives_examples_and_links(page: Page):
    arrive(page)
    write(page, OWN)
    open_example(page, "A product")  # at once: nothing has had the time to be kept by a pause
    expect(page).to_have_url(re.compile(r"\?example=product$"))
    expect(page).to_have_title("A product · Chainrule")
    expect(text(page)).not_to_contain_text("mine")
    page.get_by_role("button", name="Top-down or left-right").click()
    expect(page).to_have_url(re.compile("#v1:"))
    page.go_back()
    expect(text(page)).to_contain_text("z = mine * mine")
    expect(page).to_have_title("Chainrule")
    page.go_forward()
    expect(text(page)).not_to_contain_text("mine")
    page.get_by_role("link", name="Chainrule").click()
    expect(text(page)).to_contain_text("z = mine * mine")
    arrive(page, "/?example=diamond")
    arrive(page, "/")
    expect(text(page)).to_contain_text("z = mine * mine")
    write(page, "last = 1.5\nz = last * 2\n")
    page.reload()  # before the pause after which the address follows
    expect(text(page)).to_contain_text("z = last * 2")
    open_example(page, "A product")
    write(page, "w = 2.0\nloss = w * w\n")  # writing anew puts the own program aside
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("dialog").get_by_role("button", name="last = 1.5").click()
    expect(text(page)).to_contain_text("z = last * 2")
    page.get_by_role("button", name="Examples").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="w = 2.0")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_back_restores_the_whole_state(page: Page):
    arrive(page)
    write(page, OWN)
    expect(page).to_have_url(re.compile("#v1:"))
    before = entries(page)
    page.get_by_role("button", name="Run Ctrl+Enter").click()
    assert entries(page) == before + 1
    write(page, OWN.replace("7.0", "8.0"))
    page.get_by_role("slider", name="mine", exact=True).fill("3")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Run Ctrl+Enter").click()
    assert entries(page) == before + 2
    page.go_back()
    expect(text(page)).to_contain_text("mine = 7.0")
    expect(page.locator(".at")).to_have_text("3 / 3")
    page.go_forward()
    expect(text(page)).to_contain_text("mine = 8.0")
    expect(page.get_by_role("slider", name="mine", exact=True)).to_have_value("3")
    expect(page.locator(".at")).to_have_text("0 / 3")
    page.go_back()
    page.go_back()
    expect(text(page)).to_contain_text("loss = (w * x + b - y) ** 2")


def test_a_pitfalls_link_keeps_its_words_and_its_other_side(page: Page, reader: Page):
    arrive(page, "/?example=overwriting-wrong")
    expect(page.locator(".pane")).to_have_count(2)
    page.get_by_role("slider", name="x", exact=True).fill("5")
    page.locator(".pane.here g.card.output").click()
    page.get_by_role("button", name="Top-down or left-right").click()
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    arrive(reader, link(page))
    expect(reader.locator(".pane")).to_have_count(2)
    expect(reader.get_by_role("slider", name="x", exact=True)).to_have_value("5")
    expect(reader.locator(".pane.here").get_by_role("heading")).to_contain_text("Overwriting")
    expect(reader.locator(".pane.here g.card.output")).to_have_class(re.compile("selected"))
    expect(reader.locator(".at")).to_have_text(re.compile("^1 / "))


def test_a_greek_leaf_that_was_moved_is_restored(page: Page, reader: Page):
    arrive(page)
    write(page, "β = 2.0\nloss = β * β\n")
    page.get_by_role("slider", name="β", exact=True).fill("3")
    arrive(reader, link(page))
    expect(reader.get_by_role("slider", name="β", exact=True)).to_have_value("3")


def test_an_address_that_cannot_be_shown_says_why(page: Page):
    arrive(page)
    write(page, OWN)
    for address, words in [
        ("/?example=nope", "There is no example “nope”."),
        ("/#v1:AAAA", "This link is damaged."),
        ("/#v2:abc", "This link was made by a newer version"),
    ]:
        page.goto("about:blank")
        arrive(page, address)
        note = page.get_by_text(words)
        expect(note).to_contain_text("Your own program is shown.")
        expect(text(page)).to_contain_text("mine")
        expect(page).to_have_url(re.compile(r"/$"))
        page.get_by_role("button", name="Dismiss this note").click()
        expect(note).to_be_hidden()
    arrive(page, "/?example=diamond&step=900&node=n99")
    expect(page).to_have_url(re.compile(r"\?example=diamond$"))


def test_an_example_waits_for_the_server_and_comes_by_itself(
    page: Page, expected_console_errors: list[str]
):
    expected_console_errors.append("ERR_FAILED")
    page.route("**/api/v1/examples", lambda route: route.abort())
    page.goto("/?example=diamond")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    page.unroute("**/api/v1/examples")
    expect(page).to_have_title("A diamond · Chainrule")
    expect(page.locator("g.card.output")).to_be_visible()
    expect(page.get_by_text("The server does not answer")).to_be_hidden()
    assert page.locator(".stepper").evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")


def test_a_busy_server_is_asked_again(page: Page, expected_console_errors: list[str]):
    expected_console_errors.append("status of 503")
    arrive(page)
    turns = []

    def busy(route):
        turns.append(route)
        problem = '{"status": 503, "title": "Busy", "detail": "too busy", "code": "busy"}'
        headers = {"Retry-After": "0", "Content-Type": "application/problem+json"}
        if len(turns) != 3:
            route.fulfill(status=503, headers=headers, body=problem)
        else:
            route.continue_()

    page.route("**/api/v1/graphs", busy)
    write(page, "w = 2.0\nloss = w * w\n")
    expect(page.locator("g.card.output")).to_contain_text("+4.000")
    write(page, "w = 3.0\nloss = w * w\n")
    again = page.get_by_role("alert").get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.unroute("**/api/v1/graphs")
    again.click()
    expect(page.locator("g.card.output")).to_contain_text("+9.000")


def test_a_link_restores_how_the_graph_is_looked_at(page: Page, reader: Page):
    arrive(page)
    write(page, GROUPS)
    page.get_by_role("button", name="layer", exact=True).first.click()
    expect(page.locator("g.card.group")).to_have_count(1)
    page.get_by_label("w2[0, 0]").fill("3")
    page.get_by_role("button", name="Top-down or left-right").click()
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour by").select_option("gradient")
    page.get_by_label("Colour limits of").select_option("group")
    page.get_by_label("Only the gradient's path").check()
    page.keyboard.press("Escape")
    places = "cards => cards.map(card => card.id + card.getAttribute('transform'))"
    arrive(reader, link(page))
    expect(reader.locator("g.card.group")).to_have_count(1)
    expect(reader.get_by_label("w2[0, 0]")).to_have_value("3")
    reader.get_by_role("button", name="View options").click()
    expect(reader.get_by_label("Colour by")).to_have_value("gradient")
    expect(reader.get_by_label("Colour limits of")).to_have_value("group")
    expect(reader.get_by_label("Only the gradient's path")).to_be_checked()
    there, here = (of.locator("g.card").evaluate_all(places) for of in (reader, page))
    assert there == here


def test_back_and_at_once_forward_shows_where_one_is(page: Page):
    arrive(page, "/?example=diamond")
    open_example(page, "A product")
    expect(page).to_have_title("A product · Chainrule")
    slow = "const ask = fetch; fetch = (...of) => sleep(500).then(() => ask(...of));"
    slow += "const sleep = time => new Promise(go => setTimeout(go, time))"
    page.add_init_script(slow)
    page.reload()  # the history alone knows what the entries hold
    expect(page).to_have_title("A product · Chainrule")
    page.evaluate("history.back(); setTimeout(() => history.forward(), 100)")
    page.wait_for_timeout(2000)
    expect(page).to_have_title("A product · Chainrule")
    expect(page).to_have_url(re.compile("example=product$"))
    examples = page.evaluate("fetch('/api/v1/examples').then(a => a.json())")["examples"]
    source = next(e["source"] for e in examples if e["name"] == "product")
    expect(text(page)).to_contain_text(source.splitlines()[-1])


def test_a_link_restores_program_leaves_step_and_selection(page: Page, browser: Browser):
    open_program(page, TWO_USES)
    page.get_by_role("slider", name="a", exact=True).fill("1")
    expect(card(page, "a")).to_contain_text("+1.000")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    card(page, "h").click()
    page.get_by_role("button", name="Share").click()
    expect(page).to_have_url(re.compile("#v1:"))
    other = browser.new_context()
    there = other.new_page()
    there.goto(page.url)
    expect(card(there, "a")).to_contain_text("+1.000", timeout=20_000)
    expect(there.locator(".at")).to_have_text("1 / 5")
    expect(card(there, "h")).to_have_class(re.compile("selected"))
    other.close()


def test_an_examples_address_stays_readable(page: Page):
    open_program(page, address="/?example=diamond")
    page.get_by_role("button", name="First step (Home)").click()
    page.get_by_role("button", name="Forward (→)").click()
    page.locator("#n0").click()
    expect(page).to_have_url(re.compile(r"/\?example=diamond&step=1&node=n0$"))
    page.get_by_role("button", name="View options").click()
    page.get_by_label("Colour by").select_option("gradient")
    expect(page).to_have_url(re.compile("#v1:"))
    page.reload()
    expect(page.locator(".at")).to_have_text(re.compile("^1 / "))
    page.get_by_role("button", name="View options").click()
    expect(page.get_by_label("Colour by")).to_have_value("gradient")


def test_an_examples_address_opens_it_at_its_step(page: Page):
    open_program(page, address="/?example=two-paths&step=1&node=n1")
    expect(page.locator(".at")).to_have_text(re.compile("^1 / "))
    expect(page.locator("g.card.selected")).to_have_count(1)


def test_what_a_browser_lacks_takes_no_more_than_links(page: Page):
    page.add_init_script("""
      delete window.CompressionStream;
      delete window.IntersectionObserver;
      history.replaceState = () => { throw new DOMException("too often", "SecurityError"); };
    """)
    open_program(page)
    expect(page.locator(".plot-picture .curve")).to_be_visible()
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("No link could be made here.")).to_be_visible()
