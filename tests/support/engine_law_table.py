"""Every operation's law: what it is called with, and how PyTorch writes the same."""

from engine_laws_of_arrays import MATRICES, MOVED
from engine_laws_of_bits import BITS
from engine_laws_of_decompositions import DECOMPOSITIONS
from engine_laws_of_values import ELEMENTWISE, LOSSES, TOGETHER
from engine_laws_of_windows import PARTS, WINDOWS

LAWS = [
    *ELEMENTWISE,
    *BITS,
    *TOGETHER,
    *MOVED,
    *MATRICES,
    *DECOMPOSITIONS,
    *LOSSES,
    *WINDOWS,
    *PARTS,
]
