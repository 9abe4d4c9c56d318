"""What the suites of other libraries call: kinds of numbers, axes, margins, elements sent."""

import inspect
import re

import chainrule
import numpy as np
import pytest
from chainrule import ChainruleError, tensor
from chainrule.functions.table import TABLE
from engine_torch import import_torch
from function_calls import compare

SENT = [
    f"torch.scatter_reduce({into}, {dim}, {index}, {source}, {reduce!r}, include_self={own})"
    for reduce in ("sum", "prod", "mean", "amax", "amin")
    for own in (True, False)
    for into, dim, index, source in (
        ("x", 0, "index", "y[:2]"),
        ("x[:2]", 1, "grid", "y[:2, :3]"),
        (
            "(x - x.detach())[:2]",
            1,
            "grid",
            "(y - y.detach())[:2, :3]",
        ),  # ties, and factors that are 0
    )
    # PyTorch counts what is left out among equal extremes: part of the gradient is gone there.
    if own or into[0] != "(" or reduce not in ("amax", "amin")
]
CALLS = [
    "torch.scatter(x.detach(), 0, index, y.detach(), reduce='multiply')",
    "F.scaled_dot_product_attention(image, image[:, :2], image[:, 2:], enable_gqa=True)",
    "F.interpolate(image[:, None], scale_factor=2, mode='trilinear')",
    "F.interpolate(image[:, None], size=(3, 4, 5), mode='trilinear', align_corners=True)",
    "F.pixel_unshuffle(image[..., :4], 2)",
    *(
        f"F.pad(image, {sides}, mode={mode!r})"
        for mode in ("reflect", "replicate", "circular")
        for sides in ((-1, 2, 2, -1), (2, -2, 0, -3), (-2, -1, 2, 2))
        if mode != "circular" or min(sides) > -2  # there PyTorch reads what was never written
    ),
    "torch.copysign(x, y)",
    "torch.float_power(x.abs(), 2)",
]


@pytest.mark.parametrize("call", [*SENT, *CALLS])
def test_values_and_gradients_are_those_of_pytorch(call):
    compare(call, rtol=1e-6 if "linear" in call else 1e-11)


WHOLE = [
    "i << 2",
    "2 << i.abs()",
    "i >> 1",
    "1000 >> i.abs()",
    "lib.bitwise_left_shift(i, j.abs())",
    "lib.bitwise_right_shift(i, j.abs())",
    *(f"lib.div(i, j, rounding_mode={mode})" for mode in ("None", "'trunc'", "'floor'")),
    *("lib.fmod(i, j)", "lib.remainder(i, j)", "i // j", "i % j", "lib.equal(i, i)"),
    *(f"i.{kind}()" for kind in ("int", "long", "short", "float", "double", "bool")),
    *("i.type(lib.float32)", "i.type()", "i.new_zeros((2,), dtype=lib.float32)"),
]


@pytest.mark.parametrize("call", WHOLE)
def test_integers_stay_what_they_are_in_pytorch(call):
    torch = import_torch()
    i, j = np.array([-7, -4, 0, 5, 8, 1000]), np.array([2, -3, 5, -5, 3, 7])
    mine = eval(call, {"lib": chainrule, "i": tensor(i), "j": tensor(j)})  # noqa: S307
    theirs = eval(call, {"lib": torch, "i": torch.tensor(i), "j": torch.tensor(j)})  # noqa: S307
    if isinstance(theirs, torch.Tensor):
        kind = str(theirs.dtype).removeprefix("torch.")
        # Fractions made of integers are float64 here.
        assert str(mine.dtype) == kind or (kind == "float32" and "div" in call)
        mine, theirs = mine.tolist(), theirs.tolist()
    assert mine == pytest.approx(theirs, rel=1e-7) if isinstance(mine, list) else mine == theirs


@pytest.mark.parametrize("image", [np.arange(32), np.arange(32)[::-1] - 40])
def test_pools_of_integers_are_integers(image):
    torch = import_torch()
    whole = np.ascontiguousarray(image.reshape(1, 2, 4, 4))
    mine = chainrule.functional.max_pool2d(tensor(whole), 2, 2, 1, return_indices=True)
    theirs = torch.nn.functional.max_pool2d(torch.tensor(whole), 2, 2, 1, return_indices=True)
    for a, b in zip(mine, theirs, strict=True):
        assert a.tolist() == b.tolist()


NAMED_AXES = [
    name
    for name, function in TABLE.items()
    if re.search(r"\bdim\b", str(inspect.signature(function.call)))
]


@pytest.mark.parametrize("name", NAMED_AXES)
@pytest.mark.parametrize(
    "data", [2.5, [1.0, 2.0], [[1.0, 2.0]]], ids=["number", "vector", "matrix"]
)
def test_an_axis_that_is_not_there_is_refused(name, data):
    torch = import_torch()
    theirs = getattr(torch, name, None) or getattr(torch.nn.functional, name, None)
    count = max(np.ndim(data), 1)
    for dim in (count, -count - 1, 10):
        try:
            theirs(torch.tensor(data), dim=dim)
        except Exception:  # of whatever kind
            with pytest.raises(ChainruleError):
                TABLE[name].call(tensor(data), dim=dim)
