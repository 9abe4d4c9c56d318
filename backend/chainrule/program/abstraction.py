"""Abstract methods: what a class must define before it has instances."""

from __future__ import annotations

from chainrule.program.values import (
    Class,
    ClassMethod,
    Function,
    Property,
    StaticMethod,
    Value,
)

MARK = "__isabstractmethod__"


def function_in(method: Value) -> Value:
    """The function that a property, a class method or a static method stands around."""
    while isinstance(method, ClassMethod | StaticMethod | Property):
        method = method.get if isinstance(method, Property) else method.function
    return method


def mark(method: Value) -> Value:
    """``@abstractmethod``: those that inherit it have to define it anew."""
    function = function_in(method)
    if isinstance(function, Function):
        function.attributes[MARK] = True
    return method


def _is_marked(method: Value) -> bool:
    function = function_in(method)
    return isinstance(function, Function) and bool(function.attributes.get(MARK))


def abstract_in(cls: Class) -> dict[str, Value]:
    """The abstract methods that neither a class nor what it inherits from defines, by name."""
    own = {name: method for name, method in cls.table.items() if _is_marked(method)}
    inherited = [base.abstract for base in reversed(cls.order[1:]) if base.abstract]
    left = {
        name: method
        for methods in inherited
        for name, method in methods.items()
        if cls.find(name) is method
    }
    return {**left, **own}
