"""PyTorch's random numbers on a CPU, reproduced with NumPy alone, bit for bit.

A `Generator` turns a seed into the numbers that ``torch.manual_seed`` with that seed leads to, as
arrays of float32 or of the dtype that is asked for. Beside it, ``initialisation`` has what
``torch.nn.init`` draws, ``layers`` what PyTorch's layers begin with, and ``loading`` what a
shuffling ``DataLoader`` and ``random_split`` draw.

The oracle is PyTorch 2.13 on a processor with AVX2 or AVX-512. Without those, PyTorch's own normal
numbers, and its uniform ones between bounds, differ in their last bits, because nothing is fused
there; all other numbers are the same everywhere. Where PyTorch calls the C library in double
precision (logarithm, sine, cosine), so does this package.

Python's ``random`` and NumPy's ``RandomState`` and ``Generator`` need nothing of this kind: they
are used as they are.
"""

from chainrule.functions.generator.generator import Generator
from chainrule.functions.generator.twister import UNSEEDED

__all__ = ["UNSEEDED", "Generator"]
