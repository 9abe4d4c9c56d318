"""Plain Python means here what it means in CPython: the same programs print the same."""

import contextlib
import io
import warnings

import pytest
from interpreted import printed
from python_library_programs import LIBRARY_PROGRAMS
from python_programs import PROGRAMS

EVERY = {**PROGRAMS, **LIBRARY_PROGRAMS}


def by_cpython(text: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is wrong on purpose
        exec(compile(text, "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102
    return out.getvalue()


@pytest.mark.parametrize("name", EVERY)
def test_a_program_prints_what_cpython_prints(name):
    assert printed(EVERY[name]).split("\n") == by_cpython(EVERY[name]).split("\n")
