"""``torch.optim`` and ``torch.optim.lr_scheduler``: the texts of ``nn/``."""

from __future__ import annotations

from chainrule.program.libraries.interpreted import member
from chainrule.program.libraries.nn import OPTIMISER_FILES, SCHEDULE_FILES, names_in
from chainrule.program.libraries.table import Table
from chainrule.program.values import Library

SCHEDULERS = Library(
    "torch.optim.lr_scheduler",
    Table(
        {},
        (*names_in(SCHEDULE_FILES), "_LRScheduler"),
        lambda name: member("LRScheduler" if name == "_LRScheduler" else name),
    ),
    {"SequentialLR": "step the one whose turn it is", "ChainedScheduler": "step each of them"},
)
OPTIM = Library(
    "torch.optim",
    Table({"lr_scheduler": SCHEDULERS}, names_in(OPTIMISER_FILES), member),
    {"SparseAdam": "Adam"},
)
