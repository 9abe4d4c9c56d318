"""``torch.nn`` with ``init`` and ``utils``, and ``torch.utils.data``: the texts of ``nn/``."""

from __future__ import annotations

from chainrule.program.libraries.interpreted import files, member
from chainrule.program.libraries.natives import PARAMETER
from chainrule.program.libraries.table import Table
from chainrule.program.libraries.texts import load
from chainrule.program.libraries.vocabulary import FUNCTIONAL
from chainrule.program.values import Library

DATA_FILES = ("data",)
OPTIMISER_FILES = ("optimisers", "rates", "adaptive", "lbfgs")
SCHEDULE_FILES = ("schedules", "cycles")
OTHER_FILES = (*DATA_FILES, *OPTIMISER_FILES, *SCHEDULE_FILES, "notebook", "clipping")

MISSING = {
    "DataParallel": "a program runs on one processor; use the module itself",
    "EmbeddingBag": "Embedding, and a mean over its rows",
    "Softmax2d": "Softmax(dim=1)",
    "AdaptiveLogSoftmaxWithLoss": "LogSoftmax and NLLLoss",
}
"""What ``torch.nn`` has and Chainrule does not, and what to write instead."""


def names_in(kept: tuple[str, ...]) -> list[str]:
    """The names of ``chainrule.nn`` that stand in these files."""
    return [name for name, file in files().items() if file in kept]


def of_file(library: str, file: str, names: tuple[str, ...]) -> Library:
    """One file as a module."""
    return Library(library, Table({}, names, lambda name: load(file)[name]))


INIT = of_file(
    "torch.nn.init", "initialisation",
    ("calculate_gain", "uniform_", "normal_", "trunc_normal_", "constant_", "zeros_", "ones_",
     "eye_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_",
     "orthogonal_", "uniform", "normal", "constant", "eye", "xavier_uniform", "xavier_normal",
     "kaiming_uniform", "kaiming_normal", "orthogonal"),
)  # fmt: skip
NN_UTILS = of_file(
    "torch.nn.utils", "utils",
    ("clip_grad_norm_", "clip_grad_value_", "parameters_to_vector", "vector_to_parameters"),
)  # fmt: skip
RNN_UTILS = of_file(
    "torch.nn.utils.rnn", "sequences",
    ("pad_sequence", "PackedSequence", "pack_padded_sequence", "pad_packed_sequence",
     "pack_sequence", "unpack_sequence"),
)  # fmt: skip
NN_UTILS.table["rnn"] = RNN_UTILS
DATA = Library("torch.utils.data", Table({}, names_in(DATA_FILES), member), {
    "IterableDataset": "loop over the samples yourself",
    "RandomSampler": "DataLoader(..., shuffle=True)",
})  # fmt: skip
NN = Library(
    "torch.nn",
    Table(
        {"functional": FUNCTIONAL, "init": INIT, "utils": NN_UTILS, "Parameter": PARAMETER},
        [name for name, file in files().items() if file not in OTHER_FILES],
        member,
    ),
    MISSING,
)
"""Layers, losses and containers; a file is read when a name of it is first asked for."""
