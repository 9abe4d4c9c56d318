"""What the engine says when it cannot go on: one exception type per cause.

ChainruleError
├── ShapeError      the shapes of the inputs do not fit the operation      (a ValueError)
├── DtypeError      the data is not made of real numbers                   (a TypeError)
├── DomainError     the values do not allow the operation: a wrong index   (a ValueError)
│   └── SingularError   a matrix is singular or not positive-definite      (a LinAlgError)
├── ArgumentError   a parameter such as an axis is unknown or impossible   (a ValueError)
├── MemberError     a tensor has no such attribute or method         (an AttributeError)
├── GradientError   a gradient was asked for where there is none           (a RuntimeError)
│   └── ChangedError    a value that the reverse pass needs was changed in place
├── ExportError     a value cannot be written in another library's words   (a ValueError)
└── ReplayError     a tape cannot be run again on these values             (a RuntimeError)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from chainrule.engine.node import Node


class ChainruleError(Exception):
    """The base of every error that Chainrule raises on purpose."""


class ShapeError(ChainruleError, ValueError):
    """The shapes of the inputs do not fit the operation."""


class DtypeError(ChainruleError, TypeError):
    """The data is not made of real numbers."""


class DomainError(ChainruleError, ValueError):
    """The values do not allow the operation: a singular matrix, an index that does not exist."""


class SingularError(DomainError, np.linalg.LinAlgError):
    """The values of a matrix do not allow the operation."""


class ArgumentError(ChainruleError, ValueError):
    """A parameter of an operation is unknown, missing or impossible."""


class MemberError(ChainruleError, AttributeError):
    """A tensor has no attribute or method of that name."""


class GradientError(ChainruleError, RuntimeError):
    """A gradient was asked for where none can be computed."""


class ChangedError(GradientError):
    """A value that the reverse pass needs was changed in place.

    Attributes:
        node: the operation whose rule needs the value.
        slot: which of its inputs it is; −1 for its result.
        place: where the change stands.
        unnoticed: whether it went through ``.data``, where PyTorch does not see it.
    """

    def __init__(self, node: Node, slot: int, place: Any, unnoticed: bool = False) -> None:
        self.node, self.slot, self.place, self.unnoticed = node, slot, place, unnoticed
        array = node.output if slot < 0 else node.arrays[slot]
        what = "its own result" if slot < 0 else f"its input of shape {array.shape}"
        where = "" if place is None else f" at {place}"
        if unnoticed:
            how = "through .data"
            says = "PyTorch does not notice, and gives a gradient that mixes old values with new"
        else:
            how = "in place"
            says = (
                "PyTorch: one of the variables needed for gradient computation has been modified "
                "by an inplace operation"
            )
        super().__init__(
            f"the gradient of {node.name} needs {what}, which was changed {how}{where}: change "
            f"a clone(), or call backward() before; {says}"
        )


class ExportError(ChainruleError, ValueError):
    """A value cannot be written as a program: the library that is asked for has no such thing."""


class ReplayError(ChainruleError, RuntimeError):
    """A tape cannot be run again on these values."""
