"""``tf.nn``: activations and cross-entropies by TensorFlow's names."""

from __future__ import annotations

from typing import Any

from chainrule.functions.numpy_functions import NUMPY
from chainrule.functions.table import TABLE
from chainrule.program.libraries.tensorflow_functions import (
    Call,
    elementwise,
    gather,
    one_hot,
    tensor,
)


def softmax(logits: Any, axis: Any = -1) -> Any:
    """Exponentials divided by their sum."""
    return TABLE["softmax"].call(tensor(logits), axis)


def log_softmax(logits: Any, axis: Any = -1) -> Any:
    """The logarithm of ``softmax``."""
    return TABLE["log_softmax"].call(tensor(logits), axis)


def softmax_cross_entropy(labels: Any, logits: Any, axis: Any = -1) -> Any:
    """For each row, the cross-entropy of logits with probabilities."""
    return -NUMPY["sum"].call(tensor(labels) * log_softmax(logits, axis), axis)


def sparse_cross_entropy(labels: Any, logits: Any) -> Any:
    """For each row, the cross-entropy of logits with the number of the right class."""
    logits = tensor(logits)
    return softmax_cross_entropy(one_hot(labels, logits.shape[-1]), logits)


def sigmoid_cross_entropy(labels: Any, logits: Any) -> Any:
    """For each element, the cross-entropy of a logit with a probability."""
    return TABLE["binary_cross_entropy_with_logits"].call(
        tensor(logits), tensor(labels), reduction="none"
    )


def gelu(features: Any, approximate: bool = False) -> Any:
    """The Gaussian error linear unit."""
    return TABLE["gelu"].call(tensor(features), "tanh" if approximate else "none")


NN: dict[str, Call] = {
    **{name: elementwise(name) for name in ("relu", "relu6", "sigmoid", "tanh", "softplus",
                                             "selu", "silu", "swish", "softsign")},
    "elu": lambda features: TABLE["elu"].call(tensor(features)),
    "leaky_relu": lambda features, alpha=0.2: TABLE["leaky_relu"].call(tensor(features), alpha),
    "gelu": gelu, "softmax": softmax, "log_softmax": log_softmax,
    "softmax_cross_entropy_with_logits": softmax_cross_entropy,
    "sparse_softmax_cross_entropy_with_logits": sparse_cross_entropy,
    "sigmoid_cross_entropy_with_logits": sigmoid_cross_entropy,
    "l2_loss": lambda t: NUMPY["sum"].call(tensor(t) ** 2) / 2,
    "bias_add": lambda value, bias: tensor(value) + bias,
    "embedding_lookup": lambda params, ids: gather(params, ids),
}  # fmt: skip
