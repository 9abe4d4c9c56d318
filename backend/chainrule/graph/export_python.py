"""Python export: a script that prints a graph's result and gradients again.

In comes a graph; out comes a program with one statement per value, for Chainrule or for PyTorch.
Both print the same lines.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chainrule.engine import ExportError, Node
from chainrule.engine.code import literal
from chainrule.graph.code import chainrule_code, import_of, torch_code
from chainrule.graph.summary import Array

if TYPE_CHECKING:
    from chainrule.graph.graph import Graph
    from chainrule.graph.model import GraphNode

Target = Literal["chainrule", "torch"]

RESERVED = frozenset(
    {"chainrule", "torch", "F", "np", "inf", "nan", "base64", "zlib", "stored", "print"}
)
"""Names that a script uses itself."""

STORED = '''

def stored(text, dtype, shape):
    """An array that is not written out: it is large, or has a shape but no elements."""
    numbers = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype)
    return numbers.reshape(shape).copy()

'''


@dataclass(frozen=True)
class Dialect:
    """How one library is written.

    Attributes:
        head: the lines that a script begins with.
        tensor: makes a tensor of ``{data}``, with ``{more}`` arguments.
        float32: the argument that asks for single precision.
        operation: writes an operation on the expressions of its inputs.
        needed: the line that a script needs for an operation, or nothing.
    """

    head: tuple[str, ...]
    tensor: str
    float32: str
    operation: Callable[[Node, Sequence[str]], str]
    needed: Callable[[Node], str] = lambda node: ""


DIALECTS: dict[Target, Dialect] = {
    "chainrule": Dialect(
        ("import chainrule",),
        "chainrule.tensor({data}{more})",
        'dtype="float32"',
        chainrule_code,
        import_of,
    ),
    "torch": Dialect(
        (
            "import torch",
            "import torch.nn.functional as F",
            "",
            "torch.set_default_dtype(torch.float64)",
        ),
        "torch.tensor({data}{more})",
        "dtype=torch.float32",
        torch_code,
    ),
}


def to_python(graph: Graph, target: Target = "chainrule") -> str:
    """The script; ``target`` is the library that it uses.

    Raises:
        ExportError: an operation cannot be written there, or there is no such library.
    """
    if target not in DIALECTS:
        raise ExportError(f"a script is written for {' or '.join(DIALECTS)}, not for {target!r}")
    return "\n".join(_Script(graph, DIALECTS[target]).lines()) + "\n"


class _Script:
    """What the statements of one script share."""

    def __init__(self, graph: Graph, dialect: Dialect) -> None:
        self.graph = graph
        self.dialect = dialect
        self.nodes = {node.id: node for node in graph.nodes}
        self.imports = sorted({*map(dialect.needed, graph.operations.values())} - {""})
        self.names = _names(graph, (line.split()[-1] for line in self.imports))
        self.inlined = self._inlined()

    def lines(self) -> Iterator[str]:
        """The whole script, line by line."""
        body = [*self._statements(), "", *self._ending()]
        text = "\n".join(body)
        if "inf" in text or "nan" in text:
            yield "from math import inf, nan"
        if "stored(" in text:
            yield from ("import base64", "import zlib")
            yield from ("", "import numpy as np", "")
        yield from self.dialect.head
        yield from self.imports
        yield STORED if "stored(" in text else ""
        yield from body

    def _inlined(self) -> set[str]:
        """Constants that are written where they are used: as a number beside a sign.

        The output is not used anywhere, it is printed by its name.
        """
        inlined = {
            node.id
            for node in self.graph.nodes
            if node.kind == "constant" and not node.shape and node.dtype == "float64"
        }
        for node in self.graph.nodes:
            operation = self.graph.operations.get(node.id)
            if not (operation and operation.sign) or inlined.issuperset(node.inputs):
                inlined.difference_update(node.inputs)
        return inlined - {self.graph.output}

    def _statements(self) -> Iterator[str]:
        """One assignment per value, groups as comments."""
        group = ""
        for node in self.graph.nodes:
            if node.id in self.inlined:
                continue
            if node.group != group:
                group = node.group
                yield ""
                if group:
                    yield f"# {''.join(c if c.isprintable() else ' ' for c in group)}"
            operation = self.graph.operations.get(node.id)
            right = self._operation(operation, node) if operation else self._leaf(node)
            yield f"{self.names[node.id]} = {right}"

    def _operation(self, operation: Node, node: GraphNode) -> str:
        return self.dialect.operation(operation, [self._input(id_) for id_ in node.inputs])

    def _input(self, id_: str) -> str:
        """A variable, or a number ready to stand beside a sign."""
        if id_ not in self.inlined:
            return self.names[id_]
        number = literal(float(self.graph.values[id_].item()))
        return f"({number})" if number.startswith("-") else number

    def _leaf(self, node: GraphNode) -> str:
        usual = node.dtype in ("float64", "int64", "bool")
        more = "" if usual else f", {self.dialect.float32.replace('float32', node.dtype)}"
        if node.requires_grad:
            more += ", requires_grad=True"
        return self.dialect.tensor.format(data=literal(self.graph.values[node.id]), more=more)

    def _ending(self) -> Iterator[str]:
        """The reverse pass, and the lines that print what came out."""
        graph, output = self.graph, self.names[self.graph.output]
        leaves = [node for node in graph.nodes if node.op is None and node.grad is not None]
        # A condition may be all that needs a gradient: PyTorch refuses to go back to it.
        if graph.seed is not None and leaves:
            yield f"{output}.backward({self._seed(graph.seed)})"
        yield f'print("{output} =", {output}.tolist())'
        for node in leaves:
            name = self.names[node.id]
            yield f'print("{name}.grad =", {name}.grad.tolist())'

    def _seed(self, seed: Array) -> str:
        if seed.size == 1 and float(seed.item()) == 1.0:
            return ""
        return self.dialect.tensor.format(data=literal(seed), more="")


def _names(graph: Graph, imported: Iterable[str]) -> dict[str, str]:
    """A variable for each node: its own name where that can be one, each only once."""
    taken = {*RESERVED, *imported}
    names: dict[str, str] = {}
    for node in graph.nodes:
        wanted = node.name or ""
        if not (wanted.isidentifier() and wanted.isprintable()) or keyword.iskeyword(wanted):
            wanted = f"v{node.id[1:]}"
        name, turn = wanted, 1
        while name in taken:
            turn += 1
            name = f"{wanted}_{turn}"
        taken.add(name)
        names[node.id] = name
    return names
