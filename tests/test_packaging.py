"""The installable package carries everything that a running server needs, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names of the files in a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    backend = ROOT / "backend"
    files = {
        path.relative_to(backend).as_posix()
        for path in (backend / "chainrule").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "chainrule/py.typed" in files
    assert files <= wheel


def test_the_data_sets_are_in_the_wheel(wheel):
    assert {f"chainrule/data/{path.name}" for path in (ROOT / "data").iterdir()} <= wheel


def test_the_built_page_is_in_the_wheel(wheel):
    """`make test` builds the page first."""
    assert "chainrule/page/index.html" in wheel
    assert any(name.startswith("chainrule/page/assets/") for name in wheel)


def test_nothing_else_is_in_the_wheel(wheel):
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"chainrule"}
