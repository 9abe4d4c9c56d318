"""The contrast of a text with the ground it stands on, where axe-core cannot see the ground."""

from playwright.sync_api import Locator

CHANNELS = """(element, name) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = getComputedStyle(element)[name];
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def luminance(channels: list[int]) -> float:
    """The relative luminance of WCAG."""
    shares = [value / 255 for value in channels]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: Locator, ground: Locator) -> float:
    """The contrast of a text's colour with the background of another element, both opaque."""
    colours = (text.evaluate(CHANNELS, "color"), ground.evaluate(CHANNELS, "backgroundColor"))
    light, dark = sorted(map(luminance, colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)
