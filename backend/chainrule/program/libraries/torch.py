"""PyTorch as a library of the language: ``torch`` and the modules inside of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.missing import MISSING as MISSING_FUNCTIONS
from chainrule.functions.randomness import default_generator
from chainrule.functions.table import TABLE
from chainrule.program.classes import TENSOR
from chainrule.program.libraries import printing  # noqa: F401 enters how tensors are shown
from chainrule.program.libraries import torch_makers as makers
from chainrule.program.libraries import torch_settings as setting
from chainrule.program.libraries.contexts import CONTEXTS
from chainrule.program.libraries.devices import CPU, DEVICE
from chainrule.program.libraries.distributions import DISTRIBUTIONS
from chainrule.program.libraries.nn import DATA, INIT, NN, NN_UTILS
from chainrule.program.libraries.optim import OPTIM, SCHEDULERS
from chainrule.program.libraries.storage import storage
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.tensor_methods import IN_PLACE
from chainrule.program.libraries.things import DATA_TYPE, SIZE, TORCH_TYPES, settings
from chainrule.program.libraries.torch_functions import TORCH_FUNC
from chainrule.program.libraries.torch_gradients import AUTOGRAD
from chainrule.program.libraries.vocabulary import FUNCTIONAL, LINEAR_ALGEBRA, TORCH_FUNCTIONS
from chainrule.program.libraries.wrapping import given
from chainrule.program.numbers import Array, Number
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES
from chainrule.program.values import Builtin, Library, Missing, Value


def _same(runtime: Runtime, value: Value = None, *args: Value, **kwargs: Value) -> Value:
    """Gives back what it is given; without anything, a decorator that does."""
    if value is None:
        return Builtin("compile", lambda function: function)
    return value


def _nothing(runtime: Runtime, *args: Value, **kwargs: Value) -> None:
    return None


def is_tensor(runtime: Runtime, obj: Value) -> bool:
    """Whether it is a tensor."""
    return isinstance(obj, Tensor) and not isinstance(obj, Array | Number)


def assert_close(
    runtime: Runtime, actual: Value, expected: Value, *, rtol: Value = 1.3e-6, atol: Value = 1e-5,
    **ignored: Value,
) -> None:  # fmt: skip
    """``torch.testing.assert_close``."""
    one, other = (np.asarray(given(runtime, "assert_close", x)) for x in (actual, expected))
    if one.shape != other.shape or not np.allclose(one, other, rtol=rtol, atol=atol):
        raise runtime.exception("AssertionError", "Tensor-likes are not close!")


def _builtins(functions: dict[str, Callable[..., Any]], prefix: str = "torch.") -> dict[str, Value]:
    return {
        name: Builtin(prefix + name, call, runtime=True, ignores=())
        for name, call in functions.items()
    }


CUDA = Library(
    "torch.cuda",
    {
        "is_available": Builtin("is_available", lambda: False),
        "device_count": Builtin("device_count", lambda: 0),
        **_builtins(
            dict.fromkeys(("manual_seed", "manual_seed_all", "empty_cache", "synchronize"),
                          _nothing)
        ),
    },
    {"amp": "everything is computed in double precision; leave it out"},
)  # fmt: skip
CUDA.table |= {
    name: Missing(f"torch.cuda.{name}", f"there is no graphics processor here: torch.{name}")
    for name in makers.TYPED
}
BACKENDS = Library("torch.backends", {
    "cudnn": Library("torch.backends.cudnn", {"deterministic": True, "benchmark": False}),
    "mps": Library("torch.backends.mps", {"is_available": Builtin("is_available", lambda: False)}),
    "cuda": CUDA,
})  # fmt: skip

ACCELERATOR = Library("torch.accelerator", {
    "is_available": Builtin("is_available", lambda: False),
    "device_count": Builtin("device_count", lambda: 0),
    "current_accelerator": Builtin("current_accelerator", lambda check_available=False: None),
})  # fmt: skip

KNOWN: dict[str, Value] = {
    **TORCH_TYPES,
    **makers.TYPED,
    **CONTEXTS,
    "Tensor": TENSOR,
    "dtype": DATA_TYPE,
    "device": DEVICE,
    "Size": SIZE,
    "Generator": setting.GENERATOR,
    **_builtins({
        "tensor": makers.tensor, "as_tensor": makers.as_tensor, "asarray": makers.as_tensor,
        "from_numpy": makers.from_numpy, "finfo": setting.finfo, "iinfo": setting.iinfo,
        "set_default_dtype": setting.set_default_dtype,
        "set_default_tensor_type": setting.set_default_tensor_type,
        "get_default_dtype": lambda runtime: settings.default,
        "set_printoptions": setting.set_printoptions, "manual_seed": setting.manual_seed,
        "is_tensor": is_tensor, "set_default_device": _nothing,
        "get_default_device": lambda runtime: CPU,
        "compile": _same, "is_floating_point": lambda runtime, input: input.dtype.kind == "f",
        "set_num_threads": _nothing, "use_deterministic_algorithms": _nothing,
        "set_float32_matmul_precision": _nothing, "get_num_threads": lambda runtime: 1,
        "initial_seed": lambda runtime: default_generator().initial_seed(),
        "scalar_tensor": makers.tensor,
    }),
    **storage("torch", True, "write the numbers into the program, or save them before"),
    "pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "newaxis": None,
    "strided": "torch.strided", "contiguous_format": None, "preserve_format": None,
    "nn": NN,
    "optim": OPTIM,
    "autograd": AUTOGRAD,
    "linalg": LINEAR_ALGEBRA,
    "cuda": CUDA,
    "backends": BACKENDS,
    "accelerator": ACCELERATOR,
    "func": TORCH_FUNC,
    "distributions": DISTRIBUTIONS,
    "utils": Library("torch.utils", {"data": DATA}),
    "testing": Library("torch.testing", _builtins({"assert_close": assert_close})),
    "jit": Library("torch.jit", _builtins({"script": _same, "trace": _same})),
    "random": Library("torch.random", _builtins({"manual_seed": setting.manual_seed})),
    "mps": BACKENDS.table["mps"], "profiler": AUTOGRAD.table["profiler"],
}  # fmt: skip

SPECIAL = Library(
    "torch.special",
    Table({}, ("expit", "logit", "softmax", "log_softmax", "xlogy", "erf", "erfc", "expm1", "log1p",
               "logsumexp", "sinc", "exp2"),
          lambda name: TORCH_FUNCTIONS["sigmoid" if name == "expit" else name]),
    MISSING_FUNCTIONS,
)  # fmt: skip
KNOWN["special"] = SPECIAL

CHANGES = [f"{name}_" for name in IN_PLACE if name in TABLE]
"""Functions that change the tensor that they are given: ``torch.sin_(x)`` is ``x.sin_()``."""


def _later(name: str) -> Value:
    if name == "vmap":
        return TORCH_FUNC.table[name]
    if name in CHANGES:
        method: Any = ATTRIBUTES[Tensor][name]
        return Builtin(f"torch.{name}", method.builtin.call, True, method.builtin.ignores)
    return TORCH_FUNCTIONS[name]


TORCH = Library(
    "torch",
    Table(KNOWN, (*TABLE, "vmap", *CHANGES), _later),
    {
        **MISSING_FUNCTIONS,
        "hub": "there are no files to load here",
        "onnx": "there are no files to write here",
        "multiprocessing": "a program runs in one process",
    },
)
TORCH.table["__version__"] = "2.0"

MODULES: dict[str, Value] = {
    "torch": TORCH,
    "torch.nn": NN,
    "torch.nn.functional": FUNCTIONAL,
    "torch.nn.init": INIT,
    "torch.nn.utils": NN_UTILS,
    "torch.nn.utils.rnn": NN_UTILS.table["rnn"],
    "torch.nn.parameter": NN,
    "torch.nn.modules": NN,
    "torch.optim": OPTIM,
    "torch.optim.lr_scheduler": SCHEDULERS,
    "torch.utils": KNOWN["utils"],
    "torch.utils.data": DATA,
    "torch.autograd": AUTOGRAD,
    "torch.autograd.functional": AUTOGRAD.table["functional"],
    "torch.autograd.function": AUTOGRAD,
    "torch.autograd.variable": AUTOGRAD,
    "torch.linalg": LINEAR_ALGEBRA,
    "torch.special": SPECIAL,
    "torch.distributions": DISTRIBUTIONS,
    "torch.cuda": CUDA,
    "torch.func": TORCH_FUNC,
    "torch.autograd.profiler": AUTOGRAD.table["profiler"],
    "torch.profiler": AUTOGRAD.table["profiler"],
    "torch.testing": KNOWN["testing"],
}
