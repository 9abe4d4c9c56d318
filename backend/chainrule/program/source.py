"""Source: a program's text, what is refused in it, its syntax tree, and the places of both.

The parser recurses, folds look-alike letters and knows nothing of text that displays otherwise
than it reads. So length, characters and depth of brackets are checked first, in one pass; the
tree's own depth after it, before anything recurses over it. What comes with a copy from a notebook
or a terminal (prompts, magics, a common indent) is left out, and places stay those of the text.
"""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterator
from keyword import iskeyword
from textwrap import dedent

from chainrule.engine import Span
from chainrule.program.errors import Problem, ProgramError, failure
from chainrule.program.limits import Limits
from chainrule.program.parsing import explain_syntax

REPLACEMENTS = {
    "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "—": "-",
    "²": "**2", "³": "**3", "‘": "'", "’": "'", "“": '"', "”": '"', "≤": "<=", "≥": ">=",
    "≠": "!=", "√": "sqrt(...)", "∑": "sum(...)", "∞": "inf", "（": "(", "）": ")", "，": ",",
    "＝": "=", "µ": "μ", "ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "\u00a0": "a plain space",
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
  | (?P<name>[^\W\d]\w*[^\x00-\x7f]*)
  | (?P<foreign>[^\x00-\x7f])
    """,
    re.VERBOSE | re.DOTALL,
)
_ASCII_ONLY = re.compile(r"[\t\n\x20-\x7e]*")
_PROMPT = re.compile(r"(?:>>> ?|\.\.\. ?|In \[\d*\]: ?)")
_MAGIC = re.compile(r"\s*(?:%{1,2}[a-zA-Z]\w*(?:\s+[^=].*)?|![a-zA-Z].*|\?[a-zA-Z].*)$")
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Source:
    """A program's text that passed the checks, its tree, and the places in it.

    Attributes:
        text: the text with ``\\n`` as the only line end.
        lines: its lines, without their ends.
        tree: its syntax tree.
        nodes: every node of the tree as it was read, those that are nested later.
        notes: what was left out of it.
    """

    def __init__(self, text: str, limits: Limits) -> None:
        """Checks and parses the text.

        Raises:
            ProgramError: the text is too long, has characters that are refused, nests too deeply,
                or is not Python's syntax.
        """
        if len(text) > limits.source_characters:
            raise failure(
                "source_too_long",
                f"the source has {len(text):,} characters; "
                f"at most {limits.source_characters:,} are allowed",
            )
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")
        self.notes: list[str] = []
        self._limits = limits
        self._shift: dict[int, int] = {}
        if not _ASCII_ONLY.fullmatch(self.text):
            self._raise(self._refused_characters())
        self._read = self._without_prompts()
        self._raise(self._token_problems())
        self.tree = self._parse()
        self._check_depth()
        self.nodes = list(ast.walk(self.tree))

    def span(self, node: ast.AST) -> Span:
        """Where a node of the syntax tree stands; Python counts bytes of UTF-8, from 0."""
        line, start = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line, end = getattr(node, "end_lineno", line), getattr(node, "end_col_offset", start)
        return Span(line, self._column(line, start), end_line, self._column(end_line, end))

    def attribute_span(self, node: ast.Attribute) -> Span:
        """Where the name after the dot stands."""
        whole = self.span(node)
        line, end = whole.end_line, whole.end_column
        return Span(line, max(end - len(node.attr), 1), line, end)

    def at(self, offset: int, length: int = 1) -> Span:
        """Where a character of the text stands."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return Span(line, column, line, column + length)

    def _column(self, line: int, offset: int) -> int:
        shift = self._shift.get(line, 0)
        if line > len(self.lines) or self.lines[line - 1].isascii():
            return offset + 1 + shift
        read = self.lines[line - 1][shift:]
        return len(read.encode()[:offset].decode(errors="ignore")) + 1 + shift

    def _raise(self, found: Iterator[Problem]) -> None:
        most = self._limits.problems
        problems = [problem for problem, _ in zip(found, range(most), strict=False)]
        if problems:
            raise ProgramError(problems)

    # What came with a copy

    def _without_prompts(self) -> str:
        """The text without prompts, the answers between them, and a common indent."""
        if any(line.startswith((">>> ", "In [")) for line in self.lines):
            self.notes.append("prompts and the answers between them are left out")
            read = [_PROMPT.match(line) for line in self.lines]
            ends = [found.end() if found else len(line)
                    for found, line in zip(read, self.lines, strict=True)]  # fmt: skip
        else:
            flat = dedent(self.text).split("\n")
            ends = [len(line) - len(other) if other.strip() else 0
                    for line, other in zip(self.lines, flat, strict=True)]  # fmt: skip
        self._shift = {number: end for number, end in enumerate(ends, 1) if end}
        if not self._shift:
            return self.text
        return "\n".join(line[end:] for line, end in zip(self.lines, ends, strict=True))

    def _without_magics(self) -> str | None:
        """The text without lines for notebooks; ``None`` if there are none."""
        lines = self._read.split("\n")
        kept = ["" if _MAGIC.match(line) else line for line in lines]
        if kept == lines:
            return None
        self.notes.append("lines for notebooks and terminals (%, !, ?) are left out")
        for number, (old, new) in enumerate(zip(lines, kept, strict=True), 1):
            indent = old[: len(old) - len(old.lstrip())]
            if old != new and indent:
                kept[number - 1] = indent + "pass"
        return "\n".join(kept)

    # What is refused

    def _refused_characters(self) -> Iterator[Problem]:
        for offset, character in enumerate(self.text):
            # Control, format (bidirectional, zero-width), surrogate, private and unassigned
            # characters, and line ends that editors count but Python does not.
            if unicodedata.category(character) in _REFUSED and character not in "\t\n":
                yield Problem(
                    "character_refused",
                    f"the character U+{ord(character):04X} is invisible or has no meaning here",
                    self.at(offset),
                    "delete it; it may have come with a copy from elsewhere",
                )

    def _token_problems(self) -> Iterator[Problem]:
        depth, most = 0, self._limits.bracket_depth
        for token in _TOKENS.finditer(self.text):
            kind, text, offset = token.lastgroup, token.group(), token.start()
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(depth - 1, 0)
            if depth > most or (kind == "string" and _depth_inside(text) > most):
                yield Problem(
                    "brackets_too_deep",
                    f"brackets are nested more than {most} deep",
                    self.at(offset),
                    "give parts of the expression names",
                )
                return
            if kind == "glued" and not text.endswith(("j", "J")):
                yield Problem(
                    "syntax",
                    f"a letter follows the number {text[:20]} without a space or an operator",
                    self.at(offset, len(text) + 1),
                    f"for a product write {text[:20]} * ...",
                )
            elif kind in ("name", "foreign") and not text.isascii() and not _is_plain(text):
                yield self._letter_problem(text, offset)

    def _letter_problem(self, text: str, offset: int) -> Problem:
        at = next(
            (k for k, letter in enumerate(text) if not letter.isascii() and not _is_plain(letter)),
            0,
        )
        instead = REPLACEMENTS.get(text[at])
        if instead is None:
            folded = unicodedata.normalize("NFKC", text)
            instead = folded if folded != text and folded.isidentifier() else None
        return Problem(
            "letter_refused",
            f"the character {text[at]!r} cannot be used outside of strings and comments",
            self.at(offset + at),
            f"write {instead}" if instead else "names are made of letters, digits and _",
        )

    # The tree

    def _parse(self) -> ast.Module:
        try:
            with warnings.catch_warnings():  # what Python thinks of a text is not for our log
                warnings.simplefilter("ignore")
                return ast.parse(self._read)
        except SyntaxError as error:
            other = self._without_magics()
            if other is None:
                raise explain_syntax(error, self.lines, self._shift) from None
            self._read = other
        except (RecursionError, MemoryError):
            raise failure("too_deep", "the program nests too deeply to be parsed", hint=SPLIT) \
                from None  # fmt: skip
        except ValueError as error:  # such as an integer with more digits than Python converts
            raise failure("syntax", f"this cannot be read: {error}".split(";")[0]) from None
        return self._parse()

    def _check_depth(self) -> None:
        """Walks level by level, never recursing; an ``elif`` is no level of its own."""
        level: list[ast.AST] = list(self.tree.body)
        for _ in range(self._limits.syntax_depth):
            upper, level = level, [child for node in level for child in _children(node)]
            if not level:
                return
        raise failure(
            "too_deep",
            f"the program nests more than {self._limits.syntax_depth} levels of syntax",
            self.span(
                next((n for n in (*level, *reversed(upper)) if hasattr(n, "lineno")), level[0])
            ),
            SPLIT,
        )


SPLIT = "give parts of the expression names"


def _children(node: ast.AST) -> Iterator[ast.AST]:
    while isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        yield node.test
        yield from node.body
        node = node.orelse[0]
    yield from ast.iter_child_nodes(node)


def _depth_inside(text: str) -> int:
    """How deep brackets nest in a string that is formatted."""
    quote = min(text.index(quote) for quote in "'\"" if quote in text)
    if "f" not in text[:quote].lower():
        return 0
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(depth - 1, 0)
    return deepest


def _is_plain(text: str) -> bool:
    """Whether it is made of letters that Python's parser does not fold into others."""
    return f"x{text}".isidentifier() and unicodedata.normalize("NFKC", text) == text


def is_name(text: str) -> bool:
    """Whether it can be a name that a request gives a value; Python's own are none."""
    is_own = text.startswith("__") and text.endswith("__")
    return text.isidentifier() and not iskeyword(text) and _is_plain(text) and not is_own
