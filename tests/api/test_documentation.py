"""Nothing is undocumented, and what the documentation shows works."""

import json
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from chainrule import program
from chainrule.api import Settings
from chainrule.api.limits import listing
from chainrule.api.openapi import published
from chainrule.api.problems import PROBLEMS
from chainrule.program.catalogue import CATALOGUE
from chainrule.training import TrainingLimits

GUIDE = Path(__file__).parents[2] / "backend" / "docs" / "rest.md"
BLOCKS = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
ENDPOINTS = [
    (method, path)
    for path, methods in json.loads(published())["paths"].items()
    for method in methods
]


@pytest.fixture(scope="module")
def page(server) -> str:
    """The documentation that a running server shows."""
    return subprocess.run(
        ["curl", "-sS", "--fail", f"{server.url}/docs"], capture_output=True, text=True, check=True
    ).stdout


def anchors(page: str, kind: str) -> set[str]:
    return set(re.findall(rf'id="{kind}-([^"]+)"', page))


def test_every_endpoint_is_on_the_page(page):
    for method, path in ENDPOINTS:
        assert f'<span class="method">{method.upper()}</span> <code>{path}</code>' in page


def test_every_problem_is_on_the_page(page):
    assert anchors(page, "problem") == PROBLEMS.keys()
    for problem in PROBLEMS.values():
        assert problem.title in page
        assert problem.advice in page


def test_every_error_of_the_language_is_on_the_page(page):
    assert anchors(page, "code") == {entry.code for entry in CATALOGUE}


def test_every_function_is_on_the_page(page):
    assert anchors(page, "function") == {function.name for function in program.functions()}
    assert all(function.summary for function in program.functions())


def test_every_setting_is_on_the_page(page):
    assert anchors(page, "setting") == {setting.name for setting in fields(Settings)}
    assert all(setting.metadata["doc"] for setting in fields(Settings))


def test_every_limit_is_on_the_page(page):
    limits = listing(program.Limits(), Settings(), TrainingLimits())

    assert anchors(page, "limit") == {limit.name for limit in limits}
    assert all(limit.reason for limit in limits)
    assert len({limit.variable for limit in limits}) == len(limits)


def test_the_page_needs_no_script_and_no_other_host(page):
    assert "<script" not in page
    assert set(re.findall(r'(?:src|href)="([^#"]*)', page)) <= {"", "openapi.json"}


def test_links_within_the_page_lead_somewhere(page):
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_every_endpoint_is_in_the_guide():
    guide = GUIDE.read_text(encoding="utf-8")
    for _, path in ENDPOINTS:
        last = re.sub(r"/\{\w+\}$", "", path).rpartition("/")[2]
        assert f"/{last}" in guide, path


def test_every_example_of_the_guide_works(server, tmp_path):
    script = []
    expected = []
    for number, (code, printed) in enumerate(BLOCKS.findall(GUIDE.read_text(encoding="utf-8"))):
        script.append(f"echo '=== {number}'\n{code}\necho\n")
        expected.append(printed)
    text = "set -euo pipefail\n" + "".join(script).replace("http://127.0.0.1:8000", server.url)

    done = subprocess.run(
        ["bash", "-c", text], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    outputs = re.split(r"^=== \d+\n", done.stdout, flags=re.MULTILINE)[1:]
    assert done.returncode == 0, done.stderr
    assert len(outputs) == len(expected) >= 15
    for output, printed in zip(outputs, expected, strict=True):
        for part in printed.split("..."):
            assert part.strip() in output, f"{part.strip()!r} is not in {output[:2000]!r}"
        assert '"status":500' not in output
