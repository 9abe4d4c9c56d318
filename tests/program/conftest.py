"""What the tests of the language share."""

import pytest
from chainrule.program import ProgramError
from interpreted import attempt


@pytest.fixture
def problem():
    """The main problem of a program that is refused."""

    def of(source: str, **given):
        from chainrule.program.execution import run

        with pytest.raises(ProgramError) as caught:
            run(source, **given)
        return caught.value.problems[0]

    return of


@pytest.fixture
def refused():
    """The main problem of a program that the interpreter alone refuses."""

    def of(source: str, **limits):
        try:
            error = attempt(source, **limits).error
        except ProgramError as caught:
            error = caught
        assert error is not None, "the program runs"
        return error.problems[0]

    return of
