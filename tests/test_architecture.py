"""The parts of the package depend on each other in one direction only, and on few libraries."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "backend" / "chainrule"

# Folder or module: the parts of the package that it may import, and the libraries.
ALLOWED = {
    "engine": ([], ["numpy"]),
    "functions": (["engine"], ["numpy"]),
    "functional": (["engine", "functions"], []),
    "linalg": (["engine", "functions"], []),
    "nn": (["engine", "functions", "functional"], ["numpy"]),
    "optim": (["engine", "nn"], []),
    "program": (["engine", "functions", "functional", "nn"], ["numpy"]),
    "autograd": (["engine", "functions"], []),
    "graph": (["engine"], ["numpy", "graphviz", "pydantic", "pydantic_core"]),
    "training": (["engine", "functions", "nn"], ["numpy", "pandas", "redis"]),
    "api": (
        ["engine", "nn", "program", "graph", "training"],
        [
            "numpy",
            "anyio",
            "fastapi",
            "pydantic",
            "pydantic_core",
            "prometheus_client",
            "starlette",
            "uvicorn",
        ],
    ),
    "cli": (["engine", "nn", "program", "graph", "training", "api"], ["numpy", "uvicorn"]),
    "client": ([], ["httpx", "numpy"]),
}


def modules_of(part: str) -> list[Path]:
    single = PACKAGE / f"{part}.py"
    return [single] if single.exists() else sorted((PACKAGE / part).rglob("*.py"))


def imports_of(module: Path) -> Iterator[str]:
    """The full name of everything that a module imports, wherever in it the import stands."""
    folder = ["chainrule", *module.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = folder[: len(folder) - node.level + 1] if node.level else []
            origin = ".".join([*parent, *([node.module] if node.module else [])])
            # The name may be a module, as in `from . import graph`.
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def part_of(name: str) -> str:
    """The part of the package that `chainrule.part.…` names; a name of the package itself is ''."""
    part = name.split(".")[1] if "." in name else ""
    return part if (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").exists() else ""


@pytest.mark.parametrize("part", ALLOWED)
def test_imports_point_down_the_house_only(part):
    parts, libraries = ALLOWED[part]
    for module in modules_of(part):
        for name in imports_of(module):
            top = name.split(".")[0]
            where = f"{module.relative_to(PACKAGE)} imports {name}"
            if name == "chainrule.__version__":
                continue
            if top == "chainrule":
                assert part_of(name) in {part, *parts}, where
            elif top not in sys.stdlib_module_names:
                assert top in libraries, where


def test_every_part_of_the_package_has_its_rule():
    parts = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
    }
    assert parts - {"__init__", "__main__"} <= set(ALLOWED)


def test_an_upward_import_is_seen_wherever_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    module = tmp_path / "engine" / "tensor.py"
    module.parent.mkdir()
    module.write_text("def draw():\n    from ..graph import build\n    from .. import api\n")

    assert list(imports_of(module)) == ["chainrule.graph.build", "chainrule.api"]
