"""Elementwise functions that are rarely asked for: cutting off decimals, powers of two."""

from __future__ import annotations

import math

import numpy as np

from chainrule.engine.declaration import Gradient
from chainrule.engine.effort import CHEAP, SLOW
from chainrule.engine.node import ElementwiseUnaryNode


class TruncNode(ElementwiseUnaryNode):
    """The whole number next to it on the side of 0; flat, so its gradient is 0."""

    name = "trunc"
    integers = "kept"
    symbol = "trunc"
    aliases = ("fix",)
    formula = "trunc(a)"
    torch = "torch.trunc({0})"
    effort = CHEAP
    forward = np.trunc
    gradients = (Gradient("0", lambda g, y, a: np.zeros_like(g)),)


class Exp2Node(ElementwiseUnaryNode):
    """2 to the power of each element."""

    name = "exp2"
    symbol = "2ˣ"
    formula = "2 ** a"
    torch = "torch.exp2({0})"
    effort = SLOW
    forward = np.exp2
    gradients = (Gradient("y * log(2)", lambda g, y, a: g * y * math.log(2.0)),)
