# ruff: noqa: E501
"""What a program made by chance seldom has: ``match`` with every pattern, and what is refused."""

from __future__ import annotations

import random

from program_words import NAMES

VALUES = ["0", "1", "-1", "2.5", "'a'", "''", "None", "True", "A.n", "torch.float32",
          "-0.0", "1e999"]  # fmt: skip
CLASSES = ["A", "B", "int", "float", "str", "list", "tuple", "dict", "bool", "torch.Tensor", "object",
           "ValueError", "set", "range", "f", "torch", "frozenset", "np.ndarray"]  # fmt: skip
ATTRIBUTES = ["n", "shape", "real", "__class__", "args", "a", "grad", "T"]
SUBJECTS = ["a", "l", "d", "t", "s", "x", "w", "v", "A()", "(a, l)", "[a, *t]", "{'k': l, 'n': a}", "range(10 ** 12)",
            "iter(l)", "f", "A", "x.shape", "[[1, 2], [3, (4, 5)]]", "ValueError('x')", "{1, 2}", "None"]  # fmt: skip
REFUSED = [
    "async def h():\n    await f()", "async def h():\n    async for i in l:\n        pass",
    "async def h():\n    async with A() as z:\n        return z", "async def h():\n    yield 1",
    "try:\n    f()\nexcept* ValueError:\n    pass", "try:\n    f()\nexcept* (TypeError, KeyError) as e:\n    raise",
    "a = b'abc'", "a = rb'\\x00' + b'1'", "print(b'a' 'b')", "a = [i async for i in l]", "a = 1j + 2", "a = await f()",
    "lambda: (yield)", "type a = int", "def h[T](a: T): return a", "a = f(b'%d' % 2)", "del b''",
]  # fmt: skip
"""What the language leaves out, or Python itself refuses."""


class Patterns:
    """Writes ``match`` statements; the depth of a pattern is bounded."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def subject(self) -> str:
        """What is matched."""
        return self.dice.choice(SUBJECTS)

    def case(self, guard: str) -> str:
        """The head of one case, perhaps with a guard."""
        ending = f" if {guard}" if self.dice.random() < 0.3 else ""
        return f"case {self.pattern(3)}{ending}:"

    def pattern(self, depth: int) -> str:
        """Any pattern, also such that Python refuses: names twice, a name that hides the rest."""
        if depth <= 0 or self.dice.random() < 0.2:
            return self.dice.choice(["_", self.dice.choice(NAMES), *self.dice.choices(VALUES, k=3)])
        make = self.dice.choice(
            [self._items, self._items, self._mapping, self._class, self._either, self._named]
        )
        return make(depth - 1)

    def _items(self, depth: int) -> str:
        parts = [self.pattern(depth) for _ in range(self.dice.randint(0, 3))]
        if self.dice.random() < 0.4:
            star = self.dice.choice(["*_", f"*{self.dice.choice(NAMES)}", "*rest"])
            parts.insert(self.dice.randint(0, len(parts)), star)
        inside = ", ".join(parts)
        return self.dice.choice([f"[{inside}]", f"({inside},)" if parts else "()"])

    def _mapping(self, depth: int) -> str:
        keys = self.dice.sample(["'k'", "2", "'n'", "A.n", "None", "-1"], self.dice.randint(0, 2))
        parts = [f"{key}: {self.pattern(depth)}" for key in keys]
        parts += self.dice.choice([[], [], ["**rest"], ["**a"]])
        return f"{{{', '.join(parts)}}}"

    def _class(self, depth: int) -> str:
        parts = [self.pattern(depth) for _ in range(self.dice.choice([0, 0, 1, 2]))]
        names = self.dice.sample(ATTRIBUTES, self.dice.choice([0, 0, 1, 2]))
        parts += [f"{name}={self.pattern(depth)}" for name in names]
        return f"{self.dice.choice(CLASSES)}({', '.join(parts)})"

    def _either(self, depth: int) -> str:
        parts = [self.dice.choice(VALUES) for _ in range(self.dice.randint(1, 3))]
        return "(" + " | ".join([*parts, self.pattern(depth)]) + ")"

    def _named(self, depth: int) -> str:
        return f"({self.pattern(depth)} as {self.dice.choice(NAMES)})"
