"""Own functions: ``torch.autograd.Function`` with a program's own ``forward`` and ``backward``."""

from __future__ import annotations

from typing import Any

from chainrule.engine import GradientError, Tensor
from chainrule.program.classes import OBJECT
from chainrule.program.libraries.own_rules import Call, computed
from chainrule.program.runtime import Runtime
from chainrule.program.values import (
    MISSING,
    Builtin,
    Class,
    ClassMethod,
    Record,
    StaticMethod,
    Value,
)


def _save(self: Record, *tensors: Value) -> None:
    self.attributes["saved_tensors"] = tuple(tensors)


def _nothing(self: Record, *args: Value) -> None:
    return None


CONTEXT = Class(
    "FunctionCtx",
    (OBJECT,),
    {
        "save_for_backward": Builtin("save_for_backward", _save),
        "save_for_forward": Builtin("save_for_forward", _nothing),
        "mark_non_differentiable": Builtin("mark_non_differentiable", _nothing),
        "mark_dirty": Builtin("mark_dirty", _nothing),
        "set_materialize_grads": Builtin("set_materialize_grads", _nothing),
    },
)


def _method(cls: Class, name: str) -> Value:
    found = cls.find(name)
    if found is MISSING:
        raise GradientError(f"the function {cls.name} has no {name}()")
    return found.function if type(found) in (StaticMethod, ClassMethod) else found


def _apply(runtime: Runtime, cls: Class, *args: Value) -> Value:
    """``Function.apply(...)``."""
    needs = tuple(isinstance(arg, Tensor) and arg.requires_grad for arg in args)
    kept = Record(CONTEXT, {"saved_tensors": (), "needs_input_grad": needs})
    has_setup = cls.find("setup_context") is not MISSING

    def forward(given: list[Value], is_first: bool) -> Value:
        context = kept if is_first else Record(CONTEXT, dict(kept.attributes))
        if not has_setup:
            return runtime.call(_method(cls, "forward"), (context, *given))
        answer = runtime.call(_method(cls, "forward"), tuple(given))
        runtime.call(_method(cls, "setup_context"), (context, tuple(given), answer))
        return answer

    def backward(gradients: list[Value]) -> list[Value]:
        answer = runtime.call(_method(cls, "backward"), (kept, *gradients))
        parts = list(answer) if isinstance(answer, tuple | list) else [answer]
        if len(parts) < len(args) or any(part is not None for part in parts[len(args) :]):
            raise GradientError(
                f"function {cls.name}Backward returned an incorrect number of gradients "
                f"(expected {len(args)}, got {len(parts)})"
            )
        return parts

    call = Call(cls.name, args, forward, backward)
    results = computed(runtime, cls, call)
    _connect(kept, call.parts, results)
    return results


def _connect(context: Record, answered: list[Value], results: Value) -> None:
    """What was saved of the answers is what the call gave: second derivatives go through it."""
    given: list[Any] = list(results) if isinstance(results, tuple) else [results]
    known = {id(one): other for one, other in zip(answered, given, strict=True)}
    saved = context.attributes["saved_tensors"]
    context.attributes["saved_tensors"] = tuple(known.get(id(part), part) for part in saved)


FUNCTION = Class(
    "Function", (OBJECT,), {"apply": ClassMethod(Builtin("apply", _apply, runtime=True))}
)
