"""HIPS autograd: ``autograd.numpy`` is NumPy, and its transformations are text."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.program.libraries.differentiation import Differentiation, float_array, leaf_of
from chainrule.program.libraries.gradient_checks import agree
from chainrule.program.libraries.numpy import NUMPY_LIBRARY
from chainrule.program.libraries.scipy import SPECIAL, STATS
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.wrapping import array_answer, given
from chainrule.program.libraries.writings import written
from chainrule.program.numbers import Array
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Library, Value, builtins

CANNOT = "Can't differentiate w.r.t. type <class '{}'>"


def leaf(runtime: Runtime, value: Value) -> Tensor:
    """A number or an array that gets a gradient.

    Raises:
        TypeError: it is of a type that HIPS autograd does not differentiate for.
    """
    if type(value) is not float and not isinstance(value, Tensor):
        raise TypeError(
            CANNOT.format(runtime.type_name(value))
            + (": write it with a point, 1.0" if type(value) is int else "")
        )
    return leaf_of(Array, float_array(runtime, value, "grad"), value)


def convert(runtime: Runtime, value: Value) -> Tensor:
    """A number as an array."""
    if isinstance(value, Tensor):
        return value
    found: Tensor = array_answer(Tensor(given(runtime, "grad", value)))
    return found


DIFFERENTIATION = Differentiation(
    leaf,
    convert,
    "Grad only applies to real scalar-output functions. Try jacobian, elementwise_grad or "
    "holomorphic_grad. (The output has the shape {}.)",
)
RULES = written("autograd.rules", "custom_rules", DIFFERENTIATION.natives)
EXTEND = Library(
    "autograd.extend", Table({}, ("primitive", "defvjp"), lambda name: RULES.table[name])
)
OPTIMIZERS = written("autograd.misc.optimizers", "autograd_optimizers", DIFFERENTIATION.natives)


def check_grads(
    runtime: Runtime, f: Value, modes: Value = (), order: Value = 2, **options: Value
) -> Value:
    """``check_grads(f)(x)``: nothing, or an error where a gradient is wrong."""

    def checked(runtime: Runtime, *args: Value, **kwargs: Value) -> None:
        agree(runtime, f, args, order)

    return Builtin("check_grads", checked, runtime=True)


TEST_UTIL = Library("autograd.test_util", builtins({"check_grads": check_grads}))
AUTOGRAD = written(
    "autograd",
    "transformations",
    DIFFERENTIATION.natives,
    {
        "numpy": NUMPY_LIBRARY,
        "scipy": Library("autograd.scipy", {"special": SPECIAL, "stats": STATS}),
        "misc": Library(
            "autograd.misc",
            Table({"optimizers": OPTIMIZERS}, ("flatten",), lambda name: OPTIMIZERS.table[name]),
        ),
        "test_util": TEST_UTIL,
        "extend": EXTEND,
    },
)  # fmt: skip

MODULES: dict[str, Value] = {
    "autograd": AUTOGRAD,
    "autograd.numpy": NUMPY_LIBRARY,
    "autograd.numpy.random": NUMPY_LIBRARY.table["random"],
    "autograd.numpy.linalg": NUMPY_LIBRARY.table["linalg"],
    "autograd.misc": AUTOGRAD.table["misc"],
    "autograd.misc.optimizers": OPTIMIZERS,
    "autograd.misc.flatten": OPTIMIZERS,
    "autograd.test_util": TEST_UTIL,
    "autograd.extend": EXTEND,
    "autograd.scipy.special": SPECIAL,
    "autograd.scipy.stats": STATS,
}
