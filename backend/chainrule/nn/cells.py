"""One moment of time of the recurrent layers, and the layers that compute just that.

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


def rnn_step(x: Tensor, h: Tensor, weights: Any, nonlinearity: str) -> Tensor:
    """Elman, "Finding Structure in Time" (1990), with tanh or relu."""
    w_ih, w_hh, b_ih, b_hh = weights
    total = _dense(x, w_ih, b_ih) + _dense(h, w_hh, b_hh)
    return F.relu(total) if nonlinearity == "relu" else F.tanh(total)


def lstm_step(x: Tensor, h: Tensor, c: Tensor, weights: Any) -> tuple[Tensor, Tensor]:
    """Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), with a forget gate."""
    w_ih, w_hh, b_ih, b_hh = weights
    gates = _dense(x, w_ih, b_ih) + _dense(h, w_hh, b_hh)
    i, f, g, o = F.chunk(gates, 4, -1)
    c = F.sigmoid(f) * c + F.sigmoid(i) * F.tanh(g)
    return F.sigmoid(o) * F.tanh(c), c


def gru_step(x: Tensor, h: Tensor, weights: Any) -> Tensor:
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
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        rows = self.gates * hidden_size
        self.weight_ih = Parameter(F.empty(rows, input_size, dtype=dtype))
        self.weight_hh = Parameter(F.empty(rows, hidden_size, dtype=dtype))
        self.bias_ih = Parameter(F.empty(rows, dtype=dtype)) if bias else None
        self.bias_hh = Parameter(F.empty(rows, dtype=dtype)) if bias else None
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
        return text if self.bias_ih is not None else text + ", bias=False"


class RNNCell(Cell):
    """One step: tanh(W_ih x + b_ih + W_hh h + b_hh)."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, device, dtype)
        if nonlinearity not in ("tanh", "relu"):
            raise ArgumentError(f"Unknown nonlinearity: {nonlinearity}")
        self.nonlinearity = nonlinearity

    def extra_repr(self) -> str:
        """Its sizes, and what differs from the defaults."""
        text = super().extra_repr()
        return text if self.nonlinearity == "tanh" else text + f", nonlinearity={self.nonlinearity}"

    def forward(self, x: Tensor, hx: Tensor | None = None) -> Tensor:
        """Maps (..., in) and (..., h) to (..., h)."""
        return rnn_step(x, self._start(x) if hx is None else hx, self._weights(), self.nonlinearity)


class LSTMCell(Cell):
    """One step with gates for input, forgetting, candidate and output."""

    gates = 4

    def forward(self, x: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """Maps (..., in) and twice (..., h) to twice (..., h)."""
        h, c = (self._start(x), self._start(x)) if hx is None else hx
        return lstm_step(x, h, c, self._weights())


class GRUCell(Cell):
    """One step with gates for resetting, updating and the candidate."""

    gates = 3

    def forward(self, x: Tensor, hx: Tensor | None = None) -> Tensor:
        """Maps (..., in) and (..., h) to (..., h)."""
        return gru_step(x, self._start(x) if hx is None else hx, self._weights())
