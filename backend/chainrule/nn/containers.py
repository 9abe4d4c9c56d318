"""Containers: modules that hold others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chainrule.engine import Tensor
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


class Sequential(Module):
    """Modules, or functions such as ``chainrule.tanh``, one after another.

    Takes them one by one, or as one dictionary of named modules.
    """

    def __init__(self, *layers: Any) -> None:
        super().__init__()
        if len(layers) == 1 and isinstance(layers[0], dict):
            named = list(layers[0].items())
        else:
            named = [(str(index), layer) for index, layer in enumerate(layers)]
        self._steps = [name for name, _ in named]
        for name, layer in named:
            setattr(self, name, layer)

    def _layers(self) -> list[Any]:
        return [vars(self)[name] for name in self._steps]

    def forward(self, x: Any) -> Any:
        """Runs them in order."""
        for layer in self._layers():
            x = layer(x)
        return x

    def append(self, module: Any) -> Sequential:
        """Adds one at the end."""
        self.add_module(str(len(self._steps)), module)
        return self

    def extend(self, modules: Iterable[Any]) -> Sequential:
        """Adds several at the end."""
        for module in modules:
            self.append(module)
        return self

    def add_module(self, name: str, module: Any) -> None:
        """Adds one at the end, with a name; or exchanges the one of that name."""
        if name not in self._steps:
            self._steps = [*self._steps, name]
        setattr(self, name, module)

    def __setitem__(self, index: int, module: Any) -> None:
        """Exchanges one of them."""
        setattr(self, self._steps[index], module)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._steps)

    def __iter__(self) -> Iterator[Any]:
        """One after the other."""
        return iter(self._layers())

    def __getitem__(self, index: int | slice) -> Any:
        """One of them, or several as a ``Sequential``."""
        found = self._layers()[index]
        return Sequential(*found) if isinstance(index, slice) else found


class ModuleList(Module):
    """A list of modules whose parameters are found."""

    is_called = False

    def __init__(self, modules: Iterable[Any] = ()) -> None:
        super().__init__()
        self._length = 0
        for module in modules:
            self.append(module)

    def append(self, module: Any) -> ModuleList:
        """Adds one at the end."""
        setattr(self, str(self._length), module)
        self._length = self._length + 1
        return self

    def __setitem__(self, index: int, module: Any) -> None:
        """Exchanges one of them."""
        setattr(self, str(range(self._length)[index]), module)

    def extend(self, modules: Iterable[Any]) -> ModuleList:
        """Adds several at the end."""
        for module in modules:
            self.append(module)
        return self

    def __len__(self) -> int:
        """How many there are."""
        return self._length

    def _items(self) -> list[Any]:
        return [vars(self)[str(index)] for index in range(self._length)]

    def __repr__(self) -> str:
        """As PyTorch prints it: equal modules that follow each other are counted."""
        texts = [repr(module).replace("\n", "\n  ") for module in self._items()]
        lines = []
        first = 0
        for place in range(1, len(texts) + 1):
            if place == len(texts) or texts[place] != texts[first]:
                count = place - first
                name = f"({first})" if count == 1 else f"({first}-{place - 1})"
                times = "" if count == 1 else f"{count} x "
                lines.append(f"{name}: {times}{texts[first]}")
                first = place
        if not lines:
            return type(self).__name__ + "()"
        return type(self).__name__ + "(\n  " + "\n  ".join(lines) + "\n)"

    def __iter__(self) -> Iterator[Any]:
        """One after the other."""
        return iter(self._items())

    def __getitem__(self, index: int | slice) -> Any:
        """One of them, or several as a ``ModuleList``."""
        found = self._items()[index]
        return ModuleList(found) if isinstance(index, slice) else found


class ParameterList(ModuleList):
    """A list of parameters that are found; tensors become parameters."""

    def append(self, module: Any) -> ParameterList:
        """Adds one at the end."""
        super().append(module if isinstance(module, Parameter) else Parameter(module))
        return self


class ModuleDict(Module):
    """Modules by name."""

    is_called = False

    def __init__(self, modules: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._names: list[str] = []
        for name, module in (modules or {}).items():
            self[name] = module

    def __setitem__(self, name: str, module: Any) -> None:
        """Adds one, or exchanges it."""
        if name not in self._names:
            self._names = [*self._names, name]
        setattr(self, name, module)

    def __getitem__(self, name: str) -> Any:
        """The module of that name."""
        return vars(self)[name]

    def __contains__(self, name: str) -> bool:
        """Whether there is one of that name."""
        return name in self._names

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._names)

    def keys(self) -> list[str]:
        """Their names."""
        return list(self._names)

    def values(self) -> list[Any]:
        """The modules."""
        return [vars(self)[name] for name in self._names]

    def items(self) -> list[tuple[str, Any]]:
        """Names and modules."""
        return [(name, vars(self)[name]) for name in self._names]


class ParameterDict(ModuleDict):
    """Parameters by name; tensors become parameters."""

    def __init__(self, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(parameters)

    def __setitem__(self, name: str, module: Any) -> None:
        """Adds one, or exchanges it."""
        is_tensor = isinstance(module, Tensor) and not isinstance(module, Parameter)
        super().__setitem__(name, Parameter(module) if is_tensor else module)
