"""JAX: its arrays, random numbers and transformations of functions."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.functions.table import TABLE
from chainrule.program.attributes import get_attribute
from chainrule.program.formatting import format_template
from chainrule.program.libraries.differentiation import Differentiation, float_array, leaf_of
from chainrule.program.libraries.gradient_checks import agree
from chainrule.program.libraries.jax_arrays import KIND, NDARRAY, Wide, converted
from chainrule.program.libraries.jax_numpy import JAX_NUMPY, NN, SCIPY, on_jax
from chainrule.program.libraries.jax_random import RANDOM
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.wrapping import wrapped
from chainrule.program.libraries.writings import written
from chainrule.program.runtime import Runtime
from chainrule.program.subscripts import get_item
from chainrule.program.values import Library, Value, builtins

REAL = (
    "grad requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), "
    "but got {}. If you want to use Boolean- or integer-valued inputs, use vjp or set allow_int to "
    "True."
)


def leaf(runtime: Runtime, value: Value) -> Tensor:
    """A number or an array that gets a gradient.

    Raises:
        TypeError: its numbers are no floats.
    """
    if type(value) in (int, bool) or (isinstance(value, Tensor) and value.dtype.kind != "f"):
        is_flag = type(value) is bool or (isinstance(value, Tensor) and value.dtype.kind == "b")
        raise TypeError(REAL.format("bool" if is_flag else "int32"))
    if type(value) is not float and not isinstance(value, Tensor):
        raise TypeError(f"Argument of type '{runtime.type_name(value)}' is not a valid JAX type")
    kind = type(converted(runtime, value))
    return leaf_of(kind, float_array(runtime, value, "grad"), value)


DIFFERENTIATION = Differentiation(
    leaf, converted, "Gradient only defined for scalar-output functions. Output had shape: {}."
)


# Settings and others


def update(runtime: Runtime, name: Value, value: Value) -> None:
    """``jax.config.update``: only ``jax_enable_x64`` changes what is computed."""
    if name == "jax_enable_x64" and value:
        runtime.state[KIND] = Wide


def devices(runtime: Runtime, *args: Value) -> list[Value]:
    """There is one."""
    return ["cpu"]


def same(runtime: Runtime, x: Value, *args: Value, **kwargs: Value) -> Value:
    """What it is given: nothing runs elsewhere, and nothing is left to be computed."""
    return x


def as_array(runtime: Runtime, x: Value, *args: Value, **kwargs: Value) -> Value:
    """``jax.device_put``: an array of JAX's."""
    return converted(runtime, x)


def write(runtime: Runtime, fmt: Value, *args: Value, **kwargs: Value) -> None:
    """``jax.debug.print``."""
    text = format_template(
        runtime, fmt, args, kwargs,
        lambda value, name: get_attribute(runtime, value, name),
        lambda value, key: get_item(runtime, value, key),
    )  # fmt: skip
    runtime.write(text + "\n")


CONFIG = Library("jax.config", builtins({"update": update}))
CONFIG.quiet = True
TREES = {
    "map": "tree_map", "leaves": "tree_leaves", "flatten": "tree_flatten",
    "unflatten": "tree_unflatten", "structure": "tree_structure", "reduce": "tree_reduce",
}  # fmt: skip


def _text(name: str, file: str, known: dict[str, Value], missing: dict[str, str]) -> Library:
    return written(name, file, DIFFERENTIATION.natives, known, missing)


TREE_UTIL = _text("jax.tree_util", "transformations", {}, {})
TREE = Library("jax.tree", Table({}, TREES, lambda name: TREE_UTIL.table[TREES[name]]))
LAX = _text(
    "jax.lax",
    "control_flow",
    {
        name: on_jax(name, wrapped(f"jax.lax.{name}", call, "numpy"))
        for name, call in {
            "stop_gradient": TABLE["stop_gradient"].call,
            "rsqrt": TABLE["rsqrt"].call,
            "exp": TABLE["exp"].call,
            "log": TABLE["log"].call,
            "tanh": TABLE["tanh"].call,
            "square": TABLE["square"].call,
            "dot": TABLE["matmul"].call,
            "max": TABLE["maximum"].call,
            "min": TABLE["minimum"].call,
            "logistic": TABLE["sigmoid"].call,
        }.items()
    },
    {"conv_general_dilated": "write the convolution as a sum of products, or use torch's conv2d"},
)


def check_grads(
    runtime: Runtime, f: Value, args: Value, order: Value, modes: Value = (), **options: Value
) -> None:
    """``check_grads(f, args, order)``: nothing, or an error where a gradient is wrong."""
    agree(runtime, f, tuple(args), order)


TEST_UTIL = Library("jax.test_util", builtins({"check_grads": check_grads}))
RULES = written("jax.rules", "custom_rules", DIFFERENTIATION.natives)
OPTAX = written("optax", "optax", DIFFERENTIATION.natives)
JAX = written(
    "jax",
    "transformations",
    DIFFERENTIATION.natives,
    {
        "numpy": JAX_NUMPY,
        "nn": NN,
        "random": RANDOM,
        "lax": LAX,
        "tree_util": TREE_UTIL,
        "tree": TREE,
        "scipy": SCIPY,
        "test_util": TEST_UTIL,
        "config": CONFIG,
        "Array": NDARRAY,
        "debug": Library("jax.debug", builtins({"print": write})),
        **builtins(
            {
                "devices": devices,
                "local_devices": devices,
                "block_until_ready": same,
                "remat": same,
                "checkpoint": same,
                "named_call": same,
                "device_put": as_array,
                "device_get": same,
                "default_backend": lambda runtime: "cpu",
                "device_count": lambda runtime: 1,
            }
        ),
    },
    {
        "pmap": "write jax.vmap",
        "linearize": "write jax.jvp",
        "make_jaxpr": "the drawing shows what is computed",
        "experimental": "it is not there",
    },
    dict.fromkeys(("custom_vjp", "custom_jvp"), RULES),
)
MODULES: dict[str, Value] = {
    "jax": JAX,
    "jax.numpy": JAX_NUMPY,
    "jax.nn": NN,
    "jax.random": RANDOM,
    "jax.lax": LAX,
    "jax.tree_util": TREE_UTIL,
    "jax.tree": TREE,
    "jax.config": CONFIG,
    "jax.scipy": SCIPY,
    "jax.scipy.special": SCIPY.table["special"],
    "jax.scipy.stats": SCIPY.table["stats"],
    "jax.numpy.linalg": JAX_NUMPY.table["linalg"],
    "jax.debug": JAX.table["debug"],
    "jax.test_util": TEST_UTIL,
    "optax": OPTAX,
}
