"""Programs that nobody would write: random tokens, mutations of programs that run, odd calls.

A program is either completed or refused with a ``ProgramError`` whose code is in the catalogue and
whose place is in the text; anything else is a bug. Everything follows from a seed.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from chainrule import graph
from chainrule.program import Limits, ProgramError, examples, functions, run
from chainrule.program.catalogue import CATALOGUE
from endless_programs import GROWING
from escapes import ESCAPES
from hostile_programs import PROGRAMS
from program_calls import FUNCTIONS, MEMBERS, called
from program_grammar import composed
from program_words import ODD
from python_programs import PROGRAMS as PYTHON

CODES = {entry.code for entry in CATALOGUE}
LIMITS = replace(
    Limits(),
    nodes=200,
    tensor_elements=5_000,
    total_elements=50_000,
    work=30_000_000,
    loop_iterations=20_000,
    list_items=20_000,
    text_characters=20_000,
)
"""Smaller than by default, so that many programs fit into a minute."""
GRACE = 0.5
"""Seconds of processor time that a program may take beyond its limit: to be compiled and drawn."""

WORDS = """
    x y w b i f g np torch F self axis dim keepdims shape dtype seed requires_grad range group
    def return for in with as import from if else while lambda and or not is None True False
    class yield try except finally raise del global nonlocal assert match case async await
    except* b'a' rb"\\x00" case_: | +x case[*_]: _:
    0 1 2 3 -1 0.5 1e308 1e-308 1e999 0x10 1_000 007 1j ... : ; , . ( ) [ ] { } = == != < > <= >=
    + - * / // % ** @ & | ^ ~ << >> += -= *= **= @= -> := # ' " \"\"\" \\ f" f' {{ }} !r :>9 f"{x:
    'ij,jk->ik' "mean" 'none' [1,2] [[1.0,2.0],[3.0,4.0]] (2,3) () [] [[]] {} {1:2} x[0] x[:,0]
    x.T x.shape x.sum() α θ é ½ × 𝐱 __class__ _x nan inf pi *x **x print( len( .backward()
"""
TOKENS = [
    *WORDS.split(),
    *("\n", "\n    ", "\t", " ", "\u200b", "\x00", "\ud800", "\r"),
    *(function.name + "(" for function in FUNCTIONS[::9]),
    *MEMBERS[::40],
]

CORPUS = sorted((Path(__file__).parents[1] / "program" / "corpus").glob("*.py"))
GOOD = [function.example for function in functions()] + [e.source for e in examples()]
LONGER = [*PYTHON.values(), *(path.read_text(encoding="utf-8") for path in CORPUS)]
BAD = [
    *(entry.example for entry in CATALOGUE),
    *(program.source for program in PROGRAMS),
    *ESCAPES,
    *(source for _, source in GROWING.values()),
]
SEEDS = [source for source in 5 * GOOD + 5 * LONGER + BAD if 0 < len(source) < 1_500]
"""What is mutated: programs that run, more often than those that do not."""


def from_tokens(dice: random.Random) -> str:
    """A line or a few of random tokens."""
    return dice.choice(["", " "]).join(dice.choices(TOKENS, k=dice.randint(1, 15)))


PIECES = re.compile(r"\d+\.?\d*|\w+|\"[^\"]*\"|\*\*|[^\w\s]|\s+")
OPERATORS = [*"+-*/%@&|<>=,()[]:.", "**", "//", "==", "<=", "!=", "+="]


def retyped(dice: random.Random) -> str:
    """A known program with some of its words, numbers or operators exchanged for others."""
    pieces = PIECES.findall(dice.choice(SEEDS))
    words = [piece for piece in pieces if piece.isidentifier()] or ["x"]
    for _ in range(dice.choice([1, 1, 2, 4])):
        place = dice.randrange(len(pieces))
        if pieces[place][0].isdigit():
            pieces[place] = dice.choice(ODD[:60])
        elif pieces[place].isidentifier():
            pieces[place] = dice.choice([*dice.choices(words, k=5), *dice.choices(ODD[:60], k=3)])
        elif not pieces[place].isspace():
            pieces[place] = dice.choice(OPERATORS)
    return "".join(pieces)


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


KINDS = (from_tokens, mutated, retyped, composed, composed, called, called)
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
        yield dice.choice(KINDS)(dice)


def check_error(source: str, error: ProgramError) -> None:
    """An error has a known code, a sentence, and a place in the text."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in error.problems:
        assert problem.code in CODES, problem
        assert problem.message, problem
        if span := problem.span:
            assert 1 <= span.line <= span.end_line <= len(lines), problem
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1, problem
            assert (span.line, span.column) < (span.end_line, span.end_column), problem


def outcome(source: str, limits: Limits = LIMITS, partial: bool = False) -> str:
    """``"runs"`` or the error's code.

    Raises:
        AssertionError: an error without a known code or with a place outside of the text, or a
            result that breaks the promises about values.
    """
    try:
        execution = run(source, limits=limits, partial=partial)
    except ProgramError as error:
        check_error(source, error)
        return error.code
    if execution.error is not None:
        check_error(source, ProgramError([execution.error]))
    assert execution.output.source in execution.values
    assert len(execution.values) <= limits.nodes
    drawn = graph.graph_of(execution)
    json.loads(drawn.to_json())
    if len(source) % 4 == 0:
        for write in EXPORTS:
            write(drawn)
    return execution.error.code if execution.error else "runs"


def fuzz(seed: int, count: int) -> Counter[str]:
    """Tries as many programs.

    Raises:
        AssertionError: names the program that broke a promise.
    """
    outcomes: Counter[str] = Counter()
    for source in programs(seed, count):
        started = time.process_time()
        try:
            outcomes[outcome(source, partial=len(source) % 2 == 0)] += 1
        except BaseException as error:
            raise AssertionError(f"{source!r} ended in {type(error).__name__}: {error}") from error
        outcomes["slow"] += time.process_time() - started > LIMITS.seconds + GRACE
    return outcomes
