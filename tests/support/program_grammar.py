# ruff: noqa: E501
"""Programs made by chance along the language's own grammar.

A statement is mostly of a fitting kind and often inside ``try``, so that what comes after one that
fails is tried, too.
"""

from __future__ import annotations

import random

from program_calls import FUNCTIONS, Callable
from program_patterns import REFUSED, Patterns
from program_words import (
    BINARY,
    DUNDERS,
    ENDINGS,
    ERRORS,
    METHODS,
    NAMES,
    ODD,
    RELATIONS,
    SETUP,
    SPECS,
)


class Writer:
    """Writes one program.

    Args:
        dice: where its chances come from.
    """

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.patterns = Patterns(dice)
        self.functions = ["f"]
        self.classes = ["A"]
        self.inside = ["module"]

    def program(self) -> str:
        """Some statements after what their names stand for."""
        start = "def f(a=1, *b, **c):\n    return a\nclass A:\n    n = 1\n"
        lines = [part for _ in range(self.dice.randint(1, 7)) for part in self.guarded(3)]
        if self.dice.random() < 0.03:
            lines += self.pick(REFUSED).split("\n")
        return SETUP + start + "\n".join(lines) + self.pick(["", "", "\n(w * x).sum().backward()"])

    def pick(self, choices: list[str]) -> str:
        """One of them."""
        return self.dice.choice(choices)

    def expression(self, depth: int) -> str:
        """Anything that has a value."""
        if depth <= 0:
            return self.pick([*NAMES, *NAMES, self.pick(ODD[:50])])
        make = self.dice.choice([
            self.binary, self.binary, self.binary, self.compared, self.display, self.comprehension,
            self.call, self.call, self.method, self.method, self.item, self.text, self.other,
        ])  # fmt: skip
        return make(depth - 1)

    def binary(self, n: int) -> str:
        return f"({self.expression(n)} {self.pick(BINARY)} {self.expression(n)})"

    def compared(self, n: int) -> str:
        parts = [self.expression(n)]
        for _ in range(self.dice.randint(1, 2)):
            parts += [self.pick([*RELATIONS, "and", "or"]), self.expression(n)]
        return f"({' '.join(parts)})"

    def display(self, n: int) -> str:
        parts = [
            self.pick(["", "", "", "*"]) + self.expression(n)
            for _ in range(self.dice.randint(0, 3))
        ]
        pairs = ", ".join(f"{self.expression(n)}: {self.expression(0)}" for _ in parts)
        inside = ", ".join(parts)
        return self.pick([f"[{inside}]", f"({inside},)" if parts else "()", f"{{{pairs}}}",
                          f"{{{inside}}}" if parts else "set()"])  # fmt: skip

    def comprehension(self, n: int) -> str:
        head = f"for {self.pick(['i', 'i, j', 'i, *j'])} in {self.expression(n)}"
        if self.dice.random() < 0.3:
            head += f" if {self.expression(n)}"
        if self.dice.random() < 0.2:
            head += f" for k in {self.pick(['range(3)', 'i', self.expression(0)])}"
        what = self.pick(["i", f"i + {self.expression(0)}", self.expression(n)])
        return self.pick([f"[{what} {head}]", f"{{{what} {head}}}", f"{{i: {what} {head}}}",
                          f"list({what} {head})", f"sum({what} {head})", f"({what} {head})"])  # fmt: skip

    def call(self, n: int) -> str:
        function = self.pick([*self.functions, *self.classes, *map(_bare, FUNCTIONS[:112]), "torch.tensor",
                              "torch.relu", "np.exp", "torch.nn.Linear(2, 2)"])  # fmt: skip
        given = [self.pick(["", "", "", "", "*", "k=", "**"]) + self.expression(n)
                 for _ in range(self.dice.randint(0, 3))]  # fmt: skip
        return f"{function}({', '.join(sorted(given, key=_rank))})"

    def method(self, n: int) -> str:
        return f"{self.expression(n)}.{self.pick(METHODS)}"

    def item(self, n: int) -> str:
        index = self.pick(
            ["0", "-1", "1:", "::-1", "None", "..., 0", "'k'", "[0, 1]", self.expression(n)]
        )
        return f"{self.expression(n)}[{index}]"

    def text(self, n: int) -> str:
        shown = f"{{{self.pick([*NAMES, 'a + b', 'l[0]'])}{self.pick(SPECS)}}}"
        return self.pick([f'f"{shown} {shown}"', f"('%5.2f %s' % {self.expression(n)})",
                          f"'{{:>9}}'.format({self.expression(n)})", f"('a' * {self.expression(n)})"])  # fmt: skip

    def other(self, n: int) -> str:
        e = self.expression
        return self.pick([f"({e(n)} if {e(n)} else {e(n)})", f"(lambda i=1, *j: {e(n)})", f"(not {e(n)})",
                          f"(-{e(n)})", f"(+{e(n)})", f"(~{e(n)})", f"(z := {e(n)})", f"({e(n)}).{self.pick(NAMES)}",
                          f"(lambda: {e(n)})()"])  # fmt: skip

    def target(self) -> str:
        """Where values can go."""
        return self.pick([*3 * [self.single()], "a, b", "a, *b", "(a, b), c", "[l[0], s]"])

    def single(self) -> str:
        """Where one value can go."""
        return self.pick([*NAMES, "l[0]", "d['n']", "w[0]", "x[x > 1]", "l[1:]", "A.n", "f.n",
                          "w.grad", "w.data", "v[:]", "s[0]", "t[0]", "self.n"])  # fmt: skip

    def guarded(self, depth: int) -> list[str]:
        """A statement, often with somebody who catches what it raises."""
        lines = self.statement(depth)
        if self.dice.random() < 0.3:
            return lines
        rest = self.pick(["pass", "print(e)", "print(repr(e), e.args)", "raise", "e = e.args"])
        caught = self.pick(["Exception", "Exception", "Exception", *ERRORS])
        last = "return" if self.inside[-1] == "function" else "b = 3.5"
        ending = self.pick(["", "", "", "", f"finally:\n    {self.pick([last, 'pass'])}"])
        return [
            "try:",
            *_indented(lines),
            f"except {caught} as e:",
            f"    {rest}",
            *ending.split("\n"),
        ]

    def block(self, depth: int, inside: str | None = None) -> list[str]:
        """Statements inside another one."""
        self.inside.append(inside or self.inside[-1])
        lines = [part for _ in range(self.dice.randint(1, 2)) for part in self.statement(depth - 1)]
        self.inside.pop()
        return _indented(lines)

    def statement(self, depth: int) -> list[str]:
        """A statement of one or several lines."""
        if depth <= 0 or self.dice.random() < 0.5:
            return [self.simple()]
        e, head = self.expression, ""
        match self.dice.randrange(10):
            case 0:
                return self.function(depth)
            case 1:
                return self.made_class(depth)
            case 2:
                head = f"if {e(1)}:"
            case 3:
                ending = self.pick(["break", "break", "pass", "continue"])
                return [f"while {e(1)}:", *self.block(depth, "loop"), f"    {ending}"]
            case 4:
                head = f"with {self.pick(['torch.no_grad()', 'A() as z', 'A(), A()', 'torch.enable_grad()', e(1)])}:"
            case 5 | 6:
                over = self.pick(
                    ["range(3)", "l", "enumerate(l)", "zip(l, t)", "x", "d.items()", "s", e(1)]
                )
                head = f"for {self.pick(['i', 'i, j', 'l[0]', 'a'])} in {over}:"
                return [head, *self.block(depth, "loop"), *self.otherwise(depth)]
            case 7:
                return ["try:", *self.block(depth), f"except {self.pick(ERRORS)}:", *self.block(depth), "else:",
                        *self.block(depth), "finally:", *self.block(depth)]  # fmt: skip
            case 8:
                cases = [line for _ in range(self.dice.randint(1, 3))
                         for line in (self.patterns.case(e(1)), *self.block(depth))]  # fmt: skip
                return [f"match {self.pick([self.patterns.subject(), e(1)])}:", *_indented(cases)]
            case _:
                return ["if l:", *_indented(self.statement(depth - 1))]
        return [head, *self.block(depth), *(self.otherwise(depth) if head[0] == "i" else [])]

    def otherwise(self, depth: int) -> list[str]:
        """What follows a condition or a loop."""
        return ["else:", *self.block(depth)] if self.dice.random() < 0.3 else []

    def simple(self) -> str:
        """A statement of one line."""
        e = self.expression
        if self.dice.random() < 0.1:
            return self.pick(
                ENDINGS[self.inside[-1]]
                + ["break", "return", "nonlocal a"][: self.dice.random() < 0.05]
            )
        return self.pick([
            f"{self.target()} = {e(2)}", f"{self.target()} = {e(3)}", f"{self.pick(NAMES)} = {e(2)}",
            f"{self.single()} {self.pick(BINARY)}= {e(1)}", f"print({e(2)})", e(3), f"del {self.single()}",
            f"assert {e(1)}, {e(0)}", f"raise {self.pick(['ValueError', 'A', 'KeyError'])}({e(0)})", f"a: int = {e(1)}",
            f"{e(1)}.backward()", "loss = (w * x).sum(); loss.backward()", "w.grad = None", f"raise {e(1)} from {e(0)}",
            "w.data -= 0.1 * w.grad", "import math, random, itertools", f"a, b = b, {e(1)}", f"x = torch.stack([x, {e(1)}])",
        ])  # fmt: skip

    def function(self, depth: int) -> list[str]:
        """A function or a generator, perhaps decorated, and a call of it."""
        name = self.pick(["f", "g", "h"])
        self.functions.append(name)
        arguments = self.pick(["", "a", "a, b=2", "*a", "a, *, k=1", "a, /, b", "*a, **k", "a=l"])
        over = self.pick(
            ["", "", "", "@torch.no_grad()", f"@{self.pick(self.functions)}", "@staticmethod"]
        )
        last = self.pick([f"return {self.expression(2)}", f"yield {self.expression(1)}", f"return {name}({self.expression(1)})",
                          f"yield from {self.expression(1)}", "return lambda: a", "pass"])  # fmt: skip
        using = self.pick(
            [
                f"{name}({self.expression(0)})",
                f"list({name}())",
                f"a = {name}(1, 2)",
                f"next({name}(l))",
            ]
        )
        return [*over.split("\n")[: bool(over)], f"def {name}({arguments}):", *self.block(depth, "function"),
                f"    {last}", using]  # fmt: skip

    def made_class(self, depth: int) -> list[str]:
        """A class with methods of every kind, and instances of it."""
        name = self.pick(["A", "B", "C"])
        base = self.pick(
            [
                "",
                "",
                f"({self.pick(self.classes)})",
                "(Exception)",
                "(torch.nn.Module)",
                "(dict)",
                "(A, A)",
            ]
        )
        self.classes.append(name)
        lines = [f"    n = {self.expression(1)}"]
        for method in self.dice.sample(list(DUNDERS), self.dice.randint(0, 4)):
            body = self.pick(["return self", "return 1", f"return {self.expression(2)}", "return super()", "return self.n",
                              "return self + self", "raise IndexError", "return 'x'", "yield 1", "self.n = self"])  # fmt: skip
            lines += [f"    def {method}({DUNDERS[method]}):", f"        {body}"]
        if self.dice.random() < 0.4:
            lines += ["    @" + self.pick(["property", "staticmethod", "classmethod", "torch.no_grad()"]),
                      "    def p(self=1):", f"        return {self.expression(1)}"]  # fmt: skip
        if self.dice.random() < 0.4:
            lines += [
                "    def __init__(self, *args):",
                "        super().__init__()",
                f"        self.n = {self.expression(1)}",
            ]
        over = self.pick(["", "", "", "import dataclasses\n@dataclasses.dataclass"])
        using = self.pick([f"a = {name}()", f"print({name}())", f"a = {name}() + {name}()", f"l = [{name}(), {name}()]; l.sort()",
                           f"{name}().n", f"{name}()[0]", f"d[{name}()] = 1", f"{name}()(x).sum().backward()", f"{name}() == 1",
                           f"for i in {name}(): pass", f"with {name}() as z: pass", f"f'{{{name}():>5}}'", f"{name}().p"])  # fmt: skip
        return [*over.split("\n")[: 2 * bool(over)], f"class {name}{base}:", *lines, using]


def _bare(function: Callable) -> str:
    return function.name


def _rank(argument: str) -> int:
    """Where an argument stands in a call."""
    return next(n for n, sign in enumerate(["**", "*", "k=", ""]) if argument.startswith(sign)) ^ 3


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def composed(dice: random.Random) -> str:
    """A program of the language's own grammar, though not always of fitting kinds."""
    return Writer(dice).program()
