"""Mismatch: which names of a module and of a state that it took over have no counterpart."""

from __future__ import annotations


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
