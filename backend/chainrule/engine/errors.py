"""What the engine says when it cannot go on: one exception type per cause.

ChainruleError
├── ShapeError      the shapes of the inputs do not fit the operation      (a ValueError)
├── DtypeError      the data is not made of real numbers                   (a TypeError)
├── DomainError     the values do not allow the operation: singular matrix (a ValueError)
├── ArgumentError   a parameter such as an axis is unknown or impossible   (a ValueError)
├── GradientError   a gradient was asked for where there is none           (a RuntimeError)
└── ReplayError     a tape cannot be run again on these values             (a RuntimeError)
"""


class ChainruleError(Exception):
    """The base of every error that Chainrule raises on purpose."""


class ShapeError(ChainruleError, ValueError):
    """The shapes of the inputs do not fit the operation."""


class DtypeError(ChainruleError, TypeError):
    """The data is not made of real numbers."""


class DomainError(ChainruleError, ValueError):
    """The values do not allow the operation: a singular matrix, an index that does not exist."""


class ArgumentError(ChainruleError, ValueError):
    """A parameter of an operation is unknown, missing or impossible."""


class GradientError(ChainruleError, RuntimeError):
    """A gradient was asked for where none can be computed."""


class ReplayError(ChainruleError, RuntimeError):
    """A tape cannot be run again on these values."""
