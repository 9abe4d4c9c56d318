"""The gallery: programs worth looking at, each with what to notice and a question.

Declared as data; a test runs every one of them and checks the numbers that the answers state.
"""

from chainrule.program.examples.basics import BASICS
from chainrule.program.examples.example import Example
from chainrule.program.examples.networks import NETWORKS
from chainrule.program.examples.pitfalls import PITFALLS

EXAMPLES: tuple[Example, ...] = (*BASICS, *NETWORKS, *PITFALLS)
"""Every example, in the order in which the gallery shows them."""


def examples() -> list[Example]:
    """Every example of the gallery."""
    return list(EXAMPLES)


__all__ = ["EXAMPLES", "Example", "examples"]
