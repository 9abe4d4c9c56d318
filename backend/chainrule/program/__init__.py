"""The language: from text to tensors. See ``execution.run``."""

from chainrule.program.catalogue import catalogue
from chainrule.program.errors import Problem, ProgramError
from chainrule.program.examples import Example, examples
from chainrule.program.execution import Execution, run
from chainrule.program.library.function import Function
from chainrule.program.library.functions import functions
from chainrule.program.limits import Limits

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
