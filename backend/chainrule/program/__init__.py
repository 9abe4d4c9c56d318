"""The language: Python as people write it, run by an interpreter of our own."""

from chainrule.program.catalogue import catalogue
from chainrule.program.errors import Problem, ProgramError
from chainrule.program.examples import Example, examples
from chainrule.program.execution import run
from chainrule.program.functions import Function, functions
from chainrule.program.limits import Limits
from chainrule.program.outcome import Execution
from chainrule.program.registration import load as _load  # noqa: F401 whatever is registered

__all__ = [
    "Example",
    "Execution",
    "Function",
    "Limits",
    "Problem",
    "ProgramError",
    "catalogue",
    "examples",
    "functions",
    "run",
]
