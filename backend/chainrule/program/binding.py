"""Binding: which names each scope binds and reads, found by going through the tree."""

from __future__ import annotations

import ast

from chainrule.program.scopes import Scope, parameters


class Scopes:
    """All scopes of a tree, by the node that opens each.

    Args:
        tree: the program.
        given: names that have a value before it starts.
        star: the names that ``from module import *`` brings.
    """

    def __init__(
        self, tree: ast.Module, given: tuple[str, ...] = (), star: dict[str, tuple[str, ...]] | None
        = None,
    ) -> None:  # fmt: skip
        self.module = Scope("module", None)
        self.of: dict[ast.AST, Scope] = {tree: self.module}
        self.star = star or {}
        for name in given:
            self.module.bound[name] = None
        self._order: list[Scope] = [self.module]
        for statement in tree.body:
            self._visit(statement, self.module)
        for scope in self._order:
            for name in scope.global_names:
                self.module.bound[name] = None
        for scope in self._order:
            self._allocate(scope)
        for scope in self._order:
            for name in [*scope.read, *scope.nonlocal_names]:
                self._resolve(scope, name)
        for scope in self._order:
            if scope.carrier is scope and scope.kind == "function":
                for name in scope.free:
                    scope.free[name] = scope.size
                    scope.size += 1
        for scope in self._order:
            if scope.carrier is scope and scope.kind == "class":
                for name in scope.free:
                    scope.free[name] = scope.size
                    scope.size += 1

    def _open(self, node: ast.AST, kind: str, parent: Scope, name: str = "") -> Scope:
        scope = Scope(kind, parent, name)
        self.of[node] = scope
        self._order.append(scope)
        return scope

    def _allocate(self, scope: Scope) -> None:
        carrier = scope.carrier
        names = [*scope.parameters, *(name for name in scope.bound if name not in scope.parameters)]
        for name in names:
            if name in scope.global_names or name in scope.nonlocal_names:
                continue
            scope.slots[name] = carrier.size
            carrier.size += 1

    def _resolve(self, scope: Scope, name: str) -> None:
        """Makes a cell of what an inner function reads, and hands it down to it."""
        crossed: list[Scope] = []
        current: Scope | None = scope
        direct = name not in scope.nonlocal_names
        while current is not None and current.kind != "module":
            if name in current.global_names:
                return
            reachable = (
                current.kind != "class"
                or (direct and current is scope)
                or (name == "__class__" and current is not scope)
            )
            if name in current.slots and reachable and name not in current.nonlocal_names:
                if crossed:
                    current.cells.add(name)
                    for inner in crossed:
                        inner.free.setdefault(name, 0)
                return
            if current.carrier is current:
                crossed.append(current)
            current = current.parent

    # The pass

    def _visit_all(self, nodes: list[ast.AST], scope: Scope) -> None:
        for node in nodes:
            self._visit(node, scope)

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        method = getattr(self, f"_visit_{type(node).__name__}", None)
        if method is not None:
            method(node, scope)
        else:
            self._visit_all(list(ast.iter_child_nodes(node)), scope)

    def _bind(self, name: str, scope: Scope) -> None:
        scope.bound[scope.mangle(name)] = None

    def _visit_Name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            scope.read[scope.mangle(node.id)] = None
            if node.id == "super":
                scope.read["__class__"] = None
        else:
            self._bind(node.id, scope)
            scope.read[scope.mangle(node.id)] = None
            if isinstance(node.ctx, ast.Del):
                scope.deleted.add(scope.mangle(node.id))

    def _visit_NamedExpr(self, node: ast.NamedExpr, scope: Scope) -> None:
        host = scope
        while (host.kind == "inline" or host.name == "<genexpr>") and host.parent is not None:
            if host.kind == "function":
                host.nonlocal_names.add(node.target.id)
            host = host.parent
        self._bind(node.target.id, host)
        scope.read[scope.mangle(node.target.id)] = None
        self._visit(node.value, scope)

    def _visit_If(self, node: ast.If, scope: Scope) -> None:
        rest: list[ast.stmt] = [node]
        while len(rest) == 1 and isinstance(rest[0], ast.If):
            current = rest[0]
            self._visit(current.test, scope)
            self._visit_all(list(current.body), scope)
            rest = current.orelse
        self._visit_all(list(rest), scope)

    def _visit_FunctionDef(self, node: ast.FunctionDef, scope: Scope) -> None:
        self._bind(node.name, scope)
        scope.read[scope.mangle(node.name)] = None
        self._visit_all(list(node.decorator_list), scope)
        self._function(node, list(node.body), scope, node.name)

    def _visit_Lambda(self, node: ast.Lambda, scope: Scope) -> None:
        self._function(node, [node.body], scope, "<lambda>")

    def _function(
        self, node: ast.FunctionDef | ast.Lambda, body: list[ast.AST], scope: Scope, name: str
    ) -> None:
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self._visit(default, scope)
        inner = self._open(node, "function", scope, name)
        inner.parameters = [inner.mangle(name) for name in parameters(node.args)]
        inner.certain.update(inner.parameters)
        for parameter in inner.parameters:
            inner.bound[parameter] = None
            inner.read[parameter] = None
        self._visit_all(body, inner)

    def _visit_ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        self._bind(node.name, scope)
        scope.read[scope.mangle(node.name)] = None
        for part in [*node.decorator_list, *node.bases, *(k.value for k in node.keywords)]:
            self._visit(part, scope)
        inner = self._open(node, "class", scope, node.name)
        inner.bound["__class__"] = None
        self._visit_all(list(node.body), inner)

    def _comprehension(self, node: ast.AST, scope: Scope, inner: Scope, parts: list[ast.expr]
                       ) -> None:  # fmt: skip
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        self._visit(generators[0].iter, scope)
        if isinstance(generators[0].target, ast.Name):
            inner.certain.add(inner.mangle(generators[0].target.id))
        for index, generator in enumerate(generators):
            self._visit(generator.target, inner)
            if index:
                self._visit(generator.iter, inner)
            self._visit_all(list(generator.ifs), inner)
        self._visit_all(list(parts), inner)

    def _visit_ListComp(self, node: ast.ListComp, scope: Scope) -> None:
        self._comprehension(node, scope, self._open(node, "inline", scope), [node.elt])

    _visit_SetComp = _visit_ListComp

    def _visit_DictComp(self, node: ast.DictComp, scope: Scope) -> None:
        inner = self._open(node, "inline", scope)
        self._comprehension(node, scope, inner, [node.key, node.value])

    def _visit_GeneratorExp(self, node: ast.GeneratorExp, scope: Scope) -> None:
        inner = self._open(node, "function", scope, "<genexpr>")
        self._comprehension(node, scope, inner, [node.elt])

    def _visit_ExceptHandler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        if node.name:
            self._bind(node.name, scope)
            scope.read[scope.mangle(node.name)] = None
            scope.deleted.add(scope.mangle(node.name))
        self._visit_all(list(ast.iter_child_nodes(node)), scope)

    def _visit_MatchAs(self, node: ast.AST, scope: Scope) -> None:
        name = getattr(node, "rest", None) or getattr(node, "name", None)
        if name:
            self._bind(name, scope)
            scope.read[scope.mangle(name)] = None
        self._visit_all(list(ast.iter_child_nodes(node)), scope)

    _visit_MatchStar = _visit_MatchMapping = _visit_MatchAs

    def _visit_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if isinstance(node.target, ast.Name):
            scope.annotated[node.target.id] = None
        self._visit(node.target, scope)
        if node.value is not None:
            self._visit(node.value, scope)

    def _visit_Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name, scope)
            scope.read[scope.mangle(name)] = None

    def _visit_ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            names = self.star.get(node.module or "", ()) if alias.name == "*" else (
                alias.asname or alias.name,
            )  # fmt: skip
            for name in names:
                self._bind(name, scope)
                scope.read[scope.mangle(name)] = None

    def _visit_Global(self, node: ast.Global, scope: Scope) -> None:
        if scope is not self.module:  # where it says what holds anyway
            scope.global_names.update(node.names)

    def _visit_Nonlocal(self, node: ast.Nonlocal, scope: Scope) -> None:
        scope.nonlocal_names.update(node.names)

    def _visit_Yield(self, node: ast.Yield | ast.YieldFrom, scope: Scope) -> None:
        scope.carrier.yields = True
        self._visit_all(list(ast.iter_child_nodes(node)), scope)

    _visit_YieldFrom = _visit_Yield
