"""Members of a module: its children as a dictionary, and how a state fits its names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Children:
    """``module._modules``: names and modules, in the order in which they were set."""

    def __init__(self, module: Any) -> None:
        self.module = module

    def __setitem__(self, name: str, module: Any) -> None:
        """Adds a module, or exchanges it."""
        self.module.add_module(name, module)

    def __getitem__(self, name: str) -> Any:
        """The module of that name."""
        return dict(self.module.named_children())[name]

    def __contains__(self, name: str) -> bool:
        """Whether there is one of that name."""
        return name in dict(self.module.named_children())

    def __len__(self) -> int:
        """How many there are."""
        return len(list(self.module.named_children()))

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self.keys())

    def keys(self) -> list[str]:
        """Their names."""
        return [name for name, _ in self.module.named_children()]

    def values(self) -> list[Any]:
        """The modules."""
        return list(self.module.children())

    def items(self) -> list[tuple[str, Any]]:
        """Names and modules."""
        return list(self.module.named_children())


class Mismatch:
    """What ``load_state_dict()`` answers.

    Attributes:
        missing_keys: names of the module that the state lacks.
        unexpected_keys: names of the state that the module lacks.
    """

    def __init__(self, missing_keys: list[str], unexpected_keys: list[str]) -> None:
        self.missing_keys = missing_keys
        self.unexpected_keys = unexpected_keys

    def __repr__(self) -> str:
        """As PyTorch prints it."""
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return (
            f"_IncompatibleKeys(missing_keys={self.missing_keys}, "
            f"unexpected_keys={self.unexpected_keys})"
        )
