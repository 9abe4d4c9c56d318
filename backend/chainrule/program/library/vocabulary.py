"""Vocabulary: the functions that are no operations, declared with what help says about them."""

from __future__ import annotations

from chainrule.program.library import conversions, gradients, helpers, makers, randomness, sizes
from chainrule.program.library.function import Function

MAKERS = (
    Function(
        "data", "data(values)", "An input, without a gradient.",
        makers.leaf_maker("data"), "x = data([[2.0, 3.0]])",
        aliases=("tensor", "array", "asarray", "as_tensor", "Tensor"),
    ),
    Function(
        "param", "param(values)", "A parameter: a leaf with a gradient.",
        makers.leaf_maker("parameter"), "w = param([[-1.0], [1.2]])",
        aliases=("parameter", "Parameter", "Value"),
    ),
    Function(
        "zeros", "zeros(*shape)", "A tensor of zeros.", makers.zeros, "x = zeros(2, 3)",
        aliases=("empty",),
    ),
    Function("ones", "ones(*shape)", "A tensor of ones.", makers.ones, "x = ones(2, 3)"),
    Function(
        "zeros_like", "zeros_like(x)", "Zeros in the shape of another tensor.",
        makers.like(0.0), "x = zeros_like([1.0, 2.0])",
    ),
    Function(
        "ones_like", "ones_like(x)", "Ones in the shape of another tensor.",
        makers.like(1.0), "x = ones_like([1.0, 2.0])",
    ),
    Function(
        "full", "full(shape, fill_value)", "A tensor of one number.",
        makers.full, "x = full((2, 3), 0.5)",
    ),
    Function(
        "eye", "eye(rows, columns)", "Ones on the diagonal, zeros elsewhere.",
        makers.eye, "x = eye(3)", aliases=("identity",),
    ),
    Function(
        "arange", "arange(start, stop, step)", "Numbers from start up to, without, stop.",
        makers.arange, "x = arange(5)",
    ),
    Function(
        "linspace", "linspace(start, stop, num)", "Evenly spaced numbers, both ends included.",
        makers.linspace, "x = linspace(0, 1, 5)",
    ),
    Function(
        "randn", "randn(*shape, seed=0)", "Normal random numbers, the same on every machine.",
        randomness.randn, "w = param(randn(2, 3, seed=1))", aliases=("standard_normal",),
    ),
    Function(
        "rand", "rand(*shape, seed=0)", "Random numbers from 0 to 1, the same on every machine.",
        randomness.rand, "x = rand(2, 3, seed=1)", aliases=("random", "random_sample"),
    ),
    Function(
        "randn_like", "randn_like(x)", "Normal random numbers in the shape of another tensor.",
        randomness.randn_like, "x = randn_like([1.0, 2.0])",
    ),
    Function(
        "rand_like", "rand_like(x)", "Random numbers from 0 to 1 in the shape of another tensor.",
        randomness.rand_like, "x = rand_like([1.0, 2.0])",
    ),
    Function(
        "full_like", "full_like(x, fill_value)", "One number in the shape of another tensor.",
        makers.full_like, "x = full_like([1.0, 2.0], 0.5)",
    ),
    Function(
        "normal", "normal(loc, scale, size)", "Normal random numbers of a mean and a deviation.",
        randomness.normal, "w = param(normal(0, 0.1, (2, 3)))",
    ),
    Function(
        "uniform", "uniform(low, high, size)", "Random numbers from low to high.",
        randomness.uniform, "w = param(uniform(-1, 1, (2, 3)))",
    ),
    Function(
        "randint", "randint(low, high, size)", "Random whole numbers from low to high - 1.",
        randomness.integers, "x = randint(0, 5, (3,))",
    ),
    Function(
        "manual_seed", "manual_seed(seed)", "Where the random numbers that follow start.",
        randomness.set_seed, "manual_seed(1)\nx = randn(3)", aliases=("seed",),
    ),
)  # fmt: skip

HELPERS = (
    Function(
        "len", "len(x)", "The length of the first axis.",
        sizes.length, "x = [1.0, 2.0]\nmean = sum(x) / len(x)",
    ),
    Function(
        "size", "size(x, axis)", "The shape, or the length of one axis.",
        sizes.size, "x = [1.0, 2.0]\nmean = sum(x) / x.size(0)", method=True,
        dialects={"numpy": sizes.count},
    ),
    Function(
        "numel", "numel(x)", "The number of all elements.",
        sizes.elements, "x = [1.0, 2.0]\nmean = sum(x) / x.numel()",
        aliases=("nelement",), method=True,
    ),
    Function(
        "dim", "x.dim()", "The number of axes.",
        sizes.rank, "x = [1.0, 2.0]\ny = x * x.dim()", method=True, method_only=True,
    ),
    Function(
        "shape", "shape(x)", "The shape, as x.shape.",
        sizes.shape, "x = [1.0, 2.0]\ny = x.reshape(shape(x))",
    ),
    Function(
        "item", "x.item()", "The one number, without its gradient.",
        helpers.item, "x = 2.0\ny = x * x.item()", method=True,
    ),
    Function(
        "clone", "x.clone()", "The tensor itself, as nothing changes in place.",
        conversions.same, "x = 2.0\ny = x.clone() * 3",
        aliases=("contiguous", "copy", "double", "cpu", "cuda", "retain_grad"),
        method=True,
    ),
    Function(
        "to", "x.to(dtype)", "The tensor itself: everything is float64 on the processor.",
        conversions.convert, "x = 2.0\ny = x.to(torch.float32) * 3",
        aliases=("astype", "type_as", "type"), method=True, method_only=True,
    ),
    Function(
        "float", "float(x)", 'A number such as float("-inf"), or the tensor itself.',
        conversions.to_float, "x = [1.0, -2.0]\ny = x * (x > 0).float()", method=True,
    ),
    Function(
        "int", "int(x)", "The number without its fraction, or a tensor that has none.",
        conversions.to_integer, "x = [1.0, 2.0]\ny = x[: int(3 / 2)]",
        aliases=("long",), method=True,
    ),
    Function(
        "bool", "x.bool()", "1 where the element is not 0, else 0.",
        conversions.truth, "x = [1.0, 0.0]\ny = x * x.bool()", method=True,
    ),
    Function(
        "grad", "grad(y, x)",
        "The gradient of a number for what it was computed from, as a tensor to go on with.",
        gradients.gradient, "x = 2.0\ny = x ** 3\nslope = grad(y, x)\ncurvature = grad(slope, x)",
        formula="∂y/∂x", dialects={"torch": gradients.torch_gradient},
    ),
    Function(
        "requires_grad_", "x.requires_grad_()", "Makes a leaf a parameter.",
        helpers.require_gradient, "x = tensor([1.0, 2.0]).requires_grad_()\ny = sum(x * x)",
        method=True,
    ),
    Function(
        "group", 'with group("name"):', "Draws what is computed inside as one group.",
        helpers.elsewhere, 'x = 2.0\nwith group("square"):\n    y = x * x',
    ),
    Function(
        "range", "for i in range(n):", "Repeats the lines below.",
        helpers.elsewhere, "x = 2.0\nfor i in range(3):\n    x = x * 0.5",
    ),
)  # fmt: skip
