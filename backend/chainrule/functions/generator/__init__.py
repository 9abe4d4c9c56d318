"""PyTorch's random numbers on a CPU, reproduced with NumPy alone, bit for bit.

A `Generator` turns a seed into the numbers that ``torch.manual_seed`` with that seed leads to, as
arrays of float32 (or of the dtype that is asked for). ``initialisation`` has what ``torch.nn.init``
and the layers draw when they are made, ``loading`` what a shuffling ``DataLoader`` and
``random_split`` draw. The oracle is PyTorch 2.13 on a processor with AVX2, whose kernel for normal
numbers is followed down to its rounding; without AVX2 PyTorch itself differs in the last bits of
many normal numbers. Every other kind of number is the same on all machines, up to the C library's
logarithm, sine and cosine in double precision, which are the ones that PyTorch calls.

Python's ``random`` and NumPy's ``RandomState`` and ``Generator`` need nothing of this kind: they
are used as they are.
"""

from chainrule.functions.generator.generator import Generator
from chainrule.functions.generator.twister import UNSEEDED

__all__ = ["UNSEEDED", "Generator"]
