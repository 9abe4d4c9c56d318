"""Constructs of Python that do not exist here, or only in one form, and what to write instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from chainrule.program.library.functions import FUNCTIONS
from chainrule.program.names import FROM, IMPORTS, MODULE_CONSTANTS, dotted
from chainrule.program.statements import silenced

WHERE = "choose between values with where(condition, a, b)"
RANGE = "repeat with for i in range(n):"
WHOLE = "operations work on whole tensors; repeat with for i in range(n):"
MASKS = "combine masks with (a > 0) & (b > 0), | and ~"
PLAIN = "leave it out"
THERE = "all functions are there"
DEFINE = "write a function: def f(x): return ..."

FORBIDDEN: dict[type[ast.AST], tuple[str, str]] = {
    ast.If: ("if is", WHERE),
    ast.IfExp: ("if is", WHERE),
    ast.Lambda: ("lambda is", DEFINE),
    ast.Match: ("match is", WHERE),
    ast.While: ("while is", RANGE),
    ast.AsyncFor: ("async is", RANGE),
    ast.ListComp: ("a comprehension is", WHOLE),
    ast.SetComp: ("a comprehension is", WHOLE),
    ast.DictComp: ("a comprehension is", WHOLE),
    ast.GeneratorExp: ("a generator is", WHOLE),
    ast.BoolOp: ("and and or are", MASKS),
    ast.ClassDef: ("class is", "write a function: def layer(x, W, b): return relu(x @ W + b)"),
    ast.AsyncFunctionDef: ("async is", DEFINE),
    ast.AsyncWith: ("async is", 'write with group("name"):'),
    ast.Await: ("await is", PLAIN),
    ast.Yield: ("yield is", "end the function with return"),
    ast.YieldFrom: ("yield is", "end the function with return"),
    ast.Try: ("try is", PLAIN),
    ast.TryStar: ("try is", PLAIN),
    ast.Raise: ("raise is", PLAIN),
    ast.Assert: ("assert is", PLAIN),
    ast.Delete: ("del is", PLAIN),
    ast.Global: ("global is", "give the function an argument and return the result"),
    ast.Nonlocal: ("nonlocal is", "give the function an argument and return the result"),
    ast.Break: ("break is", "loop over a shorter range"),
    ast.Continue: ("continue is", WHERE),
    ast.AnnAssign: ("an annotation of a name is", "write name = value"),
    ast.NamedExpr: (":= is", "write name = value on a line of its own"),
    ast.JoinedStr: ("a formatted string is", "write a plain string"),
    ast.FormattedValue: ("a formatted string is", "write a plain string"),
    ast.Dict: ("a dictionary is", "give every value a name"),
    ast.Set: ("a set is", "write a list: [1.0, 2.0]"),
    ast.Starred: ("unpacking with * is", "write the values one by one"),
}
"""What to say about constructs that do not exist, and what to write instead."""


def instead_of(node: ast.AST) -> str:
    """The hint for a construct of ``FORBIDDEN``, as exact as it can be."""
    match node:
        case ast.If(test=test, body=body):
            if any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(test)):
                return "leave the line out, and begin those below it at the margin"
            if all(isinstance(part, ast.Expr) and silenced(part.value) for part in body):
                return "leave it out: every value is shown"
        case ast.IfExp(body=ast.Constant(value=str())):
            return "leave it out: everything runs on the processor"
        case ast.Lambda(args=arguments):
            names = ", ".join(argument.arg[:20] for argument in arguments.args)
            return f"write a function: def f({names}): return ..."
    return FORBIDDEN[type(node)][1]


Findings = Iterator[tuple[ast.AST, str, str | None]]

OPERATORS: dict[type[ast.AST], str | None] = {
    ast.BitXor: "a power is written **",
    ast.LShift: None,
    ast.RShift: None,
    ast.Not: "the opposite of a mask is ~mask",
    ast.Is: "compare with ==",
    ast.IsNot: "compare with !=",
    ast.In: None,
    ast.NotIn: None,
}
"""Operators that do not exist."""


def _operator(node: Any) -> Findings:
    for operator in getattr(node, "ops", None) or [node.op]:
        if type(operator) in OPERATORS:
            yield node, "this operator is not part of the language", OPERATORS[type(operator)]


def _comparison(node: ast.Compare) -> Findings:
    yield from _operator(node)
    if len(node.ops) > 1:
        yield node, "comparisons cannot be chained", "combine two: (a < b) & (b < c)"


def _loop(node: ast.For) -> Findings:
    if node.orelse:
        yield node.orelse[0], "else after a loop is not part of the language", None
    call = node.iter
    if not isinstance(call, ast.Call) or dotted(call.func) != "range":
        yield call, "a loop runs over range(...) only", _by_position(node)
    elif not isinstance(node.target, ast.Name):
        yield node.target, "a loop counts with one name", RANGE
    elif call.keywords or not 1 <= len(call.args) <= 3:
        yield call, "range takes one to three integers", RANGE


def _by_position(node: ast.For) -> str:
    """The loop as it can be written: over the positions in what it goes through."""
    targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
    sequences, counter = [node.iter], "i"
    if isinstance(node.iter, ast.Call) and dotted(node.iter.func) in ("enumerate", "zip"):
        sequences = node.iter.args
        if dotted(node.iter.func) == "enumerate" and isinstance(targets[0], ast.Name):
            counter, targets = targets[0].id, targets[1:]
    names = [part.id for part in (*targets, *sequences) if isinstance(part, ast.Name)]
    if len(names) != 2 * len(sequences) or len(targets) != len(sequences) or counter in names:
        return "loop over range(n) and take x[i]"
    half = len(sequences)
    items = ", ".join(f"{name[:20]}[{counter[:20]}]" for name in names[half:])
    left = ", ".join(name[:20] for name in names[:half])
    return f"write for {counter[:20]} in range(len({names[half][:20]})): {left} = {items}"


def _function(node: ast.FunctionDef) -> Findings:
    arguments = node.args
    for decorator in node.decorator_list:
        yield decorator, "decorators are not part of the language", PLAIN
    special = [arguments.vararg, arguments.kwarg, *arguments.kwonlyargs, *arguments.posonlyargs]
    for argument in special:
        if argument:
            yield argument, "arguments with * or / are not part of the language", None
    names = [argument.arg for argument in arguments.args]
    for position, argument in enumerate(arguments.args):
        if argument.arg in names[:position]:
            yield argument, f"two arguments are called {argument.arg}", None
    last = node.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        yield last, f"the last line of {node.name} does not return a value", "write return ..."
    for statement in node.body[:-1]:
        if isinstance(statement, ast.FunctionDef):
            continue
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Return):
                yield inner, "return stands before the end of the function", WHERE


def _with(node: ast.With) -> Findings:
    item = node.items[0]
    call = item.context_expr
    name = dotted(call.func) if isinstance(call, ast.Call) else None
    plain = len(node.items) == 1 and item.optional_vars is None
    if not plain or name not in ("group", "no_grad", "torch.no_grad"):
        yield call, "with is for groups only", 'write with group("name"):'
    elif isinstance(call, ast.Call) and name == "group" and _label(call) is None:
        yield (
            call,
            "a group needs one name of at most 60 characters, without / and #",
            'write with group("encoder"):',
        )


def _label(call: ast.Call) -> str | None:
    """The name that a group is given, if it can be one."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Constant):
        return None
    label = call.args[0].value
    if not isinstance(label, str) or not label.strip() or len(label) > 60:
        return None
    return label if label.isprintable() and not set("/#") & set(label) else None


def _call(node: ast.Call) -> Findings:
    names = [keyword.arg for keyword in node.keywords]
    for position, keyword in enumerate(node.keywords):
        if keyword.arg is None:
            yield keyword.value, "unpacking with ** is not part of the language", None
        elif keyword.arg in names[:position]:
            yield keyword, f"the argument {keyword.arg[:40]} is given twice", None


def _import(node: ast.Import) -> Findings:
    for alias in node.names:
        shown = alias.asname or alias.name.partition(".")[0]
        names = sorted(IMPORTS.get(alias.name, ()))
        if shown not in names:
            yield (
                node,
                f"import {alias.name[:40]} is not part of the language",
                f"call it {' or '.join(names)}" if names else "leave it out: " + THERE,
            )


def _import_from(node: ast.ImportFrom) -> Findings:
    for alias in node.names:
        known = node.module in IMPORTS and alias.name in {*FUNCTIONS, *MODULE_CONSTANTS}
        name = None if node.level else alias.name if known else None
        wanted = FROM.get((node.module or "", alias.name), name)
        if wanted != (alias.asname or alias.name):
            hint = f"call it {wanted}" if wanted else "leave it out: " + THERE
            what = f"{node.module}.{alias.name}"[:60]
            yield node, f"the import of {what} is not part of the language", hint


def _constant(node: ast.Constant) -> Findings:
    if isinstance(node.value, complex | bytes):
        yield node, f"{type(node.value).__name__} values are not part of the language", None


SHAPES: dict[type[ast.AST], Callable[[Any], Findings]] = {
    ast.BinOp: _operator,
    ast.UnaryOp: _operator,
    ast.AugAssign: _operator,
    ast.Compare: _comparison,
    ast.For: _loop,
    ast.FunctionDef: _function,
    ast.With: _with,
    ast.Call: _call,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Constant: _constant,
}
"""Constructs that exist in some forms only: what is wrong with one of them."""
