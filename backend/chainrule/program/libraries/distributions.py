"""``torch.distributions``: the text of ``nn/distributions.py``, and what it leaves out."""

from __future__ import annotations

from chainrule.program.libraries.table import Table
from chainrule.program.libraries.texts import load
from chainrule.program.values import Library

NAMES = ("Distribution", "Normal", "Bernoulli", "Categorical", "kl_divergence")
DISTRIBUTIONS = Library(
    "torch.distributions",
    Table({}, NAMES, lambda name: load("distributions")[name]),
    {
        "Uniform": "draw with low + (high - low) * torch.rand(...)",
        "MultivariateNormal": "draw with mean + L @ torch.randn(n), where L = cholesky(cov)",
    },
)
