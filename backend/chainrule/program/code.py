"""Code: what a function of the program is compiled to."""

from __future__ import annotations

from typing import Any

from chainrule.program.objects import Closure, Frame


class Code:
    """A function's text, compiled: what all functions made from it share.

    Attributes:
        name: what it is called; ``qualified`` with the classes around it.
        positional: parameters that can be given by position; the first ``positional_only`` only so.
        keyword_only: parameters that are given by name.
        star: whether there is ``*args``; ``double_star``: whether there is ``**kwargs``.
        blank: what follows the parameters in a new frame.
        cells: places whose values inner functions share.
        body: runs on a frame; gives the result itself where ``is_expression``.
        quiet: whether it belongs to a library's text, which has no places.
    """

    __slots__ = (
        "blank", "body", "cells", "count", "doc", "double_star", "exactly", "is_expression",
        "is_generator", "keyword_only", "label", "name", "positional", "positional_only",
        "qualified", "quiet", "star",
    )  # fmt: skip

    def __init__(
        self, name: str, positional: tuple[str, ...] = (), positional_only: int = 0,
        keyword_only: tuple[str, ...] = (), star: str | None = None,
        double_star: str | None = None,
    ) -> None:  # fmt: skip
        self.name = self.qualified = name
        self.positional = positional
        self.positional_only = positional_only
        self.keyword_only = keyword_only
        self.star = star
        self.double_star = double_star
        self.count = len(positional)
        self.exactly = -1 if keyword_only or star or double_star else self.count
        self.label: str | None = None
        self.blank: tuple[Any, ...] = ()
        self.cells: tuple[int, ...] = ()
        self.body: Closure = _nothing
        self.is_expression = self.is_generator = self.quiet = False
        self.doc: str | None = None


def _nothing(_frame: Frame) -> None:
    return None
