"""Text and syntax: what is refused, and where exactly the mistake is."""

import warnings

import pytest
from chainrule.program import ProgramError, run


def place(problem):
    return (problem.span.line, problem.span.column, problem.span.end_line, problem.span.end_column)


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("x = 1 +* 2", (1, 8, 1, 9)),
        ("x = 1.0\ny = (x", (2, 5, 2, 6)),
        ("x = 1.0\n  y = 2.0", (2, 2, 2, 3)),
        ("αβ = 1.0 $", (1, 10, 1, 11)),
        ("x = 2x", (1, 5, 1, 7)),
        ("x = 'abc", (1, 5, 1, 6)),
        ("for i in range(3):", (1, 19, 1, 20)),
    ],
)
def test_syntax_errors_have_their_place(problem, source, span):
    found = problem(source)
    assert found.code == "syntax"
    assert place(found) == span


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("x = 2x", "2 * ..."),
        ("x = 2 × 3", "write *"),
        ("x = 4 − 2", "write -"),
        ("x² = 1", "write **2"),
        ("1 = x", "on the left of ="),
        ("x = [1.0 2.0]", "a comma"),
        ("µ = 1.0", "write μ"),
        ("x = 1.0\u200b", "delete it"),
    ],
)
def test_hints_say_what_to_type(problem, source, hint):
    assert hint in problem(source).hint


def test_places_count_characters_in_lines_with_greek(problem):
    found = problem("α = 1.0\nββ = α + missing")
    assert place(found) == (2, 10, 2, 17)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_alike(problem, end):
    assert place(problem(f"x = 1.0{end}y = x + z{end}")) == (2, 9, 2, 10)


def test_several_refused_characters_are_reported_together():
    with pytest.raises(ProgramError) as caught:
        run("x = 1.0\u200b\ny = 2.0\u202e")
    assert [p.span.line for p in caught.value.problems] == [1, 2]


def test_brackets_in_strings_and_comments_do_not_count():
    text = "(" * 60
    assert run(f"# {text}\nx = 1.0  # {text}\n'{text}'").output.item() == 1


def test_an_error_reads_as_place_sentence_and_hint():
    with pytest.raises(ProgramError) as caught:
        run("y = sigmiod(2.0)")
    assert str(caught.value).startswith(
        "line 1, column 5: name 'sigmiod' is not defined (did you mean sigmoid"
    )
    assert caught.value.hint.startswith("did you mean sigmoid")


@pytest.mark.parametrize("line", [r'print("\d")', r'print("a\_b")', "x = 2.0 if 1 is 1 else 3.0"])
def test_what_python_warns_of_is_no_error_and_goes_nowhere(line):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(f"{line}\ny = 2.0 * 3").output.item() == 6
