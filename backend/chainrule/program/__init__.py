"""The language: from text to tensors. See ``execution.run``."""

from chainrule.program.errors import Problem, ProgramError
from chainrule.program.execution import Execution, run
from chainrule.program.functions import Function, functions
from chainrule.program.limits import Limits

__all__ = [
    "Execution",
    "Function",
    "Limits",
    "Problem",
    "ProgramError",
    "functions",
    "run",
]
