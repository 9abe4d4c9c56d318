"""Code: one recorded operation as a Python expression, for Chainrule or for PyTorch.

In come the operation and the expressions of its inputs, out comes source text, which follows from
the declarations.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.engine import Node
from chainrule.engine.code import filled, literal
from chainrule.engine.errors import ExportError


def chainrule_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as a call of the package's function: parameters by name unless default."""
    operation = type(node)
    if how := operation.sign or operation.code:
        return filled(how, node, inputs)
    operands = dict(zip(node.input_names, inputs, strict=False))
    if operation.variadic:
        operands = {node.input_names[0]: f"[{', '.join(inputs)}]"}
    last_input = max(node.order.index(name) for name in operands)
    arguments: list[str] = []
    for place, name in enumerate(node.order):
        if name in operands:
            arguments.append(operands[name])
        elif place < last_input:
            arguments.append(literal(node.params[name]))
        elif node.params[name] != node.defaults[name]:
            arguments.append(f"{name}={literal(node.params[name])}")
    return f"chainrule.{node.name}({', '.join(arguments)})"


def torch_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as PyTorch has it.

    Raises:
        ExportError: PyTorch does not have it.
    """
    operation = type(node)
    how = operation.torch or operation.sign
    if not how:
        raise ExportError(
            f"PyTorch has no {node.name!r}: say in its declaration how it is written there, as in "
            'torch = "torch.exp({0})"'
        )
    return filled(how, node, inputs)
