"""An error says what is wrong and exactly where, as people see it: characters, counted from 1."""

import pytest

PLACES = {
    "x = 1 / 0": ("division_by_zero", (1, 5, 1, 10)),
    "äö = 'ä' + 1": ("wrong_type", (1, 6, 1, 13)),
    "y = undefined + 1": ("unknown_name", (1, 5, 1, 14)),
    "x = [1]\ny = x[3]": ("bad_index", (2, 5, 2, 9)),
    "x = {}\ny = 2 * x['k']": ("unknown_key", (2, 9, 2, 15)),
    "x = 1\nx.foo": ("unknown_attribute", (2, 3, 2, 6)),
    "x = 1\nx.foo = 2": ("unknown_attribute", (2, 3, 2, 6)),
    "x = 1\nx()": ("not_callable", (2, 1, 2, 4)),
    "len(1)": ("wrong_type", (1, 1, 1, 7)),
    "def f(a):\n    return a\nf()": ("wrong_type", (3, 1, 3, 4)),
    "def f(a):\n    return a / 0\nf(1)": ("division_by_zero", (2, 12, 2, 17)),
    "raise ValueError('no')": ("raised", (1, 1, 1, 23)),
    "assert 1 == 2, 'no'": ("raised", (1, 8, 1, 14)),
    "a, b = 1, 2, 3\nc = 1": ("bad_values", (1, 1, 1, 5)),
    "x = [1]\ndel x[3]\nc = 1": ("bad_index", (2, 5, 2, 9)),
    "for i in 5:\n    pass": ("wrong_type", (1, 10, 1, 11)),
    "import pandas\npandas.read_csv('x')": ("unknown_module", (2, 8, 2, 16)),
    "x = (1 +": ("syntax", (1, 5, 1, 6)),
    ">>> x = 1 / 0": ("division_by_zero", (1, 9, 1, 14)),
    "    x = 1\n    y = x / 0": ("division_by_zero", (2, 9, 2, 14)),
}


@pytest.mark.parametrize("program", PLACES)
def test_a_problem_has_its_code_and_its_place(program, refused):
    problem = refused(program)
    span = problem.span
    place = (span.line, span.column, span.end_line, span.end_column)
    assert (problem.code, place) == PLACES[program]


def test_every_mistake_that_can_be_seen_is_said_at_once():
    from chainrule.program import ProgramError
    from interpreted import attempt

    with pytest.raises(ProgramError) as caught:
        attempt("x = 1j\nasync def f():\n    pass\ny = b'a'")
    assert [problem.span.line for problem in caught.value.problems] == [1, 2, 4]


def test_a_near_name_is_suggested(refused):
    assert refused("weight = 1\nx = wieght").hint == "did you mean weight?"


def test_notebook_lines_and_prompts_are_left_out():
    from interpreted import printed

    assert printed("%matplotlib inline\n!pip install x\nprint(1)") == "1\n"
    assert (
        printed(">>> for i in range(2):\n...     print(i)\n0\n1\n>>> print('end')") == "0\n1\nend\n"
    )
