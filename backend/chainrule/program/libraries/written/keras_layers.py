"""``tf.keras.layers``: dense layers and their kind, and layers that a program writes itself.

TensorFlow draws other random numbers; a note says so where weights are drawn.
"""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import (
    Module,
    Variable,
    activations,
    converted,
    drawn,
)


def _activation(wanted: Any) -> Any:
    """An activation by its name, or the function itself."""
    if isinstance(wanted, str):
        return None if wanted == "linear" else getattr(activations, wanted)
    return wanted


def _initial(how: Any, shape: Any) -> Any:
    """The numbers that a weight begins with."""
    rows, columns = (shape[0], shape[-1]) if shape else (1, 1)
    if callable(how):
        return how(shape)
    name = str(how).lower()
    if name in ("zeros", "zero"):
        return F.zeros(shape)
    if name in ("ones", "one"):
        return F.ones(shape)
    if name in ("glorot_uniform", "glorotuniform"):
        bound = (6.0 / (rows + columns)) ** 0.5
        return drawn(shape) * (2 * bound) - bound
    if name in ("he_uniform", "heuniform"):
        bound = (6.0 / rows) ** 0.5
        return drawn(shape) * (2 * bound) - bound
    if name in ("random_uniform", "uniform"):
        return drawn(shape) * 0.1 - 0.05
    if name in ("random_normal", "normal"):
        return drawn(shape, "normal") * 0.05
    if name in ("glorot_normal", "he_normal"):
        share = rows if name == "he_normal" else (rows + columns) / 2.0
        return drawn(shape, "normal") * (1.0 / share if name != "he_normal" else 2.0 / share) ** 0.5
    raise ValueError(f"Could not interpret initializer identifier: {how}")


def _variables(value: Any) -> list[Any]:
    if isinstance(value, Variable):
        return [value]
    if isinstance(value, Module):
        return list(value.variables)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        return [found for part in value for found in _variables(part)]
    return []


class Layer(Module):  # type: ignore[misc]
    """The base of layers: ``build`` makes the weights at the first call, ``call`` computes."""

    def __init__(self, name: Any = None, trainable: bool = True, **options: Any) -> None:
        super().__init__(name)
        self.built = False
        self.trainable = trainable

    def build(self, input_shape: Any) -> None:
        """Makes the weights for inputs of a shape."""

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """What the layer computes."""
        raise NotImplementedError("a layer says in call() what it computes")

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Builds the layer if it is new, and computes."""
        inputs = converted(inputs)
        if not self.built:
            self.build(getattr(inputs, "shape", None))
            self.built = True
        return self.call(inputs, *args, **kwargs)

    def add_weight(
        self,
        name: Any = None,
        shape: Any = (),
        initializer: Any = "glorot_uniform",
        trainable: bool = True,
        **options: Any,
    ) -> Any:
        """A variable of the layer's own; TensorFlow's older order has the name first."""
        if isinstance(name, tuple | list):
            name, shape = None, name
        return Variable(_initial(initializer, tuple(shape)), trainable=trainable, name=name)

    @property
    def variables(self) -> list[Any]:
        """Every variable, once, in the order in which they were made."""
        found: list[Any] = []
        for variable in _variables(list(vars(self).values())):
            if not any(variable is other for other in found):
                found.append(variable)
        return found

    @property
    def trainable_variables(self) -> list[Any]:
        """Those that get a gradient."""
        return [variable for variable in self.variables if variable.trainable and self.trainable]

    @property
    def weights(self) -> list[Any]:
        """All of its variables."""
        return self.variables

    @property
    def trainable_weights(self) -> list[Any]:
        """The variables that are trained."""
        return self.trainable_variables

    def get_weights(self) -> list[Any]:
        """The numbers of its variables."""
        return [variable.numpy() for variable in self.variables]

    def set_weights(self, weights: Any) -> None:
        """Gives its variables other numbers."""
        for variable, numbers in zip(self.variables, weights, strict=True):
            variable.assign(numbers)

    def count_params(self) -> int:
        """How many numbers its variables have."""
        return sum([int(variable.numpy().size) for variable in self.variables])


class Dense(Layer):
    """``activation(x @ kernel + bias)``."""

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        input_shape: Any = None,
        input_dim: Any = None,
        **options: Any,
    ) -> None:
        for name in options:
            if name.endswith(("regularizer", "constraint")) and options[name] is not None:
                raise NotImplementedError(f"{name} is not there: add the penalty to the loss")
        super().__init__(**options)
        self.units = units
        self.activation = _activation(activation)
        self.use_bias = use_bias
        self.initial = kernel_initializer, bias_initializer
        width = input_dim if input_dim is not None else input_shape and input_shape[-1]
        if width:
            self.build((None, width))
            self.built = True

    def build(self, input_shape: Any) -> None:
        """Makes kernel and bias."""
        width = int(input_shape[-1])
        kernel, bias = self.initial
        self.kernel = self.add_weight("kernel", (width, self.units), kernel)
        self.bias = self.add_weight("bias", (self.units,), bias) if self.use_bias else None

    def call(self, inputs: Any, **kwargs: Any) -> Any:
        """The layer's formula."""
        found = inputs @ self.kernel
        if self.bias is not None:
            found = found + self.bias
        return found if self.activation is None else self.activation(found)


class Flatten(Layer):
    """Each row's numbers in one axis."""

    def call(self, inputs: Any, **kwargs: Any) -> Any:
        """Maps (rows, ...) to (rows, all)."""
        return F.reshape(inputs, (inputs.shape[0], -1))


class Activation(Layer):
    """One function of every element."""

    def __init__(self, activation: Any, **options: Any) -> None:
        super().__init__(**options)
        self.activation = _activation(activation)

    def call(self, inputs: Any, **kwargs: Any) -> Any:
        """The function's values."""
        return inputs if self.activation is None else self.activation(inputs)


class ReLU(Activation):
    """The positive part."""

    def __init__(self, **options: Any) -> None:
        super().__init__("relu", **options)


class Softmax(Activation):
    """Shares that add up to 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__("softmax", **options)


class Dropout(Layer):
    """Leaves a share out in training, and scales the rest."""

    def __init__(self, rate: float, **options: Any) -> None:
        super().__init__(**options)
        self.rate = rate

    def call(self, inputs: Any, training: Any = False, **kwargs: Any) -> Any:
        """The inputs, of which a share is 0 in training."""
        if not training or not self.rate:
            return inputs
        kept = converted(drawn(tuple(inputs.shape)) >= self.rate)
        return F.where(kept, inputs / (1.0 - self.rate), 0.0)


class InputLayer(Layer):
    """Says what shape a row has."""

    def call(self, inputs: Any, **kwargs: Any) -> Any:
        """The inputs."""
        return inputs


def Input(shape: Any = None, **options: Any) -> InputLayer:
    """What shape a row has, as the first entry of ``Sequential``."""
    layer = InputLayer()
    layer.row = shape
    return layer
