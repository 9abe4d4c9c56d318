"""The installable package carries everything that a running server needs, and nothing else."""

import os
import runpy
import shutil
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


@pytest.fixture
def clone(tmp_path):
    """What a fresh clone holds, as far as it is packed: no built page."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "data", folder / "data")
    built = shutil.ignore_patterns("page", "__pycache__")
    shutil.copytree(ROOT / "backend", folder / "backend", ignore=built)
    (folder / "frontend").mkdir()
    shutil.copy(ROOT / "frontend" / "package.json", folder / "frontend")
    return folder


def build(clone, **programs):
    """Builds a wheel where only these ``programs`` (texts of shell scripts) can be found."""
    bin = clone.parent / "bin"
    bin.mkdir()
    for name, text in programs.items():
        (bin / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (bin / name).chmod(0o755)
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        clone.parent,
    ]
    return subprocess.run(
        command,
        cwd=clone,
        env={**os.environ, "PATH": str(bin)},
        capture_output=True,
        text=True,
        timeout=300,
    )


NPM = """
echo "$1" >> ../npm.log
[ "$1" = run ] || exit 0
/bin/mkdir -p ../backend/chainrule/page
: > ../backend/chainrule/page/index.html
"""


def test_a_fresh_clone_is_packed_with_its_page_where_node_is_there(clone):
    answer = build(clone, node="echo v24.1.0", npm=NPM)

    assert answer.returncode == 0, answer.stderr
    assert (clone / "npm.log").read_text(encoding="utf-8").split() == ["ci", "run"]
    (built,) = clone.parent.glob("*.whl")
    assert "chainrule/page/index.html" in zipfile.ZipFile(built).namelist()


@pytest.mark.parametrize(
    ("programs", "reason"),
    [
        ({}, "there is no Node.js"),
        ({"node": "echo v18.20.1", "npm": NPM}, "Node.js v18.20.1 is too old: it takes 22.12"),
        ({"node": "echo v24.1.0", "npm": "exit 1"}, "`npm ci` failed"),
        ({"node": "echo v24.1.0", "npm": "exit 0"}, "no index.html"),
    ],
    ids=["no node", "old node", "no network", "no page"],
)
def test_a_fresh_clone_is_not_packed_without_its_page(clone, programs, reason):
    answer = build(clone, **programs)

    assert answer.returncode != 0
    assert reason in answer.stderr
    assert "run `make page` first" in answer.stderr
    assert not list(clone.parent.glob("*.whl"))


def test_an_editable_installation_waits_for_no_page(clone):
    location = clone / "backend" / "hatch_build.py"
    hook = runpy.run_path(str(location))["PageBuildHook"]

    hook(str(clone), {}, None, None, str(clone), "wheel").initialize("editable", {})

    assert not (clone / "backend" / "chainrule" / "page").exists()


WITHOUT = """
import sys
sys.modules[{package!r}] = None
try:
    {statement}
except Exception as error:
    sys.stdout.write(f"{{type(error).__name__}}: {{error}}")
"""


@pytest.mark.parametrize(
    ("package", "statement", "said"),
    [
        (
            "httpx",
            "from chainrule.client import Client",
            "ImportError: chainrule.client needs the package httpx: "
            "pip install 'chainrule[client]'",
        ),
        (
            "redis",
            "from chainrule.training import open_store; open_store('redis://127.0.0.1')",
            "StoreError: a store in Redis needs its client: pip install 'chainrule[redis]'",
        ),
    ],
)
def test_what_is_not_installed_is_said_with_the_command_that_installs_it(package, statement, said):
    script = WITHOUT.format(package=package, statement=statement)
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert answer.stdout == said


def test_every_module_can_be_imported_without_what_is_optional():
    """But the client, which is nothing without its extra, and texts that the language reads."""
    script = """
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys(["httpx", "redis", "torch", "hatchling"]))
import chainrule
texts = "chainrule.program.libraries.written."
for module in pkgutil.walk_packages(chainrule.__path__, "chainrule."):
    if not module.name.startswith(("chainrule.client", "chainrule.__main__", texts)):
        importlib.import_module(module.name)
"""
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
