"""The gallery: programs worth looking at, each with what to notice and a question.

Declared as data; a test runs every one of them and checks the numbers that the answers state.
"""

from chainrule.program.examples.basics import BASICS
from chainrule.program.examples.bookkeeping import BOOKKEEPING
from chainrule.program.examples.connections import CONNECTIONS
from chainrule.program.examples.example import Example
from chainrule.program.examples.networks import NETWORKS
from chainrule.program.examples.scales import SCALES
from chainrule.program.examples.standstill import STANDSTILL

EXAMPLES: tuple[Example, ...] = (
    *BASICS,
    *NETWORKS,
    *BOOKKEEPING,
    *CONNECTIONS,
    *SCALES,
    *STANDSTILL,
)
"""Every example, in the order in which the gallery shows them."""


def examples() -> list[Example]:
    """Every example of the gallery."""
    return list(EXAMPLES)


__all__ = ["EXAMPLES", "Example", "examples"]
