"""What is too small on a page to be hit: WCAG asks for 24 pixels, a finger for 44."""

from playwright.sync_api import Page

SMALL_TARGETS = """least => [...document.querySelectorAll(
    'button, a[href], input, select, summary, [role=tab]')].flatMap(element => {
  const around = element.type !== 'range' && element.closest('label') || element;
  const [own, wide] = [element, around].map(each => each.getBoundingClientRect());
  const size = [Math.max(own.width, wide.width), Math.max(own.height, wide.height)];
  const shown = own.width > 0 && own.height > 0;
  return shown && Math.min(...size) < least - 0.5
    ? [`${element.outerHTML.slice(0, 90)} ${size}`] : [];
})"""


def small_targets(page: Page, least: int) -> list[str]:
    """Buttons, links and fields with a side shorter than `least` pixels, with their sizes."""
    return page.evaluate(SMALL_TARGETS, least)
