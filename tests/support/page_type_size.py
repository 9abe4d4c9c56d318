"""How large the text of the drawing is, in pixels, where it can be seen."""

from playwright.sync_api import Page

LEAST, LEAST_VALUE, TOLERANCE = 11, 13, 0.05
TEXTS = """() => {
  const host = document.querySelector('section[aria-label="Graph"] .graph-host');
  const box = host.getBoundingClientRect();
  const scale = document.querySelector('g.viewport').getScreenCTM().a;
  return [...host.querySelectorAll('svg.drawing text, svg.drawing tspan')].flatMap((part) => {
    const { left, right, top, bottom, width } = part.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(part).fontSize) * scale;
    const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const seen = left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    const acting = part.closest('.card.active') !== null;
    if (!own || !width || !seen) return [];
    return [{ size, words: part.textContent, value: part.classList.contains('value'), acting }];
  });
}"""


def texts(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate(TEXTS)
    assert found
    return found


def smallest(page: Page, *, of: str = "") -> tuple[float, str]:
    sizes = [(float(str(t["size"])), str(t["words"])) for t in texts(page) if not of or t[of]]
    return min(sizes)
