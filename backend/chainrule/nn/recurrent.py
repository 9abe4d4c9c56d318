"""Recurrent layers: plain, gated (GRU) and with a long short-term memory (LSTM).

Names, shapes and order of the gates are PyTorch's; all parameters are drawn evenly between ±1/√h.
"""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


def _dense(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    product = x @ weight.T
    return product if bias is None else product + bias


def _rnn(x: Tensor, h: Tensor, weights: Any, nonlinearity: str) -> Tensor:
    w_ih, w_hh, b_ih, b_hh = weights
    total = _dense(x, w_ih, b_ih) + _dense(h, w_hh, b_hh)
    return F.relu(total) if nonlinearity == "relu" else F.tanh(total)


def _lstm(x: Tensor, h: Tensor, c: Tensor, weights: Any) -> tuple[Tensor, Tensor]:
    """Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), with a forget gate."""
    w_ih, w_hh, b_ih, b_hh = weights
    gates = _dense(x, w_ih, b_ih) + _dense(h, w_hh, b_hh)
    i, f, g, o = F.chunk(gates, 4, -1)
    c = F.sigmoid(f) * c + F.sigmoid(i) * F.tanh(g)
    return F.sigmoid(o) * F.tanh(c), c


def _gru(x: Tensor, h: Tensor, weights: Any) -> Tensor:
    """Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder" (2014)."""
    w_ih, w_hh, b_ih, b_hh = weights
    i_r, i_z, i_n = F.chunk(_dense(x, w_ih, b_ih), 3, -1)
    h_r, h_z, h_n = F.chunk(_dense(h, w_hh, b_hh), 3, -1)
    r = F.sigmoid(i_r + h_r)
    z = F.sigmoid(i_z + h_z)
    n = F.tanh(i_n + r * h_n)
    return (1 - z) * n + z * h


class Cell(Module):
    """What the cells share: weight_ih (gates · h, in), weight_hh (gates · h, h) and two biases."""

    gates: int = 1

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, **options: Any
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.nonlinearity = options.get("nonlinearity", "tanh")
        rows = self.gates * hidden_size
        self.weight_ih = Parameter(F.empty(rows, input_size))
        self.weight_hh = Parameter(F.empty(rows, hidden_size))
        self.bias_ih = Parameter(F.empty(rows)) if bias else None
        self.bias_hh = Parameter(F.empty(rows)) if bias else None
        bound = 1.0 / hidden_size**0.5 if hidden_size > 0 else 0.0
        for parameter in self.parameters():
            initialisation.uniform_(parameter, -bound, bound)

    def _weights(self) -> tuple[Any, ...]:
        return self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh

    def _start(self, x: Tensor) -> Tensor:
        return F.zeros(*x.shape[:-1], self.hidden_size, dtype=x.dtype)

    def extra_repr(self) -> str:
        """Its sizes, and what differs from the defaults."""
        text = f"{self.input_size}, {self.hidden_size}"
        if self.nonlinearity != "tanh":
            text = text + f", nonlinearity={self.nonlinearity}"
        return text


class RNNCell(Cell):
    """One step: tanh(W_ih x + b_ih + W_hh h + b_hh)."""

    def forward(self, x: Tensor, hx: Tensor | None = None) -> Tensor:
        """Maps (..., in) and (..., h) to (..., h)."""
        return _rnn(x, self._start(x) if hx is None else hx, self._weights(), self.nonlinearity)


class LSTMCell(Cell):
    """One step with gates for input, forgetting, candidate and output."""

    gates = 4

    def forward(self, x: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """Maps (..., in) and twice (..., h) to twice (..., h)."""
        h, c = (self._start(x), self._start(x)) if hx is None else hx
        return _lstm(x, h, c, self._weights())


class GRUCell(Cell):
    """One step with gates for resetting, updating and the candidate."""

    gates = 3

    def forward(self, x: Tensor, hx: Tensor | None = None) -> Tensor:
        """Maps (..., in) and (..., h) to (..., h)."""
        return _gru(x, self._start(x) if hx is None else hx, self._weights())


class Recurrent(Module):
    """What the layers share: one cell after another along time, in one direction or both.

    Parameters are called weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, with ``_reverse``
    behind those of the second direction.
    """

    gates: int = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
    ) -> None:
        super().__init__()
        if num_layers < 1:
            raise ArgumentError("num_layers must be greater than zero")
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.nonlinearity = nonlinearity
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = dropout
        self.bidirectional = bidirectional
        rows = self.gates * hidden_size
        directions = 2 if bidirectional else 1
        for layer in range(num_layers):
            columns = input_size if layer == 0 else hidden_size * directions
            for name in self._names(layer):
                setattr(self, "weight_ih" + name, Parameter(F.empty(rows, columns)))
                setattr(self, "weight_hh" + name, Parameter(F.empty(rows, hidden_size)))
                if bias:
                    setattr(self, "bias_ih" + name, Parameter(F.empty(rows)))
                    setattr(self, "bias_hh" + name, Parameter(F.empty(rows)))
        bound = 1.0 / hidden_size**0.5 if hidden_size > 0 else 0.0
        for parameter in self.parameters():
            initialisation.uniform_(parameter, -bound, bound)

    def _names(self, layer: int) -> list[str]:
        name = f"_l{layer}"
        return [name, name + "_reverse"] if self.bidirectional else [name]

    def _weights(self, name: str) -> tuple[Any, ...]:
        parts = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return tuple(vars(self).get(part + name) for part in parts)

    def step(self, x: Tensor, state: Any, weights: Any) -> Any:
        """The state after one moment of time, from the input and the state before."""
        return (_rnn(x, state[0], weights, self.nonlinearity),)

    def _along(self, x: Tensor, state: Any, weights: Any, backwards: bool) -> Any:
        """All outputs (time, batch, h) of one layer in one direction, and the last state."""
        outputs = []
        order = range(x.shape[0])
        for time in reversed(order) if backwards else order:
            state = self.step(x[time], state, weights)
            outputs.append(state[0])
        if backwards:
            outputs.reverse()
        return F.stack(outputs), state

    def _run(self, x: Tensor, starts: Any) -> Any:
        """The last layer's outputs (time, batch, ...), and the states at the end."""
        ends: Any = [[] for _ in starts]
        place = 0
        for layer in range(self.num_layers):
            outputs = []
            for name in self._names(layer):
                state = tuple(start[place] for start in starts)
                backwards = name.endswith("_reverse")
                output, state = self._along(x, state, self._weights(name), backwards)
                outputs.append(output)
                for end, part in zip(ends, state, strict=True):
                    end.append(part)
                place = place + 1
            x = outputs[0] if len(outputs) == 1 else F.cat(outputs, -1)
            if self.dropout and layer < self.num_layers - 1:
                x = F.dropout(x, self.dropout, self.training)
        return x, tuple(F.stack(end) for end in ends)

    def _states(self, x: Tensor, hx: Any, count: int) -> Any:
        if hx is None:
            layers = self.num_layers * (2 if self.bidirectional else 1)
            shape = (layers, x.shape[1], self.hidden_size)
            return tuple(F.zeros(*shape, dtype=x.dtype) for _ in range(count))
        return (hx,) if count == 1 else tuple(hx)

    def _forward(self, x: Tensor, hx: Any, count: int) -> Any:
        is_batch = x.ndim == 3
        if not is_batch:
            x = x.unsqueeze(1)
            if hx is not None:
                hx = hx.unsqueeze(1) if count == 1 else tuple(part.unsqueeze(1) for part in hx)
        elif self.batch_first:
            x = x.transpose(0, 1)
        output, ends = self._run(x, self._states(x, hx, count))
        if not is_batch:
            return output.squeeze(1), tuple(end.squeeze(1) for end in ends)
        return (output.transpose(0, 1) if self.batch_first else output), ends

    def extra_repr(self) -> str:
        """Its sizes, and what differs from the defaults."""
        text = f"{self.input_size}, {self.hidden_size}"
        if self.num_layers != 1:
            text = text + f", num_layers={self.num_layers}"
        if self.batch_first:
            text = text + f", batch_first={self.batch_first}"
        if self.bidirectional:
            text = text + f", bidirectional={self.bidirectional}"
        return text


class RNN(Recurrent):
    """``h = tanh(W_ih x + b_ih + W_hh h + b_hh)`` along time."""

    def forward(self, x: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Maps (time, batch, in) to (time, batch, h) and the last state (layers, batch, h)."""
        output, ends = self._forward(x, hx, 1)
        return output, ends[0]


class GRU(Recurrent):
    """``GRUCell`` along time."""

    gates = 3

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
    ) -> None:
        super().__init__(
            input_size, hidden_size, num_layers, "tanh", bias, batch_first, dropout, bidirectional
        )

    def step(self, x: Tensor, state: Any, weights: Any) -> Any:
        """The state after one moment of time."""
        return (_gru(x, state[0], weights),)

    def forward(self, x: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Maps (time, batch, in) to (time, batch, h) and the last state (layers, batch, h)."""
        output, ends = self._forward(x, hx, 1)
        return output, ends[0]


class LSTM(Recurrent):
    """``LSTMCell`` along time."""

    gates = 4

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
    ) -> None:
        super().__init__(
            input_size, hidden_size, num_layers, "tanh", bias, batch_first, dropout, bidirectional
        )

    def step(self, x: Tensor, state: Any, weights: Any) -> Any:
        """The hidden state and the memory after one moment of time."""
        return _lstm(x, state[0], state[1], weights)

    def forward(
        self, x: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Maps (time, batch, in) to (time, batch, h) and both last states (layers, batch, h)."""
        return self._forward(x, hx, 2)
