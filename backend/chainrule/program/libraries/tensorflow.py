"""TensorFlow: variables, tapes, functions, losses and optimisers."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.program.libraries import tensorflow_functions as functions
from chainrule.program.libraries.builtins import FUNCTIONS
from chainrule.program.libraries.differentiation import Differentiation, float_array, leaf_of
from chainrule.program.libraries.noise import DATA
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.tensorflow_functions import on_tensorflow
from chainrule.program.libraries.tensorflow_nn import NN as NN_CALLS
from chainrule.program.libraries.tensorflow_tensors import (
    TENSOR,
    TYPES,
    VARIABLE,
    Eager,
    constant,
    forget_since,
    recorded,
    taped,
    untaped,
    variables_since,
)
from chainrule.program.libraries.writings import written
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Library, Value, builtins

LAYERS = (
    "write the layer as a function of its variables, x @ w + b, and the loop with "
    "tf.GradientTape(); or use torch.nn, whose layers are there"
)


def leaf(runtime: Runtime, value: Value) -> Tensor:
    """A tensor that gets a gradient."""
    return leaf_of(Eager, float_array(runtime, value, "gradient"), value)


def natives() -> dict[str, Value]:
    """What the texts import."""
    return {
        **Differentiation(leaf, constant).natives(),
        **builtins(
            {
                "taped": taped,
                "untaped": untaped,
                "recorded": recorded,
                "forget_since": forget_since,
                "variables_since": variables_since,
            }
        ),
        "Variable": VARIABLE,
    }


def function(runtime: Runtime, func: Value = None, **options: Value) -> Value:
    """``@tf.function``: the same function; nothing is compiled here."""
    return func if func is not None else Builtin("tf.function", lambda given: given)


def is_tensor(runtime: Runtime, x: Value) -> bool:
    """Whether it is a tensor of TensorFlow's."""
    return isinstance(x, Eager)


def _table(calls: dict[str, functions.Call]) -> Table:
    return Table({}, calls, lambda name: on_tensorflow(name, calls[name]))


RULES = written("tf.rules", "custom_rules", natives)
TAPE = written("tf.tape", "gradient_tape", natives)
OPTIMIZERS = Library(
    "tf.keras.optimizers",
    Table({}, ("SGD", "Adam", "RMSprop", "Optimizer"), lambda name: TAPE.table[name]),
    {"Adagrad": "use Adam or RMSprop", "schedules": "set optimizer.learning_rate in the loop"},
)
LOSSES = written("tf.keras.losses", "tensorflow_losses", natives)
MODULE = written("tf.module", "tensorflow_module", natives)
NN = Library("tf.nn", _table(NN_CALLS), {"conv2d": "use torch's conv2d"})
MATH = Library("tf.math", _table(functions.CALLS | NN_CALLS))
LINEAR_ALGEBRA = Library("tf.linalg", _table(functions.LINEAR_ALGEBRA))
RANDOM = Library("tf.random", dict(functions.RANDOM))
KERAS = Library(
    "tf.keras",
    {"optimizers": OPTIMIZERS, "losses": LOSSES, "activations": NN},
    {**dict.fromkeys(("layers", "Sequential", "Model", "models", "Input", "metrics"), LAYERS),
     "datasets": DATA, "utils": DATA, "initializers": "write scale * tf.random.normal(shape)"},
)  # fmt: skip
CONFIG = Library("tf.config", {})
CONFIG.quiet = True
TENSORFLOW = Library(
    "tensorflow",
    Table(
        {
            "Variable": VARIABLE, "Tensor": TENSOR, "keras": KERAS, "nn": NN, "math": MATH,
            "linalg": LINEAR_ALGEBRA, "random": RANDOM, "optimizers": OPTIMIZERS,
            "losses": LOSSES, "config": CONFIG, "print": FUNCTIONS["print"],
            "UnconnectedGradients": Library("tf.UnconnectedGradients", {
                "ZERO": "zero", "NONE": "none"}),
            **TYPES,
            **{name: Builtin(f"tf.{name}", constant, True, ("name", "dtype_hint"))
               for name in ("constant", "convert_to_tensor")},
            **builtins({"function": function, "is_tensor": is_tensor}),
            "newaxis": None, "__version__": "2.16.1",
        },
        ("GradientTape", "Module", "custom_gradient", *functions.CALLS),
        lambda name: _made(name),
    ),
    {"data": DATA, "estimator": LAYERS, "compat": "write it for TensorFlow 2",
     "placeholder": "write it for TensorFlow 2: values are there at once",
     "Session": "write it for TensorFlow 2: values are there at once"},
)  # fmt: skip


def _made(name: str) -> Value:
    if name == "custom_gradient":
        return RULES.table[name]
    if name == "GradientTape":
        return TAPE.table[name]
    return MODULE.table[name] if name == "Module" else on_tensorflow(name, functions.CALLS[name])


MODULES: dict[str, Value] = {
    "tensorflow": TENSORFLOW, "tensorflow.math": MATH, "tensorflow.keras": KERAS,
    "tensorflow.keras.optimizers": OPTIMIZERS, "tensorflow.keras.losses": LOSSES,
}  # fmt: skip
