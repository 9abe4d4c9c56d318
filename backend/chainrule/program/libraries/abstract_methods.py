"""``abc``: classes whose methods others define."""

from __future__ import annotations

from chainrule.program.abstraction import mark
from chainrule.program.classes import ABSTRACT_BASE
from chainrule.program.values import Builtin, Library, Quiet

ABC = Library(
    "abc",
    {
        "ABC": ABSTRACT_BASE,
        "ABCMeta": Quiet("abc.ABCMeta"),
        "abstractmethod": Builtin("abstractmethod", mark),
    },
)
