"""Every example of the README and of the page on operations runs, and prints what stands there.

Those for a shell run against a real server.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A block of code, and the block of text right behind it that shows what it prints.
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n?```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
OPERATIONS = (ROOT / "backend" / "docs" / "operations.md").read_text(encoding="utf-8")
EXAMPLES = [match.groups() for text in (README, OPERATIONS) for match in BLOCK.finditer(text)]


def examples(*languages):
    found = [(code, printed) for language, code, printed in EXAMPLES if language in languages]
    assert found, f"the README has no example in {languages}"
    return [pytest.param(*example, id=example[0].splitlines()[0][:60]) for example in found]


def run(command, folder, **environment):
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


def assert_prints(output, printed):
    """What the README shows of the output is in it; `...` stands for anything."""
    if printed is not None:
        pattern = ".*".join(re.escape(part.strip()) for part in printed.split("..."))
        assert re.search(pattern, output, re.DOTALL), f"printed {output!r}"


@pytest.mark.parametrize(("code", "printed"), examples("python"))
def test_python_examples_run(code, printed, tmp_path):
    assert_prints(run([sys.executable, "-c", code], tmp_path), printed)


@pytest.mark.parametrize(("code", "printed"), examples("sh"))
def test_shell_examples_run(code, printed, tmp_path, server):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    code = code.replace("http://127.0.0.1:8000", server.url)
    assert_prints(run(["bash", "-euo", "pipefail", "-c", code], tmp_path, PATH=path), printed)


def test_the_files_that_the_readme_shows_and_names_exist():
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    links += re.findall(r'(?:src|srcset)="([^"]+)"', README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
