"""Programs that nobody would write: random tokens, and mutations of programs that run.

A program is either completed or refused with a ``ProgramError`` whose code is in the catalogue and
whose place is in the text; anything else is a bug. Everything follows from a seed.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from chainrule import graph
from chainrule.engine import OPERATIONS
from chainrule.program import Limits, ProgramError, examples, functions, run
from chainrule.program.catalogue import CATALOGUE
from chainrule.program.library.functions import FUNCTIONS, METHODS
from hostile_programs import PROGRAMS

CODES = {entry.code for entry in CATALOGUE}
LIMITS = replace(Limits(), nodes=200, tensor_elements=5_000, total_elements=50_000, work=30_000_000)
"""Smaller than by default, so that many programs fit into a minute."""

WORDS = """
    x y w b i f g np torch F self axis dim keepdims shape dtype seed requires_grad range group
    def return for in with as import from if else while lambda and or not is None True False
    0 1 2 3 -1 0.5 1e308 1e-308 1e999 0x10 1_000 007 1j ... : ; , . ( ) [ ] { } = == != < > <= >=
    + - * / // % ** @ & | ^ ~ << >> += -= *= **= @= -> := # ' " \"\"\" \\
    'ij,jk->ik' "mean" 'none' [1,2] [[1.0,2.0],[3.0,4.0]] (2,3) () [] [[]] {} {1:2} x[0] x[:,0]
    x.T x.shape x.sum() α θ é ½ × 𝐱 __class__ _x nan inf pi
"""
TOKENS = [
    *WORDS.split(),
    *("\n", "\n    ", "\t", " ", "\u200b", "\x00", "\ud800", "\r"),
    *FUNCTIONS,
    *(f".{name}(" for name in METHODS),
]

GOOD = [function.example for function in functions()] + [e.source for e in examples()]
BAD = [entry.example for entry in CATALOGUE] + [program.source for program in PROGRAMS]
SEEDS = [source for source in 5 * GOOD + BAD if 0 < len(source) < 500]
"""What is mutated: programs that run, more often than those that do not."""


def from_tokens(dice: random.Random) -> str:
    """A line or a few of random tokens."""
    return dice.choice(["", " "]).join(dice.choices(TOKENS, k=dice.randint(1, 15)))


PIECES = re.compile(r"\d+\.?\d*|\w+|\"[^\"]*\"|\*\*|[^\w\s]|\s+")
NUMBERS = [
    "0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "0.5",
    "-2.5",
    "1e300",
    "1e-300",
    "1e999",
    "9007199254740993",
]
VALUES = [
    "x",
    "y",
    "None",
    "True",
    "(2, 3)",
    "[0, 1]",
    "[[1.0, 2.0], [3.0, 4.0]]",
    "...",
    "1:",
    "::-1",
]
OPERATORS = [*"+-*/%@&|<>=,()[]:.", "**", "//", "==", "<=", "!=", "+="]


def retyped(dice: random.Random) -> str:
    """A known program with some of its words, numbers or operators exchanged for others."""
    pieces = PIECES.findall(dice.choice(SEEDS))
    for _ in range(dice.choice([1, 1, 2, 4])):
        place = dice.randrange(len(pieces))
        if pieces[place][0].isdigit():
            pieces[place] = dice.choice(NUMBERS + VALUES)
        elif pieces[place].isidentifier():
            pieces[place] = dice.choice([*FUNCTIONS, "x", "y", "axis", "keepdims", *VALUES])
        elif not pieces[place].isspace():
            pieces[place] = dice.choice(OPERATORS)
    return "".join(pieces)


def composed(dice: random.Random) -> str:
    """A program of the language's own grammar, though not always of fitting shapes."""
    lines = [f"{name} = {_literal(dice)}" for name in "xyz"]
    for name in dice.choices("xyzabc", k=dice.randint(1, 2)):
        operator, depth = dice.choice(["=", "=", "=", "+=", "*="]), dice.randint(1, 3)
        line = f"{name} {operator} {_expression(dice, depth)}"
        heads = ["for i in range(2):", 'with group("g"):', "def f(a, n=2):", ""]
        head = dice.choices(heads, weights=[1, 1, 1, 5])[0]
        end = [f"    return {_expression(dice, 1)}"] if head.startswith("def") else []
        lines += [head, f"    {line}", *end] if head else [line]
    return "\n".join(lines)


def _literal(dice: random.Random) -> str:
    rows, columns = dice.choice([(2, 2), (2, 2), (1, 2), (2, 1), (3, 2), (1, 1)])
    numbers = [[float(dice.choice(NUMBERS[:8])) for _ in range(columns)] for _ in range(rows)]
    text = str(dice.choice([numbers, numbers[0], numbers[0][0], [numbers]]))
    return dice.choice([text, text, f"data({text})", f"randn({rows}, {columns})"])


def _expression(dice: random.Random, depth: int) -> str:
    if depth == 0:
        return dice.choice(["x", "y", "z", dice.choice(NUMBERS)])
    inner = _expression(dice, depth - 1)
    match dice.randrange(14):
        case 0:
            return (
                f"({inner} {dice.choice([*OPERATORS[:10], '**'])} {_expression(dice, depth - 1)})"
            )
        case 1:
            return f"{dice.choice(list(METHODS))}({inner})"
        case 2:
            return f"{dice.choice(list(FUNCTIONS))}({inner}, {_argument(dice, depth)})"
        case 3:
            return f"({inner}).{dice.choice(list(METHODS))}({_argument(dice, depth)})"
        case 4:
            return f"({inner})[{dice.choice(VALUES + NUMBERS)}]"
        case 5 | 6 | 7 | 8 | 9:
            operation = dice.choice(list(OPERATIONS.values()))
            rest = [_expression(dice, depth - 1) for _ in operation.input_names[1:]]
            return f"{operation.name}({', '.join([inner, *rest])})"
        case 10 | 11 | 12:
            return f"({inner} {dice.choice('+-*/')} {_expression(dice, depth - 1)})"
        case _:
            return f"{dice.choice(['-', '~', '', 'f'])}({inner})"


def _argument(dice: random.Random, depth: int) -> str:
    plain = [_expression(dice, depth - 1), *dice.choices(NUMBERS, k=2), dice.choice(VALUES), ""]
    name = dice.choice(["", "", "axis=", "dim=", "keepdims=", "shape=", "min=", "reduction="])
    return name + (dice.choice(plain) or "1")


def mutated(dice: random.Random) -> str:
    """A known program with some of its characters or pieces changed."""
    text = dice.choice(SEEDS)
    for _ in range(dice.randint(1, 4)):
        start = dice.randint(0, len(text))
        end = min(start + dice.choice([0, 1, 1, 2, 5]), len(text))
        other = dice.choice(SEEDS)
        cut = dice.randint(0, len(other))
        piece = dice.choice(
            [
                "",
                dice.choice(TOKENS),
                text[start:end] * 2,
                other[cut : cut + dice.randint(1, 12)],
                str(dice.choice([0, -1, 2, 7, 1e300, 10**6, 2**53, 1.5])),
            ]
        )
        text = text[:start] + piece + text[end:]
    return text


EXPORTS = (
    graph.Graph.to_dot,
    graph.Graph.to_latex,
    graph.Graph.to_python,
    lambda drawn: drawn.to_python("torch"),
)
"""All that is written about a program that runs."""


def programs(seed: int, count: int) -> Iterator[str]:
    """As many programs of every kind."""
    dice = random.Random(seed)  # noqa: S311
    for _ in range(count):
        yield dice.choice([from_tokens, mutated, retyped, composed])(dice)


def outcome(source: str) -> str:
    """``"runs"`` or the error's code.

    Raises:
        AssertionError: an error without a known code or with a place outside of the text, or a
            result that breaks the promises about values.
    """
    try:
        execution = run(source, limits=LIMITS)
    except ProgramError as error:
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in error.problems:
            assert problem.code in CODES, problem
            assert problem.message, problem
            if span := problem.span:
                assert 1 <= span.line <= span.end_line <= len(lines), problem
                assert 1 <= span.column <= len(lines[span.line - 1]) + 1, problem
                assert (span.line, span.column) < (span.end_line, span.end_column), problem
        return error.code
    assert execution.output.source in execution.values
    assert len(execution.values) <= LIMITS.nodes
    assert all(tensor.source in execution.values for tensor in execution.names.values())
    drawn = graph.build(execution.output, values=execution.values)
    drawn.to_dict()
    for write in EXPORTS:
        write(drawn)
    return "runs"


def fuzz(seed: int, count: int) -> Counter[str]:
    """Tries as many programs.

    Raises:
        AssertionError: names the program that broke a promise.
    """
    outcomes: Counter[str] = Counter()
    for source in programs(seed, count):
        started = time.process_time()
        try:
            outcomes[outcome(source)] += 1
        except Exception as error:
            raise AssertionError(f"{source!r} ended in {type(error).__name__}: {error}") from error
        outcomes["slow"] += time.process_time() - started > LIMITS.seconds + 0.5
    return outcomes
