"""How readable every example of the gallery is, in windows of five sizes."""

from collections.abc import Iterator

from chainrule.program.examples import EXAMPLES
from explore_page import BEEN_HERE
from page_type_size import smallest
from playwright.sync_api import Browser, Page, ViewportSize

SIZES = ((390, 844), (820, 1180), (1280, 720), (1440, 900), (1920, 1080))
COLUMNS = ("window", "example", "smallest", "in H", "cards", "output", "picture", "step")
RESTING_MS = 350
"""A drawing that has been the same for so long stays."""
PICTURE = """
window.picture = null;
new MutationObserver((changes, watcher) => {
  if (!document.querySelector('g.viewport g.card')) return;
  watcher.disconnect();
  requestAnimationFrame(() => {
    const answers = performance.getEntriesByType('resource');
    const answer = answers.find(({ name }) => name.endsWith('/graphs'));
    window.picture = performance.now() - (answer?.responseEnd ?? 0);
  });
}).observe(document, { childList: true, subtree: true });
"""
CARDS = """() => {
  const box = document.querySelector('.graph-host').getBoundingClientRect();
  const seen = (card) => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    return left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom;
  };
  const cards = [...document.querySelectorAll('.graph-host')][0].querySelectorAll('g.card');
  const output = document.querySelector('.graph-host g.card.output');
  return [[...cards].filter(seen).length, cards.length, output !== null && seen(output)];
}"""
STEP = """async () => {
  const input = document.querySelector('.scrubber input');
  const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const begun = performance.now();
  put.call(input, Number(input.max) - 1);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise(requestAnimationFrame);
  const taken = performance.now() - begun;
  put.call(input, input.max);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return taken;
}"""


def at_rest(page: Page) -> None:
    """Waits until the drawing stays as it is."""
    page.wait_for_selector("g.viewport g.card", timeout=60_000)
    drawn = "() => document.querySelector('g.viewport').innerHTML.length"
    before = None
    while before != (before := page.evaluate(drawn)):
        page.wait_for_timeout(RESTING_MS)


def rows(browser: Browser, url: str) -> Iterator[tuple[str, ...]]:
    """A row for each example in each window."""
    for width, height in SIZES:
        size: ViewportSize = {"width": width, "height": height}
        context = browser.new_context(base_url=url, viewport=size)
        context.add_init_script(BEEN_HERE)
        page = context.new_page()
        page.add_init_script(PICTURE)
        for example in EXAMPLES:
            page.goto(f"/?example={example.name}")
            at_rest(page)
            opened = smallest(page)[0]
            seen, cards, output = page.evaluate(CARDS)
            picture, step = page.evaluate("picture"), page.evaluate(STEP)
            page.keyboard.press("h")
            at_rest(page)
            lecture = smallest(page)[0]
            page.keyboard.press("h")  # it is kept, also for the next example
            yield (
                f"{width} × {height}",
                example.name,
                f"{opened:.1f} px",
                f"{lecture:.1f} px",
                f"{seen}/{cards}",
                "in view" if output else "out of view",
                f"{picture:.0f} ms",
                f"{step:.0f} ms",
            )
        context.close()
