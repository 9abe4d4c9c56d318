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
    moment: int | None = None


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
        "A character that Python would read as another one, or not at all.",
        "x = 2 × 3",
    ),
    Entry(
        "brackets_too_deep", "Brackets are nested deeper than the limit.",
        "x = ((((1.0))))", {"bracket_depth": 3},
    ),
    Entry("syntax", "The text is not Python's syntax.", "x = 1 +* 2"),
    Entry(
        "too_deep", "Expressions and blocks are nested deeper than the limit.",
        "x = 1 + 2 + 3 + 4 + 5", {"syntax_depth": 4},
    ),
    Entry(
        "not_supported", "Python, or a part of a library, that is left out.",
        "async def f():\n    return 1.0",
    ),
    Entry(
        "name_too_long", "A name with more characters than the limit.",
        "weight_of_the_first_layer = 1.0", {"name_characters": 20},
    ),
    # Names
    Entry("unknown_name", "A name that has no value where it is read; Python's NameError.",
          "loss = weight * 2"),
    Entry("unbound_name", "A local name that is read before it has a value.",
          "w = 2.0\ndef f():\n    y = w * 2\n    w = 3.0\n    return y\nf()"),
    Entry("unknown_module", "A module that is not here is used; importing it is no error.",
          "import requests\nrequests.get('https://example.com')"),
    Entry("unknown_function", "A function of a library that is not here.",
          "import torch\ny = torch.sigmiod(torch.ones(2))"),
    Entry("unknown_attribute", "An attribute or a method that a value does not have.",
          "x = 2.0\ny = x.tahn()"),
    Entry("not_callable", "A call of something that is no function.", "x = 2.0\ny = x(3)"),
    # Values
    Entry("wrong_type", "A value of a kind that is impossible there; Python's TypeError.",
          "y = 'a' + 1"),
    Entry("bad_values", "Values that are impossible there; Python's ValueError.",
          "a, b = [1, 2, 3]"),
    Entry("division_by_zero", "Python's numbers are divided by zero; tensors give inf.",
          "y = len([]) / len([])"),
    Entry("number_too_large", "A number that Python cannot hold.", "y = float(10 ** 400)"),
    Entry("bad_index", "An index outside of a list, or none at all.", "x = [1, 2][5]"),
    Entry("unknown_key", "A key that a dictionary does not have.", "x = {'a': 1}['b']"),
    Entry("shape_mismatch", "Shapes that do not fit the operation, both of them named.",
          "x = [[1.0, 2.0]]\nw = [[1.0], [2.0], [3.0]]\ny = x @ w"),
    Entry("bad_argument", "An argument that is missing, too many, or impossible.",
          "import torch\nx = torch.ones(2)\ny = x.sum(nonsense=1)"),
    Entry("not_a_tensor", "Something that is no tensor, where one is needed.", "x = data('two')"),
    Entry("ragged_list", "Nested lists whose rows differ in length.", "x = [[1.0, 2.0], [3.0]]"),
    Entry(
        "bad_gradient", "A backward pass, or a change in place, that PyTorch refuses as well.",
        "import torch\nw = torch.tensor(2.0, requires_grad=True)\ny = w ** 2\n"
        "y.backward()\ny.backward()",
    ),
    Entry("raised", "An exception of the program's own that nothing caught.",
          "raise ValueError('no data')"),
    # What is drawn
    Entry("no_value", "A program that computes nothing that could be drawn.",
          "# nothing but a comment"),
    Entry("no_moment", "A moment that the program does not reach.", "w = 1.0\ny = w * 2",
          moment=5),
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
    Entry("limit_nodes", "More values to draw than the limit.", "x = 1.0\ny = x + x + x",
          {"nodes": 2}),
    Entry("limit_edges", "Operations to draw with more arguments in all than the limit.",
          "x = 1.0\ny = stack([x, x, x])", {"edges": 2}),
    Entry("limit_tensor_elements", "A tensor with more elements than the limit.",
          "x = zeros(10_000, 10_000)"),
    Entry("limit_total_elements", "More elements in all drawn values together than the limit.",
          "x = zeros(3)\ny = x + x", {"total_elements": 5}),
    Entry("limit_rank", "A tensor with more axes than the limit.",
          "x = zeros(1, 1, 1, 1, 1, 1, 1)"),
    Entry("limit_list_items", "A container with more items than the limit.",
          "a = [0] * 10 ** 9"),
    Entry("limit_nesting", "Containers within containers, deeper than the limit.",
          "a = []\nfor i in range(1000):\n    a = [a]\nprint(a)"),
    Entry("limit_iterator_depth", "Iterators over iterators, deeper than the limit.",
          "a = []\nfor i in range(1000):\n    a = zip(a)"),
    Entry("limit_text_characters", "A string with more characters than the limit.",
          "a = 'x' * 10 ** 9"),
    Entry("limit_printed_characters", "More printed text than the limit.",
          "while True:\n    print('again')", {"printed_characters": 100}),
    Entry("limit_integer_bits", "An integer with more bits than the limit.",
          "a = 10 ** 10 ** 9"),
    Entry("limit_attributes", "An object with more attributes than the limit.",
          "class A:\n    pass\na = A()\nfor i in range(50):\n    setattr(a, f'x{i}', i)",
          {"attributes": 30}),
    Entry("limit_classes", "More classes than the limit.",
          "for i in range(9):\n    class A:\n        pass", {"classes": 5}),
    Entry("limit_class_order", "A class that inherits from more classes than the limit.",
          "class A:\n    pass\nfor i in range(9):\n    class A(A):\n        pass",
          {"class_order": 5}),
    Entry("limit_recursion", "Calls nested deeper than the limit.",
          "def f(x):\n    return f(x)\ny = f(1.0)"),
    Entry("limit_iterations", "More turns of loops and calls than the limit.",
          "while True:\n    pass", {"loop_iterations": 1_000}),
    Entry("limit_memory", "More memory than the limit.",
          "a = []\nwhile True:\n    a.append('x' * 900_000 + str(len(a)))", {"memory": 50}),
    Entry("limit_work", "An operation that would take too long, estimated before it runs.",
          "x = zeros(1000, 1000)\ny = exp(exp(x))"),
    Entry("limit_time", "A program that ran longer than the limit.",
          "while True:\n    pass", {"seconds": 1e-3}),
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
            moment=entry.moment,
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
