"""Budget: what a run has used up of its limits, charged before the work is done.

Loops, calls and iterators *tick*; the clock is looked at every 256 ticks, which costs next to
nothing. What containers and texts hold is *held*: the process's resident size is looked at after
every 16 MB. A limit that was exceeded stays exceeded: the budget is dead, and says so again.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from resource import RUSAGE_SELF, getrusage
from time import monotonic
from typing import Any

from chainrule.engine import Node
from chainrule.engine.effort import extent
from chainrule.program.errors import ProgramError, failure
from chainrule.program.limits import Limits
from chainrule.program.work import START, estimate

LOOK = 256
"""Ticks between two looks at the clock."""
STEP = 16_000_000
"""Bytes between two looks at the memory."""
WORK_OF_A_TICK = 65_536
"""Estimated work that counts as a tick, so that the clock is looked at soon enough."""
MOST_COSTS = 10_000
"""Costs that are kept, by operation, shapes and parameters."""


class Budget:
    """Counts what one run uses, and watches the clock and the memory.

    Attributes:
        left: ticks until the next look; loops count it down themselves.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes = self.edges = self.elements = self.work = 0
        self.turns = self.classes = self.printed = 0
        self.left = self.given = 0
        self.bytes_left = STEP
        self.dead: ProgramError | None = None
        self.deadline = monotonic() + limits.seconds
        self._resident = _resident()
        self._costs: dict[Any, tuple[int, int]] = {}

    def tick(self, times: int = 1) -> None:
        """A loop turns, a function is called, an iterator gives an item."""
        self.left -= times
        if self.left < 0:
            self.look()

    def look(self) -> None:
        """Looks at the clock and at the count of turns."""
        if self.dead is not None:
            raise self.dead
        self.turns += self.given - self.left
        self.given = self.left = 0
        if self.turns > self.limits.loop_iterations:
            raise self.exceeded("loop_iterations")
        if monotonic() > self.deadline:
            raise self.fail(
                "limit_time",
                f"the program ran longer than {self.limits.seconds:g} seconds",
                "use fewer operations or smaller tensors",
            )
        self.given = self.left = min(LOOK, self.limits.loop_iterations - self.turns)

    def charge(self, size: int) -> None:
        """Native work over this many items or characters is about to be done."""
        self.tick(1 + size // 16)

    def hold(self, size: int) -> None:
        """So many bytes are about to be held by a container or a text."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.bytes_left = STEP
            if size > self.limits.memory * 1_000_000 or (
                _resident() - self._resident > self.limits.memory * 1_000_000
            ):
                raise self.exceeded("memory")

    def items(self, count: int) -> None:
        """A container of so many items is about to be made or to grow to."""
        if count > self.limits.list_items:
            raise self.exceeded("list_items")
        self.tick(count >> 4)
        self.hold(8 * count)

    def text(self, length: int) -> None:
        """A string of so many characters is about to be made."""
        if length > self.limits.text_characters:
            raise self.exceeded("text_characters")
        self.hold(length)

    def integer(self, bits: int) -> None:
        """An integer of so many bits is about to be made."""
        if bits > self.limits.integer_bits:
            raise self.exceeded("integer_bits")
        self.hold(bits >> 3)

    def print(self, length: int) -> None:
        """So many characters are about to be printed."""
        self.printed += length + 1
        if self.printed > self.limits.printed_characters + 1:
            raise self.exceeded("printed_characters")

    def make_class(self) -> None:
        """A class is about to be made."""
        self.classes += 1
        if self.classes > self.limits.classes:
            raise self.exceeded("classes")

    def fail(self, code: str, message: str, hint: str | None = None) -> ProgramError:
        """The error of a limit; from now on the budget is dead."""
        self.dead = failure(code, message, None, hint)
        self.left = -1
        return self.dead

    def exceeded(self, limit: str) -> ProgramError:
        """The error of exceeding a limit by its name in ``Limits``."""
        what, smaller = EXCEEDED[limit]
        maximum: Any = getattr(self.limits, limit)
        return self.fail(CODES.get(limit, f"limit_{limit}"), what.format(maximum), smaller)

    # Tensors

    def drawn(self, uses: int, shape: tuple[int, ...]) -> None:
        """A value with this many arguments and of this shape is part of what is to be drawn."""
        self.check_rank(shape)
        self.nodes += 1
        self.edges += uses
        self.elements += extent(shape)
        for limit, count in (
            ("nodes", self.nodes),
            ("edges", self.edges),
            ("total_elements", self.elements),
        ):
            if count > getattr(self.limits, limit):
                raise self.exceeded(limit)

    def check_rank(self, shape: tuple[int, ...]) -> None:
        """A tensor has so many axes."""
        if len(shape) > self.limits.rank:
            raise self.fail(
                "limit_rank", f"a tensor has at most {self.limits.rank} axes, not {len(shape)}"
            )

    def array(self, shape: tuple[int, ...]) -> None:
        """An array of this shape is about to be made: bounds its axes, also around no element."""
        self.tick()
        self.check_rank(shape)
        size = extent(shape)
        if 0 in shape and size > self.limits.tensor_elements:
            raise self.fail(
                "limit_tensor_elements",
                f"a tensor without elements is too large, too: the other axes of its shape make "
                f"{size:,} rows; at most {self.limits.tensor_elements:,} are allowed",
                "use a smaller tensor",
            )
        self.check_size(size)
        self.hold(8 * size)

    def operation(
        self, operation: type[Node], arrays: Sequence[Any], params: dict[str, Any]
    ) -> None:
        """An operation is about to run: charges for what it makes and costs at most."""
        self.left -= 1
        if self.left < 0:
            self.look()
        if params:
            key: Any = (operation, *[array.shape for array in arrays], *params.items())
        elif len(arrays) == 2:
            key = (operation, arrays[0].shape, arrays[1].shape)
        else:
            key = (operation, *[array.shape for array in arrays])
        try:
            cost = self._costs.get(key)
        except TypeError:  # a parameter that cannot be hashed, such as an index
            cost, key = None, None
        size, work = cost or self._cost(operation, arrays, params, key)
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.hold(0)
        if work:
            self.spend(work)

    def _cost(
        self, operation: type[Node], arrays: Sequence[Any], params: dict[str, Any], key: Any
    ) -> tuple[int, int]:
        """The bytes of an operation's result, which is not too large, and its work."""
        found = estimate(operation, [array.shape for array in arrays], params)
        self.check_size(found.elements)
        cost = (8 * found.elements, max(found.work - START, 0))
        if key is not None and len(self._costs) < MOST_COSTS:
            self._costs[key] = cost
        return cost

    def spend(self, work: int) -> None:
        """So much work is about to be done."""
        self.left -= work // WORK_OF_A_TICK
        self.work += work
        if self.work > self.limits.work:
            raise self.fail(
                "limit_work",
                f"the estimated work up to here, {self.work:.3g} units, "
                f"is more than {self.limits.work:.3g}",
                "use smaller tensors or fewer operations",
            )

    def moment_ended(self) -> None:
        """A moment has ended: what nothing could stop has come to its end, and the clock rules."""
        self.work = 0

    def check_size(self, size: int) -> None:
        """A tensor of this many elements is about to be made."""
        if size > self.limits.tensor_elements:
            raise self.fail(
                "limit_tensor_elements",
                f"a tensor of {size:,} elements is too large; "
                f"at most {self.limits.tensor_elements:,} are allowed",
                "use a smaller tensor",
            )


CODES = {"loop_iterations": "limit_iterations"}

EXCEEDED = {
    "nodes": (
        "there are more than {:,} values to draw",
        "put many numbers into one tensor, which is one value, or loop less often",
    ),
    "edges": (
        "there are more than {:,} arguments of operations to draw",
        "put many numbers into one tensor, which is one argument, or add with sum()",
    ),
    "total_elements": (
        "the values to draw have more than {:,} elements in all",
        "use smaller tensors or fewer operations",
    ),
    "list_items": (
        "a list, tuple, set or dictionary would hold more than {:,} items",
        "make large tensors with zeros, ones or randn",
    ),
    "nesting": ("containers are nested more than {:,} deep", "put fewer into one another"),
    "iterator_depth": (
        "iterators stand behind one another more than {:,} deep",
        "make a list of one of them: list(...)",
    ),
    "text_characters": ("a string would have more than {:,} characters", "make it shorter"),
    "printed_characters": (
        "the program prints more than {:,} characters",
        "print less often: if i % 100 == 0",
    ),
    "integer_bits": (
        "an integer would have more than {:,} bits", "write a float, such as 2.0 ** 100"
    ),
    "attributes": ("an object would have more than {:,} attributes", "use a dictionary"),
    "classes": ("the program makes more than {:,} classes", "make classes outside of loops"),
    "class_order": ("a class would inherit from more than {:,} classes", "inherit from fewer"),
    "recursion": (
        "calls are nested more than {:,} deep",
        "does the function call itself without an end? A loop needs no depth",
    ),
    "loop_iterations": (
        "the program turns its loops and calls functions more than {:,} times",
        "go through loops less often, or let one tensor operation do it all",
    ),
    "memory": ("the program needs more than {:,} MB", "keep fewer values: loss.item(), not loss"),
}  # fmt: skip
"""What is said of each limit, and how a program becomes smaller."""


def _resident() -> int:
    """The bytes that the process has in memory now; their peak where that is not told."""
    with suppress(OSError), open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * 4096
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024
