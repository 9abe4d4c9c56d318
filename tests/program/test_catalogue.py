"""Every error code is listed with an example that provokes it, and no other code exists."""

import ast
from pathlib import Path

import pytest
from chainrule import program
from chainrule.program.catalogue import CATALOGUE, provoke
from chainrule.program.explaining import CODES

PACKAGE = Path(program.__file__).parent


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_every_example_provokes_its_code(entry):
    problem = provoke(entry).problems[0]

    assert problem.code == entry.code
    assert problem.message[0] == problem.message[0].strip() != ""


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_every_example_has_its_place_in_the_text(entry):
    problem = provoke(entry).problems[0]
    if entry.inputs or entry.code in ("source_too_long", "no_value", "unknown_leaf"):
        assert problem.span is None
        return
    lines = entry.example.split("\n")
    span = problem.span
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert (span.line, span.column) < (span.end_line, span.end_column)
    assert span.end_column <= len(lines[span.end_line - 1]) + 1


def codes_in_the_source() -> set[str]:
    """First arguments of every `failure(...)` and `Problem(...)`."""
    found = set(CODES.values())
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                code = node.args[0]
                if node.func.id in ("failure", "Problem") and isinstance(code, ast.Constant):
                    found.add(code.value)
                if node.func.id == "_exceeded":
                    found.add(f"limit_{code.value}")
    return found


def test_every_code_of_the_package_is_listed():
    assert codes_in_the_source() == {entry.code for entry in CATALOGUE}


def test_codes_are_listed_once():
    codes = [entry.code for entry in CATALOGUE]

    assert len(codes) == len(set(codes))
