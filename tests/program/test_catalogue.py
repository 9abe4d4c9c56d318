"""Every error code is listed with an example that provokes it, and no other code exists."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from chainrule import program
from chainrule.program.budget import CODES, EXCEEDED
from chainrule.program.catalogue import CATALOGUE, provoke
from chainrule.program.classes import CODE_EXCEPTIONS, ERROR_CODES

PACKAGE = Path(program.__file__).parent
PLACELESS = {"source_too_long", "no_value", "unknown_leaf", "no_moment"}
"""What is wrong with the whole program, or with what was given beside it."""


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_every_example_provokes_its_code(entry):
    problem = provoke(entry).problems[0]

    assert problem.code == entry.code
    assert problem.message[0] == problem.message[0].strip() != ""


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)
def test_every_example_has_its_place_in_the_text(entry):
    problem = provoke(entry).problems[0]
    if entry.inputs or entry.code in PLACELESS:
        assert problem.span is None
        return
    lines = entry.example.split("\n")
    span = problem.span
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert (span.line, span.column) < (span.end_line, span.end_column)
    assert span.end_column <= len(lines[span.end_line - 1]) + 1


def written_codes() -> Iterator[str]:
    """Codes in the first arguments of every ``failure(...)``, ``Problem(...)``, ``fail(...)``."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in ("failure", "Problem", "fail"):
                code = node.args[0]
                choices = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                yield from (c.value for c in choices if isinstance(c, ast.Constant))


def test_every_code_of_the_package_is_listed_and_no_other():
    limits = {CODES.get(limit, f"limit_{limit}") for limit in EXCEEDED}
    codes = {*written_codes(), *ERROR_CODES.values(), *limits}

    assert codes == {entry.code for entry in CATALOGUE}


def test_what_a_program_can_catch_is_a_code_that_exists():
    assert set(CODE_EXCEPTIONS) <= {entry.code for entry in CATALOGUE}


def test_codes_are_listed_once():
    codes = [entry.code for entry in CATALOGUE]

    assert len(codes) == len(set(codes))


def test_a_native_error_that_is_no_other_is_raised(problem):
    source = "d = {1: 2}\nfor k in d:\n    d[k + 1] = 1"
    assert problem(source).code == "raised"
