"""The language: Python as people write it, run by an interpreter of our own."""

from chainrule.program.errors import Problem, ProgramError
from chainrule.program.limits import Limits

__all__ = ["Limits", "Problem", "ProgramError"]
