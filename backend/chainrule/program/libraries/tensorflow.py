"""TensorFlow: variables, tapes, functions, losses and optimisers."""

from __future__ import annotations

from chainrule.engine import Tensor
from chainrule.functions.randomness import default_generator
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


OF_GRAPHS = (
    "placeholder", "Session", "InteractiveSession", "reset_default_graph", "get_default_graph",
    "Graph", "global_variables_initializer", "get_variable", "variable_scope", "train", "layers",
    "contrib", "app", "flags", "gradients", "disable_eager_execution", "enable_eager_execution",
)  # fmt: skip
"""What programs of TensorFlow 1 name."""


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


def natives_of_layers() -> dict[str, Value]:
    """The same for layers, which are modules."""
    return {
        **natives(),
        **builtins({"drawn": functions.drawn}),
        "Module": MODULE.table["Module"],
        "activations": NN,
    }


def natives_of_models() -> dict[str, Value]:
    """The same for models, which stand on all other texts."""
    return {
        **natives(),
        **builtins({"shuffled": shuffled}),
        "GradientTape": TAPE.table["GradientTape"],
        "losses": LOSSES,
        "optimizers": OPTIMIZERS,
        **{name: KERAS_LAYERS.table[name] for name in ("Dropout", "InputLayer", "Layer")},
    }


def shuffled(runtime: Runtime, count: int, is_wanted: bool) -> Value:
    """The order in which so many rows are gone through."""
    runtime.budget.items(count)
    if not is_wanted:
        return list(range(count))
    runtime.note(functions.OTHERS)
    return [int(place) for place in default_generator().randperm(count)]


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
KERAS_LAYERS = written(
    "tf.keras.layers", "keras_layers", natives_of_layers,
    missing=dict.fromkeys(
        ("Conv2D", "MaxPooling2D", "LSTM", "Embedding", "BatchNormalization", "GRU"), LAYERS),
)  # fmt: skip
KERAS_MODELS = written(
    "tf.keras.models", "keras_models", natives_of_models,
    missing={"load_model": "there are no files here"},
)  # fmt: skip
KERAS = Library(
    "tf.keras",
    Table(
        {"optimizers": OPTIMIZERS, "losses": LOSSES, "activations": NN, "layers": KERAS_LAYERS,
         "models": KERAS_MODELS},
        ("Sequential", "Model", "Input", "Layer"),
        lambda name: (KERAS_MODELS if name in KERAS_MODELS.table else KERAS_LAYERS).table[name],
    ),
    {"metrics": "write 'accuracy', or compute it",
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
     **dict.fromkeys(OF_GRAPHS, "write it for TensorFlow 2: values are there at once, and "
                     "tf.GradientTape() gives gradients"),
     "while_loop": "write while", "cond": "write if", "TensorShape": "write a tuple"},
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
    "tensorflow.keras.layers": KERAS_LAYERS, "tensorflow.keras.models": KERAS_MODELS,
}  # fmt: skip
