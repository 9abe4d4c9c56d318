"""Explaining: errors of the engine and of NumPy as problems of the program."""

from __future__ import annotations

from chainrule.engine import (
    ArgumentError,
    ChainruleError,
    DomainError,
    DtypeError,
    ShapeError,
    Span,
)
from chainrule.program.errors import ProgramError, failure

CODES = {
    ShapeError: "shape_mismatch",
    DomainError: "bad_values",
    DtypeError: "bad_argument",
    ArgumentError: "bad_argument",
}
"""The codes of the errors that the engine raises."""

NUMPY_ERRORS = (ValueError, TypeError, ArithmeticError, LookupError, MemoryError)
"""What NumPy may raise where the engine does not expect it; never an end of the server."""


def explain(error: ChainruleError, span: Span) -> ProgramError:
    """An error of the engine as a problem of the program."""
    code = next((code for kind, code in CODES.items() if isinstance(error, kind)), "bad_argument")
    return failure(code, str(error), span)
