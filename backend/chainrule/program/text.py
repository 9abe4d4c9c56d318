"""The source as text: what is refused before Python's parser may see it.

The parser recurses, folds look-alike letters and knows nothing of text that displays otherwise
than it reads. So length, characters and bracket depth are checked first, in one pass.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from keyword import iskeyword

from chainrule.engine import Span
from chainrule.program.errors import Problem, ProgramError, failure
from chainrule.program.limits import Limits

REPLACEMENTS = {
    "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "—": "-",
    "²": "**2", "³": "**3", "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=",
    "≠": "!=", "√": "sqrt(...)", "∑": "sum(...)", "∞": "inf", "（": "(", "）": ")", "，": ",",
    "＝": "=", "µ": "μ", "ϵ": "ε", "ϕ": "φ", "ϑ": "θ",
}  # fmt: skip
"""Characters that people paste or mean, and what to type."""

_TOKENS = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>(?:\b[A-Za-z]{1,2})?
        (?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<glued>(?<![\w.])(?>0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+
        |(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?)(?=[^\W\d]))
  | (?P<foreign>[^\x00-\x7f])
    """,
    re.VERBOSE | re.DOTALL,
)
_ASCII_ONLY = re.compile(r"[\t\n\x20-\x7e]*")


class Text:
    """A program's source that passed the checks, and the places in it.

    Attributes:
        source: the text with ``\\n`` as the only line end.
        lines: its lines, without their ends.
    """

    def __init__(self, source: str, limits: Limits) -> None:
        """Checks the text.

        Raises:
            ProgramError: the source is too long, has characters that are refused, or nests
                brackets too deeply.
        """
        if len(source) > limits.source_characters:
            raise failure(
                "source_too_long",
                f"the source has {len(source):,} characters; "
                f"at most {limits.source_characters:,} are allowed",
            )
        self.source = source.replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.source.split("\n")
        self._spans: dict[ast.AST, Span] = {}
        if not _ASCII_ONLY.fullmatch(self.source):
            self._raise(limits, self._refused_characters())
        self._raise(limits, self._token_problems(limits))

    def span(self, node: ast.AST) -> Span:
        """Where a node of the syntax tree stands; loops ask for the same ones again and again."""
        span = self._spans.get(node)
        if span is None:
            span = self._spans[node] = self._locate(node)
        return span

    def _locate(self, node: ast.AST) -> Span:
        """Python counts bytes of UTF-8, from 0."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return Span(line, self._column(line, start), end_line, self._column(end_line, end))

    def attribute_span(self, node: ast.Attribute) -> Span:
        """Where the name after the dot stands."""
        whole = self.span(node)
        line, end = whole.end_line, whole.end_column
        return Span(line, max(end - len(node.attr), 1), line, end)

    def at(self, offset: int, length: int = 1) -> Span:
        """Where a character of the source stands."""
        line = self.source.count("\n", 0, offset) + 1
        column = offset - (self.source.rfind("\n", 0, offset) + 1) + 1
        return Span(line, column, line, column + length)

    def _column(self, line: int, offset: int) -> int:
        if line > len(self.lines) or self.lines[line - 1].isascii():
            return offset + 1
        return len(self.lines[line - 1].encode()[:offset].decode(errors="ignore")) + 1

    @staticmethod
    def _raise(limits: Limits, found: Iterator[Problem]) -> None:
        problems = [problem for problem, _ in zip(found, range(limits.problems), strict=False)]
        if problems:
            raise ProgramError(problems)

    def _refused_characters(self) -> Iterator[Problem]:
        for offset, character in enumerate(self.source):
            # Control, format (bidirectional, zero-width), surrogate, private and unassigned
            # characters, and line ends that editors count but Python does not.
            if unicodedata.category(character) in _REFUSED and character not in "\t\n":
                yield Problem(
                    "character_refused",
                    f"the character U+{ord(character):04X} is invisible or has no meaning here",
                    self.at(offset),
                    "delete it; it may have come with a copy from elsewhere",
                )

    def _token_problems(self, limits: Limits) -> Iterator[Problem]:
        depth = 0
        for token in _TOKENS.finditer(self.source):
            kind, text, offset = token.lastgroup, token.group(), token.start()
            if kind == "open":
                depth += 1
                if depth > limits.bracket_depth:
                    yield Problem(
                        "brackets_too_deep",
                        f"brackets are nested more than {limits.bracket_depth} deep",
                        self.at(offset),
                        "give parts of the expression names",
                    )
                    return
            elif kind == "close":
                depth = max(depth - 1, 0)
            elif kind == "string":
                if problem := _string_problem(text, limits):
                    yield Problem("string_refused", problem, self.at(offset, len(text)))
            elif kind == "glued":
                yield Problem(
                    "syntax",
                    f"a letter follows the number {text[:20]} without a space or an operator",
                    self.at(offset, len(text) + 1),
                    f"for a product write {text[:20]} * ...",
                )
            elif kind == "foreign" and not is_greek(text):
                instead = REPLACEMENTS.get(text)
                yield Problem(
                    "letter_refused",
                    f"the character {text!r} cannot be used outside of comments",
                    self.at(offset),
                    f"write {instead}" if instead else "names are made of a-z and Greek letters",
                )


def _string_problem(text: str, limits: Limits) -> str | None:
    """Why a string literal is refused; the checks of the parser must not depend on its inside."""
    if "\\" in text:
        return "a string cannot have a backslash"
    start = min(text.index(quote) for quote in "'\"" if quote in text)
    prefix, quote, inside = text[:start].lower(), text[start], text[start:].strip(text[start])
    if "f" in prefix and (
        quote in inside
        or "'" in inside
        or '"' in inside
        or sum(map(inside.count, "([{")) > limits.bracket_depth
    ):
        return "a formatted string cannot have quotes or many brackets inside"
    return None


_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_greek(character: str) -> bool:
    """Whether it is a Greek letter that Python's parser does not fold into another one."""
    return (
        "\u0370" <= character <= "\u03ff"
        and character.isalpha()
        and unicodedata.normalize("NFKC", character) == character
    )


def is_name(text: str) -> bool:
    """Whether it can be a name of the language."""
    return (
        text.isidentifier()
        and not text.startswith("_")
        and not iskeyword(text)
        and all(character.isascii() or is_greek(character) for character in text)
    )
