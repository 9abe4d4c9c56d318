"""How fast the page is in a real Chromium: picture, step, slider, theme, and memory afterwards.

Three graphs: the raisin network (13 cards), 60 and 300 cards. Times are medians that a reader would
see: from the act to the second frame after it, on this machine, in software rendering.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from chainrule.program.examples import EXAMPLES
from find_browser import find_browser
from running_server import Server

MOVES = 1_000
LAYOUTS = 1_000
ROUNDS = 20
SLIDER_SECONDS = 3
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def chain(cards: int) -> str:
    """A program of about so many cards."""
    lines = ["w = 0.5", "h = w"]
    for i in range((cards - 2) // 3):
        lines.append(f"h = tanh(h + {0.1 + i % 5 / 10:.1f})")
    return "\n".join([*lines, "loss = h ** 2"])


def raisin_network() -> str:
    mlp = next(example.source for example in EXAMPLES if example.name == "mlp")
    return mlp.replace("b2 = param(zeros(1, 1))", "b2 = 0.0")


FRAMES = """
const frame = () => new Promise(requestAnimationFrame);
const frames = async () => { await frame(); await frame(); };
const put = (input, value) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const slider = () => [...document.querySelectorAll('.leaf-slider')].at(-1);
const timed = async (act) => {
  const begun = performance.now(); await act(); await frames(); return performance.now() - begun;
};
const drawn = () => document.querySelector('g.viewport > g.graph');
const layOut = async () => {
  const before = drawn();
  document.querySelector('[aria-label="Top-down or left-right"]').click();
  while (drawn() === before) await new Promise((go) => setTimeout(go));
};
"""


def run(page: Page, body: str) -> object:
    return page.evaluate(f"async () => {{ {FRAMES} {body} }}")


def repeat(page: Page, act: str, rounds: int = ROUNDS) -> float:
    return statistics.median(
        run(
            page,
            f"const all = []; for (let i = 0; i < {rounds}; i++) "
            f"all.push(await timed(async () => {{ {act} }})); return all;",
        )
    )


def heap(session: CDPSession) -> float:
    """Megabytes of JavaScript objects that are still in use."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def open_program(page: Page, source: str) -> int:
    page.add_init_script(f"localStorage.setItem('chainrule.source', {json.dumps(source)})")
    page.goto("/")
    page.wait_for_selector("g.card.output", timeout=60_000)
    page.wait_for_timeout(4_000)  # the plot's samples
    return page.locator("g.viewport g.card").count()


def measure(page: Page, source: str) -> list[object]:
    cards = open_program(page, source)
    picture = repeat(page, "await layOut();", 10)
    step = repeat(
        page,
        "const bar = document.querySelector('.scrubber input'); put(bar, +bar.max - 1 - i % 6);",
    )
    run(page, "const bar = document.querySelector('.scrubber input'); put(bar, bar.max);")
    theme = repeat(page, "document.querySelector('.header-tools > button:last-child').click();", 10)
    updates = run(
        page,
        """
        const line = [...document.querySelectorAll('g.card.parameter .hit')].at(-1);
        let updates = 0;
        new MutationObserver(() => { updates += 1; }).observe(line, { attributes: true });
        const begun = performance.now();
        for (let i = 0; performance.now() - begun < SECONDS * 1000; i += 1) {
          put(slider(), (i % 100) / 100);
          await frame();
        }
        return updates / SECONDS;
        """.replace("SECONDS", str(SLIDER_SECONDS)),
    )
    return [cards, picture, step, updates, theme]


def growth(page: Page, source: str) -> tuple[float, float]:
    """Megabytes more after many moves of a slider, and after many layouts."""
    open_program(page, source)
    session = page.context.new_cdp_session(page)
    run(
        page,
        "for (let i = 0; i < 20; i++) { put(slider(), i / 20); await frame(); await layOut(); }",
    )
    start = heap(session)
    run(page, f"for (let i = 0; i < {MOVES}; i++) {{ put(slider(), i % 50 / 50); await frame(); }}")
    page.wait_for_timeout(500)
    moved = heap(session)
    run(page, f"for (let i = 0; i < {LAYOUTS}; i++) await layOut();")
    page.wait_for_timeout(500)
    return moved - start, heap(session) - moved


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        context = {"base_url": server.url, "viewport": {"width": 1440, "height": 900}}
        try:
            print("cards   picture ms   step ms   slider updates/s   theme ms")
            for source in (raisin_network(), chain(60), chain(300)):
                page = browser.new_context(**context).new_page()
                cards, picture, step, updates, theme = measure(page, source)
                print(f"{cards:5}{picture:13.1f}{step:10.1f}{updates:19.1f}{theme:11.1f}")
                page.context.close()
            page = browser.new_context(**context).new_page()
            moves, layouts = growth(page, raisin_network())
            print(f"memory: {moves:+.1f} MB after {MOVES:,} slider moves, ", end="")
            print(f"{layouts:+.1f} MB after {LAYOUTS:,} layouts")
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
