"""What the tests of the language share."""

import pytest
from chainrule.program import ProgramError


@pytest.fixture
def problem():
    """The main problem of a program that is refused."""

    def of(source: str, **given):
        from chainrule.program.execution import run

        with pytest.raises(ProgramError) as caught:
            run(source, **given)
        return caught.value.problems[0]

    return of
