"""The Explore page with graphs that are too large to be read card by card."""

import json
import re

from playwright.sync_api import Page, Route, expect

KNOWN = re.compile(r"loss, .*value \+\S+, gradient \+1\.000")


def chain(values: int) -> str:
    """A program without groups, so that nothing folds."""
    lines = [f"h = tanh(h + 0.{1 + k % 5})" for k in range((values - 2) // 3)]
    return "\n".join(["w = 0.5", "h = w", *lines, "loss = h ** 2"])


def open_program(page: Page, source: str) -> None:
    page.add_init_script(f"localStorage.setItem('chainrule.source', {json.dumps(source)})")
    page.goto("/")


def test_hundreds_of_cards_are_drawn(page: Page):
    open_program(page, chain(400))
    expect(page.locator("g.viewport g.card")).to_have_count(398, timeout=60_000)
    expect(page.locator("g.card.output .hit")).to_have_attribute("aria-label", KNOWN)


def test_a_graph_too_large_to_draw_opens_as_an_overview(page: Page):
    open_program(page, chain(1_996))
    expect(page.locator("g.card.group")).to_have_count(40, timeout=60_000)
    expect(page.locator("#table tbody tr")).to_have_count(1_994)
    page.locator("g.card.group .hit").last.dblclick()
    expect(page.locator("g.card.group")).to_have_count(39, timeout=30_000)
    expect(page.locator("g.card.operation", has_text="tanh").first).to_be_attached()


def test_a_graph_without_groups_that_is_too_large_to_draw_says_so_and_has_its_table(page: Page):
    def without_groups(route: Route) -> None:
        answer = route.fetch()
        graph = answer.json()
        nodes = [{**node, "group": ""} for node in graph["nodes"]]
        route.fulfill(response=answer, json={**graph, "nodes": nodes, "groups": []})

    page.route("**/api/v1/graphs", without_groups)
    open_program(page, chain(1_996))
    expect(page.locator(".failure")).to_contain_text("too many to draw", timeout=60_000)
    expect(page.locator("#table tbody tr")).to_have_count(1_994)
    expect(page.locator("g.card").first).to_be_hidden()
    with page.expect_download() as download:
        page.locator(".failure").get_by_role("button", name="Table, CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == 1_995
    page.get_by_role("button", name="Go to the table").click()
    expect(page.locator("#table tbody button").first).to_be_focused()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".cm-line").first).to_be_visible()  # Out of sight the editor draws no text.

    page.locator(".cm-content").fill("w = 2.0\nloss = w ** 2")
    expect(page.locator("g.card.output")).to_be_visible(timeout=30_000)
    expect(page.locator(".failure")).to_have_count(0)


def test_a_slider_rewrites_only_what_depends_on_it(page: Page):
    open_program(page, "a = 1.0\nb = 2.0\nu = a * 3\nv = b * 3\nloss = u + v")
    expect(page.locator("g.card.output")).to_be_visible(timeout=20_000)
    page.evaluate(
        """() => {
          window.touched = new Set();
          new MutationObserver((changes) => {
            for (const { target } of changes) {
              const card = (target.closest ? target : target.parentElement).closest('g.card');
              if (card) window.touched.add(card.querySelector('.hit').ariaLabel[0]);
            }
          }).observe(document.querySelector('g.viewport'),
                     { subtree: true, childList: true, characterData: true, attributes: true });
        }"""
    )
    page.get_by_role("slider", name="a", exact=True).press("ArrowRight")
    expect(page.locator("g.card.output")).to_contain_text("+9.030")
    assert page.evaluate("[...window.touched].sort().join(' ')") == "a l u"


IN_VIEW = """e => {
  const title = e.querySelector('.title');
  return title !== null && title.checkVisibility({ contentVisibilityAuto: true })
    && title.getBoundingClientRect().width > 0;
}"""


def test_a_large_graph_opens_at_its_output_and_draws_only_what_is_in_view(page: Page):
    open_program(page, chain(300))
    first, last = page.locator("g.card").first, page.locator("g.card.output")
    # It knows its numbers all the same.
    expect(last.locator(".hit")).to_have_attribute("aria-label", KNOWN, timeout=30_000)
    assert last.evaluate("e => e.getBoundingClientRect().width") > 60
    assert last.evaluate(IN_VIEW)
    assert not first.evaluate(IN_VIEW)
    expect(page.locator(".minimap")).to_be_visible()

    page.keyboard.press("f")
    expect(first).to_be_in_viewport()
    assert not first.evaluate(IN_VIEW)  # Too small to be read.

    page.get_by_role("searchbox", name="Find a value").fill("loss")
    page.keyboard.press("Enter")
    expect(last).to_contain_text("∂")  # What is looked for comes near, and is drawn.
    assert last.evaluate("e => e.getBoundingClientRect().width") > 60

    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture, SVG").click()
    picture = download.value.path().read_text(encoding="utf-8")
    assert picture.count("tanh") >= 90  # Everything is in the picture, whatever the view shows.


def test_the_layout_program_arrives_as_webassembly(page: Page):
    with page.expect_response("**/*.wasm") as answer:
        page.goto("/")
    assert answer.value.headers["content-type"] == "application/wasm"
