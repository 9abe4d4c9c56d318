"""The catalogue of errors: every code, what it means, and a program that provokes it.

A test runs every example, another finds every code of the package here; ``reference.py`` writes it
into the documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from chainrule.program.errors import ProgramError
from chainrule.program.execution import run
from chainrule.program.limits import Limits


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the language's errors."""

    code: str
    meaning: str
    example: str
    """A program whose main problem has this code."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """Smaller limits for the example, where the defaults would need a long one."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    leaves: Mapping[str, Any] = field(default_factory=dict)


CATALOGUE: tuple[Entry, ...] = (
    # The text
    Entry(
        "source_too_long", "The source has more characters than the limit.",
        "x = 1.0  # and a long comment", {"source_characters": 20},
    ),
    Entry(
        "character_refused",
        "An invisible character: a control, zero-width or bidirectional one, or half of a pair.",
        "x = 1.0\u200b",
    ),
    Entry(
        "letter_refused",
        "A character outside of ASCII and Greek, other than in a comment or a string.",
        "x = 2 × 3",
    ),
    Entry("string_refused", "A string with a backslash.", 'y = einsum("i\\n", [1.0, 2.0])'),
    Entry(
        "brackets_too_deep", "Brackets are nested deeper than the limit.",
        "x = ((((1.0))))", {"bracket_depth": 3},
    ),
    # The syntax
    Entry("syntax", "The text is not Python's syntax.", "x = 1 +* 2"),
    Entry(
        "too_deep", "Expressions and blocks are nested deeper than the limit.",
        "x = 1 + 2 + 3 + 4 + 5", {"syntax_depth": 4},
    ),
    Entry(
        "not_supported", "Python that is not part of the language.",
        "x = 1.0\nif x > 0:\n    y = x",
    ),
    Entry("private_name", "A name that begins with an underscore.", "_x = 1.0"),
    Entry(
        "name_too_long", "A name with more characters than the limit.",
        "weight_of_the_first_layer = 1.0", {"name_characters": 20},
    ),
    Entry("string_misplaced", "A string where no function asks for one.", 'x = "two"'),
    # Names
    Entry("unknown_name", "A name that has no value where it is read.", "loss = weight * 2"),
    Entry("unknown_function", "A function that does not exist here.", "y = sigmiod(2.0)"),
    Entry("unknown_method", "A method that tensors do not have.", "x = 2.0\ny = x.tahn()"),
    Entry("unknown_attribute", "An attribute that tensors do not have.", "x = 2.0\ny = x.shpe"),
    Entry("not_callable", "A call of something that is no function.", "x = 2.0\ny = x(3)"),
    # Values
    Entry(
        "shape_mismatch", "Shapes that do not fit the operation, both of them named.",
        "x = [[1.0, 2.0]]\nw = [[1.0], [2.0], [3.0]]\ny = x @ w",
    ),
    Entry("bad_argument", "An argument that is missing, too many, or impossible.",
          "x = [1.0, 2.0]\ny = sum(x, axis=1)"),
    Entry("bad_values", "Values that do not allow the operation.",
          "a = [[1.0, 2.0], [2.0, 4.0]]\nb = inv(a)"),
    Entry("bad_index", "An index that is none.", "x = [1.0, 2.0]\ny = x[0.5]"),
    Entry("not_static", "Data where something known beforehand is needed, such as an axis.",
          "x = data([1.0, 2.0])\ny = sum(x, axis=x[0])"),
    Entry("not_a_tensor", "Something that is no tensor, where one is needed.", "y = relu(None)"),
    Entry("number_too_large", "A number that float64 cannot hold.",
          "x = [1.0, 2.0]\ny = x.shape[0] ** 60"),
    Entry("ragged_list", "Nested lists whose rows differ in length.", "x = [[1.0, 2.0], [3.0]]"),
    Entry("unpack_mismatch", "More or fewer names than values.", "a, b = [1.0, 2.0, 3.0]"),
    Entry("recursion", "A function that calls itself.",
          "def f(x):\n    return f(x)\ny = f(1.0)"),
    Entry("no_value", "A program without a value at its end.", "# nothing but a comment"),
    # What is given beside the text
    Entry("bad_input_name", "An input whose name cannot be one.", "y = 1.0",
          inputs={"2x": 1.0}),
    Entry("bad_value", "A value for an input or a leaf that is no tensor.", "y = x",
          inputs={"x": "two"}),
    Entry("unknown_leaf", "A value for a leaf that the program does not have.", "w = 1.0",
          leaves={"v": 2.0}),
    Entry("leaf_shape", "A value for a leaf that has another shape.", "w = 1.0",
          leaves={"w": [1.0, 2.0]}),
    # Limits
    Entry("limit_nodes", "More values than the limit.", "x = 1.0\ny = x + x + x", {"nodes": 2}),
    Entry("limit_edges", "Operations with more arguments in all than the limit.",
          "x = 1.0\ny = stack([x, x, x])", {"edges": 2}),
    Entry("limit_tensor_elements", "A tensor with more elements than the limit.",
          "x = zeros(10_000, 10_000)"),
    Entry("limit_total_elements", "More elements in all values together than the limit.",
          "x = zeros(3)\ny = x + x", {"total_elements": 5}),
    Entry("limit_list_items", "A list or a tuple with more items, at all depths, than the limit.",
          "a = (1, 2)\nfor i in range(50):\n    a = (a, a)"),
    Entry("limit_rank", "A tensor with more axes than the limit.",
          "x = zeros(1, 1, 1, 1, 1, 1, 1)"),
    Entry("limit_iterations", "More loop iterations and calls than the limit.",
          "x = 1.0\nfor i in range(10 ** 9):\n    x = x + 1"),
    Entry("limit_call_depth", "Calls nested deeper than the limit.",
          "def f(x):\n    return x\ndef g(x):\n    return f(x)\ny = g(1.0)", {"call_depth": 1}),
    Entry("limit_work", "An operation that would take too long, estimated before it runs.",
          "x = zeros(1000, 1000)\ny = exp(exp(x))"),
    Entry("limit_time", "A program that ran longer than the limit.",
          "x = 1.0\ny = x + x", {"seconds": 1e-9}),
)  # fmt: skip


def provoke(entry: Entry) -> ProgramError:
    """The error of an entry's example.

    Raises:
        AssertionError: the example runs.
    """
    try:
        run(
            entry.example,
            inputs=entry.inputs,
            leaves=entry.leaves,
            # An example says what it says on a slow machine, too.
            limits=replace(Limits(seconds=60.0), **entry.limits),  # type: ignore[arg-type]
        )
    except ProgramError as error:
        return error
    raise AssertionError(f"the example of {entry.code} runs")


def catalogue() -> list[dict[str, Any]]:
    """Every code with its meaning, an example and what the language says to it."""
    return [_described(entry) for entry in CATALOGUE]


def _described(entry: Entry) -> dict[str, Any]:
    problem = provoke(entry).problems[0]
    return {
        **asdict(entry),
        "message": problem.message,
        "hint": problem.hint,
        "span": asdict(problem.span) if problem.span else None,
    }
