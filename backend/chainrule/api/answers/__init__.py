"""What answers are: each class is its JSON and its schema (``graph/serialisation.py``).

The graph, the answers of training and what the language declares are classes of their own rooms.
"""

from chainrule.api.answers.programs import (
    ArrayNumbers,
    Check,
    Examples,
    Functions,
    LeafCheck,
    Limit,
    Limits,
    Problem,
    ProgramNotes,
    SingleProblem,
    Status,
    Sweep,
)
from chainrule.api.answers.training import (
    Change,
    Datasets,
    Epochs,
    Optimiser,
    OptimiserNumber,
    Presets,
    Rows,
    TrainingStep,
)

__all__ = [
    "ArrayNumbers",
    "Change",
    "Check",
    "Datasets",
    "Epochs",
    "Examples",
    "Functions",
    "LeafCheck",
    "Limit",
    "Limits",
    "Optimiser",
    "OptimiserNumber",
    "Presets",
    "Problem",
    "ProgramNotes",
    "Rows",
    "SingleProblem",
    "Status",
    "Sweep",
    "TrainingStep",
]
