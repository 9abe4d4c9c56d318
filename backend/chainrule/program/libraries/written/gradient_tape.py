"""TensorFlow's tape and optimisers."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import no_grad
from chainrule.program.libraries.written.natives import (
    forget_since,
    gradients,
    jacobian_of,
    recorded,
    taped,
    untaped,
    variables_since,
    watched,
)


class GradientTape:
    """``with tf.GradientTape() as tape:`` and then ``tape.gradient(loss, variables)``."""

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self.persistent = persistent
        self.used = False
        self.start = 0
        self.read: tuple[Any, ...] = ()

    def __enter__(self) -> GradientTape:
        taped()
        self.start = recorded()
        return self

    def __exit__(self, *error: Any) -> None:
        self.read = variables_since(self.start)
        untaped()

    def watch(self, tensor: Any) -> None:
        """Asks for gradients of a tensor that is no variable."""
        for each in tensor if isinstance(tensor, tuple | list) else [tensor]:
            watched(each)

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: Any = None,
    ) -> Any:
        """The gradients of a target for one source, or for each of several."""
        self._use()
        if isinstance(target, dict):
            target = list(target.values())
        if isinstance(target, tuple | list):
            taped()  # the tape has ended, and their sum needs a gradient
            target = sum([F.sum(each) for each in target])
            untaped()
        is_none = unconnected_gradients is None or unconnected_gradients == "none"
        return gradients(target, sources, output_gradients, is_none)

    def jacobian(self, target: Any, sources: Any, **options: Any) -> Any:
        """The derivative of every element of a target for one source, or for each of several."""
        self._use()
        return jacobian_of(target, sources)

    def stop_recording(self) -> Pause:
        """``with tape.stop_recording():`` what is computed inside has no gradient."""
        return Pause()

    def reset(self) -> None:
        """Forgets what was computed so far: it is a constant from now on."""
        forget_since(self.start)

    def watched_variables(self) -> tuple[Any, ...]:
        """The variables that were read, in the order of their first use."""
        return self.read

    def _use(self) -> None:
        """Refuses a second gradient of a tape that gives one.

        Raises:
            RuntimeError: it has given one already.
        """
        if self.used and not self.persistent:
            raise RuntimeError(
                "A non-persistent GradientTape can only be used to compute one set of gradients "
                "(or jacobians): make it with persistent=True"
            )
        self.used = True


class Pause:
    """Nothing is recorded inside."""

    def __enter__(self) -> None:
        untaped()

    def __exit__(self, *error: Any) -> None:
        taped()


class Optimizer:
    """The base of ``tf.keras.optimizers``."""

    def __init__(self, learning_rate: float = 0.001, **options: Any) -> None:
        self.learning_rate = learning_rate
        self.options = options
        self.iterations = 0
        self.memory: dict[int, Any] = {}

    def apply_gradients(self, grads_and_vars: Any) -> None:
        """Moves each variable along its gradient."""
        self.iterations = self.iterations + 1
        for gradient, variable in grads_and_vars:
            if gradient is not None:
                memory = self.memory.setdefault(id(variable), {})
                with no_grad():
                    variable.assign_sub(self.step(gradient, memory))

    def minimize(self, loss: Any, var_list: Any, tape: Any = None) -> None:
        """Moves variables along the gradients of a loss, or of what a function answers."""
        if tape is None:
            tape = GradientTape()
            with tape:
                loss = loss()
        self.apply_gradients(zip(tape.gradient(loss, var_list), var_list, strict=True))

    def step(self, gradient: Any, memory: dict[str, Any]) -> Any:
        """How far a variable is moved."""
        raise NotImplementedError("an optimiser says how far a variable is moved")


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted."""

    def __init__(
        self, learning_rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False
    ) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum
        self.nesterov = nesterov

    def step(self, gradient: Any, memory: dict[str, Any]) -> Any:
        """Straight down, or where the momentum carries."""
        step = self.learning_rate * gradient
        if self.momentum:
            velocity = self.momentum * memory.get("velocity", 0.0) + step
            memory["velocity"] = velocity
            step = self.momentum * velocity + step if self.nesterov else velocity
        return step


class Adam(Optimizer):
    """Momentum and root mean square, both corrected for their start (Kingma and Ba, 2014)."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def step(self, gradient: Any, memory: dict[str, Any]) -> Any:
        """Along the mean gradient, each element at its own speed."""
        mean = self.beta_1 * memory.get("mean", 0.0) + (1 - self.beta_1) * gradient
        squares = self.beta_2 * memory.get("squares", 0.0) + (1 - self.beta_2) * gradient**2
        memory["mean"] = mean
        memory["squares"] = squares
        first = 1 - self.beta_1**self.iterations
        second = 1 - self.beta_2**self.iterations
        rate = self.learning_rate * second**0.5 / first
        return rate * mean / (F.sqrt(squares) + self.epsilon)


class RMSprop(Optimizer):
    """Steps divided by a running root mean square of the gradients."""

    def __init__(
        self, learning_rate: float = 0.001, rho: float = 0.9, epsilon: float = 1e-7
    ) -> None:
        super().__init__(learning_rate)
        self.rho = rho
        self.epsilon = epsilon

    def step(self, gradient: Any, memory: dict[str, Any]) -> Any:
        """Each element at its own speed."""
        squares = self.rho * memory.get("squares", 0.0) + (1 - self.rho) * gradient**2
        memory["squares"] = squares
        return self.learning_rate * gradient / F.sqrt(squares + self.epsilon)
