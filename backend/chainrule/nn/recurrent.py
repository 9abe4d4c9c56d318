"""Recurrent layers: plain, gated (GRU) and with a long short-term memory (LSTM).

Names, shapes and order of the gates are PyTorch's; all parameters are drawn evenly between ±1/√h.
They take sequences of one length as a tensor, and those of several lengths packed.
"""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.cells import gru_step, lstm_step, rnn_step
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter
from chainrule.nn.sequences import PackedSequence, fitted, in_order, rows_of


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
        device: Any = None,
        dtype: Any = None,
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
                setattr(self, "weight_ih" + name, Parameter(F.empty(rows, columns, dtype=dtype)))
                setattr(
                    self, "weight_hh" + name, Parameter(F.empty(rows, hidden_size, dtype=dtype))
                )
                if bias:
                    setattr(self, "bias_ih" + name, Parameter(F.empty(rows, dtype=dtype)))
                    setattr(self, "bias_hh" + name, Parameter(F.empty(rows, dtype=dtype)))
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
        return (rnn_step(x, state[0], weights, self.nonlinearity),)

    def _along(self, x: Tensor, state: Any, weights: Any, backwards: bool) -> Any:
        """The outputs of one layer in one direction at every time, and each sequence's last state.

        Where ``x`` is a list, sequences end at different times: a shorter one leaves, and backwards
        enters, on the way.
        """
        outputs: list[Tensor] = []
        ended: list[Any] = []
        start = state
        order = range(len(x))
        if backwards:
            state = tuple(part[: len(x[-1])] for part in start) if isinstance(x, list) else start
        for time in reversed(order) if backwards else order:
            if isinstance(x, list):
                state = fitted(state, start, len(x[time]), ended)
            state = self.step(x[time], state, weights)
            outputs.append(state[0])
        if backwards:
            outputs.reverse()
        for rest in reversed(ended):
            state = tuple(F.cat(pair) for pair in zip(state, rest, strict=True))
        return outputs if isinstance(x, list) else F.stack(outputs), state

    def _run(self, x: Any, starts: Any) -> Any:
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
            x = self._together(outputs)
            if self.dropout and layer < self.num_layers - 1:
                x = self._dropped(x)
        return x, tuple(F.stack(end) for end in ends)

    def _together(self, outputs: Any) -> Any:
        """The outputs of both directions side by side."""
        if len(outputs) == 1:
            return outputs[0]
        if isinstance(outputs[0], list):
            return [F.cat(pair, -1) for pair in zip(*outputs, strict=True)]
        return F.cat(outputs, -1)

    def _dropped(self, x: Any) -> Any:
        if isinstance(x, list):
            return rows_of(
                F.dropout(F.cat(x), self.dropout, self.training), [len(row) for row in x]
            )
        return F.dropout(x, self.dropout, self.training)

    def _states(self, x: Tensor, hx: Any, count: int) -> Any:
        """What every layer starts from, for inputs (batch, in) of one moment."""
        if hx is None:
            layers = self.num_layers * (2 if self.bidirectional else 1)
            shape = (layers, len(x), self.hidden_size)
            return tuple(F.zeros(*shape, dtype=x.dtype) for _ in range(count))
        return (hx,) if count == 1 else tuple(hx)

    def _packed(self, packed: Any, hx: Any, count: int) -> Any:
        """The same for sequences of several lengths, whose states come in the order of before."""
        sizes = [int(size) for size in packed.batch_sizes]
        rows = rows_of(packed.data, sizes)
        starts = in_order(self._states(rows[0], hx, count), packed.sorted_indices)
        outputs, ends = self._run(rows, starts)
        same = packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices
        return PackedSequence(F.cat(outputs), *same), in_order(ends, packed.unsorted_indices)

    def _forward(self, x: Any, hx: Any, count: int) -> Any:
        if isinstance(x, PackedSequence):
            return self._packed(x, hx, count)
        is_batch = x.ndim == 3
        if not is_batch:
            x = x.unsqueeze(1)
            if hx is not None:
                hx = hx.unsqueeze(1) if count == 1 else tuple(part.unsqueeze(1) for part in hx)
        elif self.batch_first:
            x = x.transpose(0, 1)
        output, ends = self._run(x, self._states(x[0], hx, count))
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
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        options = (batch_first, dropout, bidirectional, device, dtype)
        super().__init__(input_size, hidden_size, num_layers, "tanh", bias, *options)

    def step(self, x: Tensor, state: Any, weights: Any) -> Any:
        """The state after one moment of time."""
        return (gru_step(x, state[0], weights),)

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
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        options = (batch_first, dropout, bidirectional, device, dtype)
        super().__init__(input_size, hidden_size, num_layers, "tanh", bias, *options)

    def step(self, x: Tensor, state: Any, weights: Any) -> Any:
        """The hidden state and the memory after one moment of time."""
        return lstm_step(x, state[0], state[1], weights)

    def forward(
        self, x: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Maps (time, batch, in) to (time, batch, h) and both last states (layers, batch, h)."""
        return self._forward(x, hx, 2)
