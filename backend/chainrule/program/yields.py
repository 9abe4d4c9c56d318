"""Yields: generator functions in which every ``yield`` stands alone or behind ``=``.

``f(a, (yield b)) + c`` becomes ``t1 = f``, ``t2 = a``, ``t3 = yield b``, ``t1(t2, t3) + c``: what
Python computes before the ``yield`` is computed before it here, so that only statements need to be
left and entered again (``compile/generators.py``). Expressions without a ``yield`` stay as they
are.
"""

from __future__ import annotations

import ast

from chainrule.program.errors import failure
from chainrule.program.operands import operands
from chainrule.program.source import Source

YIELDS = (ast.Yield, ast.YieldFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
Statements = list[ast.stmt]


def has_yield(node: ast.AST) -> bool:
    """Whether a ``yield`` of this function stands in it."""
    level: list[ast.AST] = [node]
    while level:
        if any(isinstance(part, YIELDS) for part in level):
            return True
        level = [
            child
            for part in level
            if part is node or not isinstance(part, FUNCTIONS)
            for child in ast.iter_child_nodes(part)
        ]
    return False


def lower_yields(source: Source) -> None:
    """Rewrites the bodies of a program's generator functions.

    Raises:
        ProgramError: a ``yield`` stands where a value is computed for every item.
    """
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef) and any(map(has_yield, node.body)):
            node.body = _Lowering(source).block(node.body)


class _Lowering:
    """Rewrites one function; its new names cannot be written in a program."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.count = 0

    # Names

    def _name(self) -> str:
        self.count += 1
        return f".{self.count}"

    def _read(self, name: str, at: ast.AST) -> ast.Name:
        return ast.copy_location(ast.Name(name, ast.Load()), at)

    def _give(self, name: str, value: ast.expr) -> ast.stmt:
        target = ast.copy_location(ast.Name(name, ast.Store()), value)
        return ast.copy_location(ast.Assign([target], value), value)

    def _keep(self, value: ast.expr, before: Statements) -> ast.expr:
        """A value that is computed now and read later."""
        if isinstance(value, ast.Constant):
            return value
        if isinstance(value, ast.Starred | ast.Slice) or _is_sliced(value):
            for get, set_ in operands(value):
                set_(self._keep(get(), before))
            return value
        name = self._name()
        before.append(self._give(name, value))
        return self._read(name, value)

    # Expressions

    def value(self, node: ast.expr, before: Statements) -> ast.expr:
        """An expression without ``yield``, and the statements that come before it."""
        if not has_yield(node):
            return node
        match node:
            case ast.Yield() | ast.YieldFrom():
                if node.value is not None:
                    node.value = self.value(node.value, before)
                name = self._name()
                before.append(self._give(name, node))
                return self._read(name, node)
            case ast.BoolOp():
                return self._short(node, before)
            case ast.IfExp():
                name, test = self._name(), self.value(node.test, before)
                branches = []
                for part in (node.body, node.orelse):
                    inside: Statements = []
                    inside.append(self._give(name, self.value(part, inside)))
                    branches.append(inside)
                before.append(ast.copy_location(ast.If(test, branches[0], branches[1]), node))
                return self._read(name, node)
            case ast.Compare() if len(node.ops) > 1:
                return self._chain(node, before)
            case ast.Lambda():
                raise self._refused(node, "a lambda", "write def")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                raise self._refused(node, "a comprehension", "write a loop")
        self._operands(node, before)
        return node

    def _refused(self, node: ast.AST, where: str, hint: str) -> Exception:
        return failure(
            "not_supported", f"yield has no place in {where}", self.source.span(node), hint
        )

    def _operands(self, node: ast.AST, before: Statements) -> None:
        """Rewrites the operands, in order; those before the last ``yield`` are kept."""
        places = operands(node)
        last = max((k for k, (get, _) in enumerate(places) if has_yield(get())), default=-1)
        for place, (get, set_) in enumerate(places):
            if place < last:
                set_(self._keep(self.value(get(), before), before))
            elif place == last:
                set_(self.value(get(), before))

    def _short(self, node: ast.BoolOp, before: Statements) -> ast.expr:
        name = self._name()
        before.append(self._give(name, self.value(node.values[0], before)))
        for value in node.values[1:]:
            inside: Statements = []
            inside.append(self._give(name, self.value(value, inside)))
            read: ast.expr = self._read(name, value)
            if isinstance(node.op, ast.Or):
                read = ast.copy_location(ast.UnaryOp(ast.Not(), read), value)
            before.append(ast.copy_location(ast.If(read, inside, []), value))
            before = inside
        return self._read(name, node)

    def _chain(self, node: ast.Compare, before: Statements) -> ast.expr:
        name = self._name()
        left = self._keep(self.value(node.left, before), before)
        for place, (op, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            right = self._keep(self.value(right, before), before)
            compared = ast.copy_location(ast.Compare(left, [op], [right]), node)
            before.append(self._give(name, compared))
            left = right
            if place < len(node.ops) - 1:
                inside: Statements = []
                before.append(ast.copy_location(ast.If(self._read(name, node), inside, []), node))
                before = inside
        return self._read(name, node)

    # Statements

    def block(self, statements: Statements) -> Statements:
        """Statements with what comes before each of them."""
        result: Statements = []
        for node in statements:
            if has_yield(node) and not isinstance(node, FUNCTIONS):
                self.statement(node, result)
            else:
                result.append(node)
        return result

    def statement(self, node: ast.stmt, result: Statements) -> None:
        """Appends a statement, rewritten, and what comes before it."""
        match node:
            case ast.Expr() | ast.Return() | ast.Assign() | ast.AnnAssign():
                if node.value is not None:
                    node.value = self._outer(node.value, result)
                if isinstance(node, ast.Assign) and any(map(has_yield, node.targets)):
                    node.value = self._keep(node.value, result)
                    for target in node.targets:
                        self._target(target, result)
            case ast.AugAssign():
                self._augmented(node, result)
                return
            case ast.If():
                node.test = self.value(node.test, result)
                node.body, node.orelse = self.block(node.body), self.block(node.orelse)
            case ast.While():
                self._while(node, result)
                return
            case ast.For():
                node.iter = self.value(node.iter, result)
                node.body, node.orelse = self.block(node.body), self.block(node.orelse)
            case ast.With():
                first, *others = node.items
                first.context_expr = self.value(first.context_expr, result)
                body: Statements = node.body
                if any(map(has_yield, others)):
                    body = [ast.copy_location(ast.With(others, body), node)]
                    node.items = [first]
                node.body = self.block(body)
            case ast.Try():
                for name in ("body", "orelse", "finalbody"):
                    setattr(node, name, self.block(getattr(node, name)))
                for handler in node.handlers:
                    handler.body = self.block(handler.body)
            case ast.Match():
                node.subject = self.value(node.subject, result)
                for match_case in node.cases:
                    match_case.body = self.block(match_case.body)
            case _:
                self._operands(node, result)
        result.append(node)

    def _target(self, target: ast.expr, before: Statements) -> None:
        match target:
            case ast.Tuple() | ast.List():
                for part in target.elts:
                    self._target(part, before)
            case ast.Starred():
                self._target(target.value, before)
            case _:
                self._operands(target, before)

    def _outer(self, value: ast.expr, before: Statements) -> ast.expr:
        """The value of a statement, which may itself be a ``yield``."""
        if isinstance(value, YIELDS):
            if value.value is not None:
                value.value = self.value(value.value, before)
            return value
        return self.value(value, before)

    def _augmented(self, node: ast.AugAssign, result: Statements) -> None:
        target = node.target
        if not isinstance(target, ast.Name):
            self._operands(target, result)
            for get, set_ in operands(target):
                set_(self._keep(get(), result))
        read = ast.copy_location(_as_load(target), target)
        name = self._name()
        result.append(self._give(name, read))
        value = self._keep(self.value(node.value, result), result)
        changed = ast.copy_location(ast.Name(name, ast.Store()), node)
        result.append(ast.copy_location(ast.AugAssign(changed, node.op, value), node))
        given = ast.Assign([target], self._read(name, node))
        result.append(ast.copy_location(given, node))

    def _while(self, node: ast.While, result: Statements) -> None:
        """``while`` whose test yields: a loop without an end that leaves itself."""
        orelse, ended = self.block(node.orelse), self._name()
        body: Statements = []
        if has_yield(node.test):
            test = self.value(node.test, body)
            leave = [self._give(ended, _constant(True, node)), ast.copy_location(ast.Break(), node)]
            refused = ast.copy_location(ast.UnaryOp(ast.Not(), test), node.test)
            body.append(ast.copy_location(ast.If(refused, leave, []), node.test))
            node.test = _constant(True, node.test)
            result.append(self._give(ended, _constant(False, node)))
            node.orelse = []
            after: Statements = [
                ast.copy_location(ast.If(self._read(ended, node), orelse, []), node)
            ]
        else:
            node.orelse, after = orelse, []
        node.body = [*body, *self.block(node.body)]
        result.append(node)
        if orelse:
            result += after


def _is_sliced(node: ast.expr) -> bool:
    return isinstance(node, ast.Tuple) and any(isinstance(part, ast.Slice) for part in node.elts)


def _constant(value: bool, at: ast.AST) -> ast.Constant:
    return ast.copy_location(ast.Constant(value), at)


def _as_load(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name():
            return ast.Name(target.id, ast.Load())
        case ast.Attribute():
            return ast.Attribute(target.value, target.attr, ast.Load())
        case ast.Subscript():
            return ast.Subscript(target.value, target.slice, ast.Load())
    return target
