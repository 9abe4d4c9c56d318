"""What is taken away from Explore works by itself, outside of the page."""

import json
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from explore_page import card, exported, open_program, opened, places, write
from playwright.sync_api import Page, expect

PROGRAM = """\
x = data([[2.0, 3.0]])
w = [[-1.0], [1.2]]
y = data([[0.2]])
u = tanh(x @ w)
loss = sum((u - y) ** 2)
"""


def unbalanced(latex: str) -> str:
    """The first place after which braces, or the environments around it, no longer match."""
    opened: list[str] = []
    for found in re.finditer(r"\\[{}\\]|[{}]|\\(begin|end)\{(\w+\*?)\}", latex):
        sign, kind, name = found.group(0), found.group(1), found.group(2)
        if sign == "{" or kind == "begin":
            opened.append(name or "{")
        elif (sign == "}" or kind == "end") and (not opened or opened.pop() != (name or "{")):
            return latex[found.start() : found.start() + 40]
    return "".join(opened)


def test_a_picture_stands_alone_and_its_raster_is_twice_as_large(page: Page, artefacts: Path):
    open_program(page, PROGRAM)
    svg = exported(page, "Picture, SVG").read_text(encoding="utf-8")
    assert not re.search(r"\s(class|style)=|var\(|currentColor|light-dark|<foreignObject", svg)
    assert not re.search(r"""(?:href|src)=["'](?!#)|url\((?!#)""", svg)  # nothing from elsewhere
    root = ElementTree.fromstring(svg)  # noqa: S314
    width, height = int(root.get("width") or 0), int(root.get("height") or 0)
    assert (root.get("viewBox") or "").split()[2:] == [str(width), str(height)]
    assert not re.search(r"color\(|rgba\(", svg)  # programs that are no browsers know neither
    texts = " ".join(root.itertext())
    for words in ("loss", "tanh", "1×2", "0.5208"):
        assert words in texts
    names = set(re.findall(r'id="([^"]+)"', svg))
    assert set(re.findall(r"url\(#([^)\"]+)\)", svg)) <= names  # arrowheads are inside

    png = exported(page, "Picture, PNG 2 ×").read_bytes()
    size = [int.from_bytes(png[start : start + 4], "big") for start in (16, 20)]
    assert size == [2 * width, 2 * height]

    # As a browser shows it to somebody who has nothing but the file.
    page.evaluate(
        """async text => {
          const image = new Image();
          image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
          await image.decode();
          document.body.replaceChildren(image);
        }""",
        svg,
    )
    box = page.locator("body > img").bounding_box()
    assert box is not None
    assert [round(box["width"]), round(box["height"])] == [width, height]
    page.locator("body > img").screenshot(path=artefacts / "explore-exported.png")


def test_code_and_request_give_the_numbers_of_the_page(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page, PROGRAM)
    page.get_by_label("w[0, 0]").fill("-0.5")
    expect(card(page, "w")).to_contain_text("−0.5 +1.2")
    told = [card(page, name).locator(".hit").get_attribute("aria-label") for name in ("loss", "w")]
    words = [
        *re.findall(r"value (\S+),", str(told[0])),
        *re.findall(r"gradient (.+)", str(told[1]))[0].split(),
    ]
    numbers = [float(word.replace("−", "-")) for word in words]
    assert len(numbers) == 3

    script = exported(page, "Python, Chainrule")
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    printed = [float(each) for each in re.findall(r"-?\d+\.\d+(?:e[-+]\d+)?", ran.stdout)]
    for number in numbers:
        assert any(each == pytest.approx(number, rel=1e-3) for each in printed), ran.stdout

    latex = exported(page, "Derivation, LaTeX").read_text(encoding="utf-8")
    assert unbalanced(latex) == ""
    assert latex.count("\\") > 10

    page.locator("summary", has_text="Export").click()
    page.get_by_role("button", name="Request, curl").click()
    expect(page.get_by_text("Copied to the clipboard")).to_be_visible()
    command = shlex.split(page.evaluate("navigator.clipboard.readText()"))
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    nodes = {node["label"]: node for node in json.loads(answer.stdout)["nodes"]}
    assert nodes["loss"]["value"]["data"] == pytest.approx(numbers[0], rel=1e-3)
    assert nodes["w"]["grad"]["data"] == [[pytest.approx(each, rel=1e-3)] for each in numbers[1:]]


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("Picture, SVG", "<svg"),
        ("Graphviz, DOT", "digraph"),
        ("Graph, JSON", '"structure"'),
        ("Table, CSV", "id,name,operation"),
        ("Derivation, LaTeX", "\\"),
        ("Python, Chainrule", "import"),
        ("Python, PyTorch", "torch"),
    ],
)
def test_everything_can_be_taken_away(page: Page, kind: str, holds: str):
    open_program(page)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    path = download.value.path()
    assert holds in Path(path).read_text(encoding="utf-8")


def test_a_picture_is_light_and_named_after_its_example(page: Page):
    page.emulate_media(color_scheme="dark")
    open_program(page, address="/?example=overwriting-wrong")
    page.locator("summary", has_text="Export").click()
    expect(page.locator(".menu-note")).to_contain_text("Wrong")
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture, SVG").click()
    assert download.value.suggested_filename == "overwriting-wrong.svg"
    picture = Path(download.value.path()).read_text(encoding="utf-8")
    assert "<title>Overwriting a gradient: computational graph</title>" in picture
    assert "aria-label" not in picture
    ground = re.search(r'<rect[^>]*fill="rgb\((\d+), (\d+), (\d+)\)"', picture)
    assert ground is not None
    assert min(map(int, ground.groups())) > 200
    assert page.evaluate("document.documentElement.dataset.theme") == "system"


def test_a_frame_for_another_page_shows_the_same(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_program(page, address="/?example=diamond&step=3")
    page.locator("summary", has_text="Export").click()
    page.get_by_role("button", name="Embed, <iframe>").click()
    expect(page.get_by_text("Copied to the clipboard")).to_be_visible()
    tag = page.evaluate("navigator.clipboard.readText()")
    assert 'title="Chainrule: ' in tag
    source = re.search(r' src="([^"]+)"', tag)
    assert source is not None
    page.goto(source.group(1).replace("&amp;", "&"))
    expect(page.locator(".embed-page output.at")).to_have_text(re.compile("^3 / "))


def test_nothing_of_a_previous_program_is_taken_away(page: Page):
    open_program(page)
    write(page, "loss = tann(2.0)\n")
    expect(page.get_by_text("previous result")).to_be_visible()
    for kind in ("Picture, SVG", "Table, CSV", "Graph, JSON"):
        page.locator("summary", has_text="Export").click()
        page.get_by_role("button", name=kind, exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Not exported")).to_contain_text("tann")


def test_paper_has_the_program_the_whole_graph_the_sentence_and_the_table(page: Page):
    opened(page, "/?example=mlp")
    before = places(page)
    page.get_by_role("button", name="Zoom in (+)").click()
    page.set_viewport_size({"width": 720, "height": 1000})  # about A4
    page.emulate_media(media="print")
    drawing = page.locator("svg.drawing")
    expect(drawing).to_have_attribute("viewBox", re.compile(r"\d"))
    frame = drawing.bounding_box()
    assert frame
    for name in ("X", "W1", "b2", "loss"):
        box = card(page, name).bounding_box()
        assert box
        assert frame["x"] <= box["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= box["y"] + box["height"] <= frame["y"] + frame["height"]
    for shown in (".cm-content", ".sentence", "#table"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".header", ".graph-tools", ".legend", ".inspector", ".stepper-row"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.emulate_media(media="screen")
    expect(drawing).not_to_have_attribute("viewBox", re.compile("."))
    assert places(page) == before
