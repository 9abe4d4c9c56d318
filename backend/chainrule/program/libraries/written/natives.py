"""What the texts need beyond the language: declared here, and given to them by their library."""

from __future__ import annotations

from typing import Any

called: Any
converted: Any
differentiable: Any
entered: Any
forget_since: Any
left: Any
recorded: Any
ruled: Any
variables_since: Any
gradients: Any
jacobian_of: Any
settled: Any
taped: Any
twin: Any
untaped: Any
watched: Any
Dropout: Any
GradientTape: Any
InputLayer: Any
Layer: Any
Module: Any
Value: Any
Variable: Any
activations: Any
drawn: Any
losses: Any
optimizers: Any
shuffled: Any
