"""Code: one recorded operation as a Python expression, for Chainrule or for PyTorch.

In come the operation and the expressions of its inputs, out comes source text, which follows from
the declarations.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from chainrule.engine import OPERATIONS, Node, Operation
from chainrule.engine.code import filled, literal
from chainrule.engine.errors import ExportError


def chainrule_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as a call of the package's function: parameters by name unless default."""
    operation = type(node)
    if how := operation.sign or operation.code:
        return filled(how, node, inputs)
    if OPERATIONS.get(node.name) is not operation or isinstance(node, Operation):
        params = [f"{name}={literal(value)}" for name, value in node.params.items()]
        return f"{operation.__name__}.apply({', '.join([*inputs, *params])})"
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


def import_of(node: Node) -> str:
    """The line that a script of Chainrule's needs for an operation of somebody's own, or nothing.

    Raises:
        ExportError: a script cannot import it.
    """
    operation = type(node)
    if OPERATIONS.get(node.name) is operation and not isinstance(node, Operation):
        return ""
    module, name = operation.__module__, operation.__qualname__
    if module == "__main__" or getattr(sys.modules.get(module), name, None) is not operation:
        raise ExportError(
            f"a script cannot import {name!r}, which {node.called} is computed by: define the "
            "operation at the top of a module of its own"
        )
    return f"from {module} import {name}"


def torch_code(node: Node, inputs: Sequence[str]) -> str:
    """The operation as PyTorch has it.

    Raises:
        ExportError: PyTorch does not have it.
    """
    operation = type(node)
    how = operation.torch or operation.sign
    if not how:
        raise ExportError(
            f"it is not said how PyTorch writes {node.name!r}: declare it with the operation, "
            'as in torch = "torch.exp({0})"'
        )
    return filled(how, node, inputs)
