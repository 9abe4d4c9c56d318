"""What the texts need beyond the language: declared here, and given to them by their library."""

from __future__ import annotations

from typing import Any

called: Any
converted: Any
differentiable: Any
gradients: Any
jacobian_of: Any
settled: Any
taped: Any
twin: Any
untaped: Any
watched: Any
Value: Any
Variable: Any
