"""The methods of tensors that are functions of this floor."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.functions.table import METHODS


def attach(kind: type[Tensor]) -> None:
    """Gives tensors every method of the table that they do not have yet."""
    for name, function in METHODS.items():
        if not hasattr(kind, name):
            setattr(kind, name, function.call)
