"""What people send as programs over REST: hostile ones, random ones, ones with markup in names."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from app_client import TestClient
from chainrule.api import Settings, create_app
from chainrule.program.catalogue import CATALOGUE
from hostile_programs import PROGRAMS
from program_fuzzer import programs

GRAPHS = "/api/v1/graphs"
FORMS = ["json", "dot", "python", "pytorch", "latex"]
MOST_BYTES = 2_000_000
CORPUS = [program.source for program in PROGRAMS] + [entry.example for entry in CATALOGUE]
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</svg><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--", "]]>", "<![CDATA[x", "<?xml?>", "<!DOCTYPE x>",
    "javascript:alert(1)",
    "a]; b [URL=x]; c [label=x",
    "}; digraph x {",
    "<b>bold</b>",
    "<<TABLE><TR><TD HREF='x'>y</TD></TR></TABLE>>",
    "a' onload='alert(1)",
    "%22 onload=%22alert(1)",
    "{{7*7}}", "${7*7}", "$(id)", "`id`",
]  # fmt: skip
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="the program dot is missing")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        # What never ends is ended by its turns, so that the tests take the same on any machine.
        patch.setenv("CHAINRULE_LOOP_ITERATIONS", "20000")
        patch.setenv("CHAINRULE_SECONDS", "30")
        app = create_app(Settings(database="memory:", cache_bytes=0))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def refuse(token: str) -> None:
    raise AssertionError(f"{token} is not JSON")


def assert_answered(answer, *statuses: int) -> None:
    """It is an answer or a problem, of bounded size, and where it is JSON, then strictly."""
    assert answer.status_code in (200, 422, *statuses), answer.text
    assert len(answer.content) <= MOST_BYTES
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 10_000
    if "json" in answer.headers["content-type"]:
        json.loads(answer.content, parse_constant=refuse)


def sent(client, path: str, body: object) -> None:
    """What is sent as JSON, also where UTF-8 or JSON lack it."""
    content = json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    assert_answered(client.post(path, content=content, headers=headers), 400, 413)


@pytest.mark.parametrize("form", FORMS)
def test_hostile_programs_are_answered_in_every_form(client, form):
    for source in CORPUS[::2] if form == "json" else CORPUS[FORMS.index(form) :: 12]:
        sent(client, f"{GRAPHS}?format={form}", {"source": source})


def test_hostile_programs_can_be_checked(client):
    for source in CORPUS[::8]:
        sent(client, "/api/v1/checks", {"source": source})


def test_random_programs_are_answered(client):
    for number, source in enumerate(programs(seed=5, count=200)):
        body = {"source": source, "partial": number % 2 == 0, "moment": number % 3 or None}
        sent(client, f"{GRAPHS}?format={FORMS[number % len(FORMS)]}", body)


STRANGE = {
    "the largest number": 1e308,
    "a larger one": 10**400,
    "nan": float("nan"),
    "infinity": float("-inf"),
    "the smallest": 5e-324,
    "a long integer": 2**64 + 1,
    "no number": None,
    "a truth": True,
    "a text": "1.0",
    "nothing": [],
    "rows of nothing": [[], []],
    "ragged rows": [[1.0], [2.0, 3.0]],
    "numbers beside rows": [1.0, [2.0]],
    "an object": {"a": 1.0},
    "nested deeply": eval("[" * 60 + "1.0" + "]" * 60),  # noqa: S307
    "a long list": [0.5] * 200_000,
    "many rows": [[1.0]] * 20_000,
    "mixed": [1.0, None, "a", [2.0]],
    "large numbers": [1e308, -1e308, 1e-308],
    "large integers": [10**400, -(10**400)],
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("given", ["inputs", "leaves"])
def test_strange_values_are_answered(client, name, given):
    for source in (
        "w = 2.0\ny = w * w + w ** 2",
        "y = (x * x).sum()",
        "import torch\ny = torch.exp(x)",
    ):
        for key in ("w", "x", "import", "", "__class__", "torch"):
            sent(client, GRAPHS, {"source": source, given: {key: STRANGE[name]}})


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize(
    "field", ["source", "moment", "partial", "backward", "collapsed", "inputs"]
)
def test_strange_requests_are_answered(client, name, field):
    sent(client, GRAPHS, {"source": "w = 2.0\ny = w * w", field: STRANGE[name]})


def test_json_that_is_nested_without_an_end_is_answered(client):
    for text in ("[" * 100_000, '{"a":' * 100_000, "[" * 50_000 + "]" * 50_000):
        headers = {"content-type": "application/json"}
        assert_answered(client.post(GRAPHS, content=text, headers=headers), 400)


def assert_harmless(svg: bytes) -> None:
    """Nothing in the picture can run, link or load anything."""
    root = ET.fromstring(svg)  # noqa: S314 - Graphviz wrote it; Python's parser expands nothing
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        assert name in {"svg", "g", "title", "polygon", "path", "text", "ellipse", "polyline"}
        for attribute, value in element.attrib.items():
            assert not attribute.rpartition("}")[2].lower().startswith(("on", "href"))
            assert "javascript:" not in value.lower() or attribute in {"id", "class"}


def assert_bare_dot_is_harmless(dot: str) -> None:
    """No attribute that links, and no label in Graphviz's own markup."""
    unquoted = re.sub(r'"(?:\\.|[^"\\])*"', '""', dot)
    assert not re.search(r"\b(URL|href|target|tooltip|image|shapefile)\s*=", unquoted)
    assert "<" not in unquoted


@needs_dot
@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_groups_name_stays_text(client, payload):
    source = f'w = 2.0\nwith group("{payload}"):\n    loss = w * w\n'
    for collapsed in ([], [payload]):
        body = {"source": source, "collapsed": collapsed}
        graph = client.post(GRAPHS, json=body)
        assert_answered(graph)
        if graph.status_code == 422:
            continue
        assert_bare_dot_is_harmless(graph.json()["drawing"]["dot"])
        dot = client.post(f"{GRAPHS}?format=dot", json=body)
        assert_bare_dot_is_harmless(dot.text)
        svg = client.post(f"{GRAPHS}?format=svg", json=body)
        assert svg.status_code == 200, svg.text
        assert_harmless(svg.content)


@needs_dot
@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_data_sets_names_stays_text(client, payload):
    if "," in payload or ";" in payload or payload.startswith('"'):
        payload = f'"{payload}"'
    csv = f"{payload},b,kind\n1,2,{payload}\n3,4,other\n5,6,{payload}\n"
    headers = {"content-type": "text/csv; charset=utf-8"}
    dataset = client.post("/api/v1/datasets", content=csv.encode(), headers=headers)
    assert dataset.status_code in (201, 422)
    if dataset.status_code == 422:
        return
    session = client.post("/api/v1/sessions", json={"dataset": dataset.json()["name"]})
    assert session.status_code == 201, session.text
    step = f"/api/v1/sessions/{session.json()['id']}/steps/1"
    assert_bare_dot_is_harmless(client.get(step).json()["drawing"]["dot"])
    assert_harmless(client.get(f"{step}?format=svg").content)


def test_data_is_never_taken_for_a_document(client):
    source = 'w = 2.0\nwith group("<script>alert(1)</script>"):\n    loss = w * w\n'
    for form in ("json", "dot", "python", "latex"):
        answer = client.post(f"{GRAPHS}?format={form}", json={"source": source})
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
