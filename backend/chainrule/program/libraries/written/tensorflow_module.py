"""``tf.Module``: an object that knows its variables."""

from __future__ import annotations

from typing import Any

from chainrule.program.libraries.written.natives import Variable


def _variables(value: Any) -> list[Any]:
    """Every variable in a value, by the order of attributes' names."""
    if isinstance(value, Variable):
        return [value]
    if isinstance(value, Module):
        value = vars(value)
    if isinstance(value, dict):
        return [found for name in sorted(value) for found in _variables(value[name])]
    if isinstance(value, tuple | list):
        return [found for part in value for found in _variables(part)]
    return []


class Module:
    """The base of models and layers that a program writes itself."""

    def __init__(self, name: Any = None) -> None:
        self._name = name

    @property
    def name(self) -> Any:
        """What it is called."""
        return self._name

    @property
    def variables(self) -> tuple[Any, ...]:
        """Every variable, once."""
        found: list[Any] = []
        for variable in _variables(self):
            if not any(variable is other for other in found):
                found.append(variable)
        return tuple(found)

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        """Those that get a gradient."""
        return tuple([variable for variable in self.variables if variable.trainable])
