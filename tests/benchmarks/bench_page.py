"""How fast the page is in a real Chromium: picture, step, slider, theme, zoom, and memory.

Two figures for each act: the time that a reader waits, from the act (at any moment between two
frames) until the frame that shows it is painted, and the processor time of the page's main thread,
which other programs on the machine hardly change. Everything is drawn in software. The load of the
machine stands beside each row; the last row says what we want to reach.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from chainrule.program.examples import EXAMPLES
from find_browser import BROWSER_ARGUMENTS, find_browser
from page_examples import COLUMNS as READABLE
from page_examples import rows
from running_server import Server

MOVES = 1_000
LAYOUTS = 1_000
LOADS = 3
ROUNDS = 20
SLIDER_SECONDS = 3
GLIDING_MS = 500
"""After a layout, cards are on their way for less than that."""
LARGE = (700, 1_500, 1_900)
"""Values of large graphs; a program may have 2,000 of them."""


def chain(cards: int) -> str:
    """A program of about so many cards, each of which changes with its one leaf."""
    lines = ["w = 0.5", "h = w"]
    for i in range((cards - 2) // 4):
        lines.append(f"h = h + {0.1 + i % 5 / 100:.2f} * tanh(h)")
    return "\n".join([*lines, "loss = h ** 2"])


def raisin_network() -> str:
    """The network of the gallery with a slider for its last bias."""
    mlp = next(example.source for example in EXAMPLES if example.name == "mlp")
    return mlp.replace("b2 = param(zeros(1, 1))", "b2 = 0.0")


PAINTED = """
const painted = () => new Promise((done) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  port2.postMessage(null);
}));
"""
"""A message that is sent in a frame arrives when that frame has been painted."""
PICTURE = """
window.pictures = [];
new MutationObserver((changes, watcher) => {
  if (!document.querySelector('g.viewport g.card.output')) return;
  watcher.disconnect();
  painted().then(() => {
    const requests = performance.getEntriesByType('resource');
    const answer = requests.find(({ name }) => name.endsWith('/graphs'));
    window.pictures.push(performance.now() - answer.responseEnd);
  });
}).observe(document, { childList: true, subtree: true });
"""
ACTS = """
const frame = () => new Promise(requestAnimationFrame);
const put = (input, value) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const slider = () => [...document.querySelectorAll('.leaf-slider')].at(-1);
const scrubber = () => document.querySelector('.scrubber input');
const timed = async (act) => {
  await new Promise((go) => setTimeout(go, 17 * Math.random()));
  const begun = performance.now();
  await act();
  await painted();
  return performance.now() - begun;
};
const drawn = () => document.querySelector('g.viewport > g');
const layOut = async () => {
  const before = drawn();
  document.querySelector('[aria-label="Top-down or left-right"]').click();
  while (drawn() === before) await new Promise((go) => setTimeout(go));
};
const wheel = (deltaY) => document.querySelector('svg.drawing').dispatchEvent(new WheelEvent(
  'wheel', { deltaY, ctrlKey: true, clientX: 700, clientY: 400, bubbles: true }));
const NUMBERS = { characterData: true, subtree: true };
const moved = async (value) => {
  await new Promise((go) => {
    const told = (_, watcher) => { watcher.disconnect(); go(); };
    new MutationObserver(told).observe(document.querySelector('g.viewport'), NUMBERS);
    put(slider(), value);
  });
};
"""


def run(page: Page, body: str) -> object:
    """What JavaScript that may use the acts returns."""
    return page.evaluate(f"async () => {{ {PAINTED} {ACTS} {body} }}")


class Meter:
    """Measures what happens in one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy(self) -> float:
        """Milliseconds of processor time that the main thread has used."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000

    def repeat(self, act: str, rounds: int = ROUNDS) -> tuple[float, float]:
        """The median wait for an act, and its mean processor time; ``i`` counts the rounds."""
        run(self.page, "await painted();")
        before = self.busy()
        waits = run(
            self.page,
            f"const all = []; for (let i = 0; i < {rounds}; i++) "
            f"all.push(await timed(async () => {{ {act} }})); return all;",
        )
        return statistics.median(waits), (self.busy() - before) / rounds

    def heap(self) -> float:
        """Megabytes of JavaScript objects that are still in use."""
        for _ in range(3):
            self.session.send("HeapProfiler.collectGarbage")
        return self.session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def new_page(browser: Browser, url: str, source: str) -> Page:
    """A page of somebody who left with this program; nothing is opened yet."""
    size = {"width": 1440, "height": 900}
    page = browser.new_context(base_url=url, viewport=size).new_page()
    page.add_init_script(f"localStorage.setItem('chainrule.source', {json.dumps(source)})")
    page.add_init_script(PAINTED + PICTURE)
    return page


def first_picture(page: Page) -> float:
    """Milliseconds from the answer to the picture, also of a page that has just been opened."""
    waits = []
    for _ in range(LOADS):
        page.goto("/")
        waits.append(run(page, "while (!pictures.length) await frame(); return pictures[0];"))
    page.wait_for_selector(".cm-content", timeout=60_000)
    page.wait_for_timeout(2_000)
    return statistics.median(waits)


def updates_per_second(page: Page) -> float:
    """How often the cards in view show new numbers while a slider is dragged without pause."""
    return run(
        page,
        f"""
        let updates = 0;
        const picture = document.querySelector('g.viewport');
        new MutationObserver(() => {{ updates += 1; }}).observe(picture, NUMBERS);
        const begun = performance.now();
        for (let i = 0; performance.now() - begun < {SLIDER_SECONDS * 1000}; i += 1) {{
          put(slider(), Math.sin(i));
          await frame();
        }}
        return updates / {SLIDER_SECONDS};
        """,
    )


COLUMNS = (
    "cards",
    "first picture",
    "lay out again",
    "step",
    "slider",
    "updates/s",
    "theme",
    "zoom",
    "load",
)
TARGETS = ("wanted", "<300", "", "<16", "<50", ">30", "no layout", "", "")


def measure(page: Page) -> list[object]:
    """One row of the table."""
    picture = first_picture(page)
    meter = Meter(page)
    cards = page.locator("g.viewport g.card").count()
    again = meter.repeat("await layOut();", 10)
    page.wait_for_timeout(GLIDING_MS)
    step = meter.repeat("put(scrubber(), +scrubber().max - 1 - i % 12);", 24)
    run(page, "put(scrubber(), scrubber().max);")
    slide = meter.repeat("await moved((i % 40) / 40 + 0.013);", 40)
    updates = updates_per_second(page)
    theme = meter.repeat("document.querySelector('.header-tools > button:last-child').click();", 10)
    zoom = meter.repeat("wheel(i < 10 ? 60 : -60);", 20)
    return [cards, (picture,), again, step, slide, updates, theme, zoom, os.getloadavg()[0]]


def cell(value: object) -> str:
    """A figure; two of them are a wait and its processor time."""
    if isinstance(value, tuple):
        return " / ".join(f"{part:.0f}" for part in value)
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def row(values: list[object] | tuple[str, ...], show: Callable[[object], str] = cell) -> None:
    """Prints a line of the table."""
    print(
        "".join(
            f"{show(value):>{max(14, len(name) + 2)}}"
            for value, name in zip(values, COLUMNS, strict=True)
        )
    )


def open_large(page: Page) -> tuple[str, float]:
    """What becomes of a large graph, and how long that takes from opening the page."""
    begun = time.perf_counter()
    page.goto("/")
    page.locator("g.viewport > g, .failure").first.wait_for(state="attached", timeout=120_000)
    waited = time.perf_counter() - begun
    if page.locator(".failure").count():
        rows = page.locator("#table tbody tr").count()
        return f"not drawn; a table of {rows:,} rows", waited
    return f"{page.locator('g.viewport g.card').count():,} cards drawn", waited


def growth(page: Page) -> tuple[float, float]:
    """Megabytes more after many moves of a slider, and after many layouts."""
    first_picture(page)
    meter = Meter(page)
    run(
        page,
        "for (let i = 0; i < 20; i++) { put(slider(), i / 20); await frame(); await layOut(); }",
    )
    start = meter.heap()
    run(page, f"for (let i = 0; i < {MOVES}; i++) {{ put(slider(), i % 50 / 50); await frame(); }}")
    page.wait_for_timeout(500)
    moved = meter.heap()
    run(page, f"for (let i = 0; i < {LAYOUTS}; i++) await layOut();")
    page.wait_for_timeout(500)
    return moved - start, meter.heap() - moved


def main() -> None:
    """Prints everything."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_ARGUMENTS)
        try:
            print("ms: wait / processor time of the page's main thread")
            row(COLUMNS, str)
            for source in (raisin_network(), chain(60), chain(300)):
                page = new_page(browser, server.url, source)
                row(measure(page))
                page.context.close()
            row(TARGETS, str)
            for values in LARGE:
                page = new_page(browser, server.url, chain(values))
                outcome, seconds = open_large(page)
                print(f"{values:,} values: {outcome}, {seconds:.1f} s after opening the page")
                page.context.close()
            moves, layouts = growth(new_page(browser, server.url, raisin_network()))
            print(f"memory: {moves:+.1f} MB after {MOVES:,} slider moves, ", end="")
            print(f"{layouts:+.1f} MB after {LAYOUTS:,} layouts")
            for line in (READABLE, *rows(browser, server.url)):
                window, example, *figures = line
                print(f"{window:12}{example:28}" + "".join(f"{part:>12}" for part in figures))
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
