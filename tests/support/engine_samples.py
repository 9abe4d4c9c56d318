"""Samples of every operation: inputs, parameters, and the same call in PyTorch.

The engine's systematic tests walk through them. Those of most operations follow from their laws;
what needs special matrices, parameters or several calls is given here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from chainrule.engine import OPERATIONS
from engine_law_table import LAWS
from engine_laws import Elementwise, Law, smooth
from engine_laws_of_decompositions import DECOMPOSITIONS
from hypothesis import Phase, find, settings


@dataclass(frozen=True)
class Sample:
    """One call of an operation away from its kinks, and how PyTorch writes it."""

    name: str
    inputs: tuple[np.ndarray, ...]
    params: dict[str, Any] = field(default_factory=dict)
    torch: Callable[..., Any] | None = None
    smooth: bool = True
    label: str = ""
    differentiable: tuple[int, ...] | None = None
    """The inputs that have a gradient: all of them by default."""
    symmetric: bool = False
    """Whether it takes symmetric matrices only: differences are taken among those."""

    def __str__(self) -> str:
        return f"{self.name}{'-' + self.label if self.label else ''}"

    @property
    def slots(self) -> tuple[int, ...]:
        if self.differentiable is not None:
            return self.differentiable
        return tuple(range(len(self.inputs)))

    def apply(self, *tensors: Any) -> Any:
        return OPERATIONS[self.name].apply(*tensors, **self.params)


def numbers(*shape: int, low: float = -2.0, high: float = 2.0, seed: int = 0) -> np.ndarray:
    """Random numbers, none of them near a whole number or another one's."""
    generator = np.random.default_rng([seed, *shape])
    count = math.prod(shape)
    steps = generator.permutation(count) if count else np.empty(0)
    values = low + (high - low) * (steps + 0.3 + 0.4 * generator.random(count)) / max(count, 1)
    return values.reshape(shape)


A, B = numbers(3, 4), numbers(3, 4, seed=1)
ROW, CUBE = numbers(4, seed=2), numbers(2, 3, 4, seed=3)
POSITIVE = numbers(3, 4, low=0.2, high=3.0)
WHOLE = np.array([[3, -8, 100], [0, 7, -1]])
SQUARE = numbers(3, 3) + 3 * np.eye(3)
SQUARES = numbers(2, 3, 3, seed=4) + 3 * np.eye(3)


def _functional(name: str) -> Callable[..., Any]:
    def call(*tensors: Any, **params: Any) -> Any:
        import torch

        return getattr(torch.nn.functional, name)(*tensors, **params)

    return call


def _torch(name: str, *extra: Any, **fixed: Any) -> Callable[..., Any]:
    def call(*tensors: Any) -> Any:
        import torch

        found = torch
        for part in name.split("."):
            found = getattr(found, part)
        return found(*tensors, *extra, **fixed)

    return call


FUNCTIONAL = ("leaky_relu", "elu", "gelu", "softplus")


def _with_params() -> list[Sample]:
    return [
        *(Sample(name, (A * 2,), {}, _functional(name)) for name in FUNCTIONAL),
        Sample("bitwise_and", (A > 0, B > 0), {}, _torch("bitwise_and"), False, "", ()),
        Sample("bitwise_or", (A > 0, B > 0), {}, _torch("bitwise_or"), False, "", ()),
        *(
            Sample(name, (WHOLE, WHOLE % 5), {}, _torch(name), False, "", ())
            for name in ("bitwise_left_shift", "bitwise_right_shift")
        ),
        Sample("bitwise_xor", (A > 0, B > 0), {}, _torch("bitwise_xor"), False, "", ()),
        Sample("logical_not", (np.round(A),), {}, _torch("logical_not"), False, "", ()),
        Sample("bitwise_not", (A > 0,), {}, _torch("bitwise_not"), False, "", ()),
        Sample("argmax", (CUBE,), {"axis": 1}, _torch("argmax", 1), False, "", ()),
        Sample("argmin", (A,), {}, _torch("argmin"), False, "", ()),
        Sample("any", (np.round(A),), {"axis": 1}, _torch("any", 1), False, "", ()),
        Sample("all", (np.round(A),), {"axis": 0}, _torch("all", 0), False, "", ()),
        Sample(
            "floor_divide",
            (A * 5, POSITIVE),
            {},
            lambda a, b: a.div(b, rounding_mode="floor"),
            False,
        ),
        Sample("pow", (POSITIVE,), {"exponent": 2.5}, _torch("pow", 2.5)),
        Sample("pow", (A,), {"exponent": 2}, _torch("pow", 2), label="square"),
        Sample("pow", (A,), {"exponent": 3}, _torch("pow", 3), label="cube"),
        Sample("pow", (POSITIVE,), {"exponent": 0.5}, _torch("pow", 0.5), label="root"),
        Sample("pow", (A,), {"exponent": -1}, _torch("pow", -1), label="inverse"),
        Sample("pow", (A,), {"exponent": 0}, _torch("pow", 0), label="zero"),
        Sample("pow", (A,), {"exponent": 1}, _torch("pow", 1), label="one"),
        Sample("pow_tensor", (POSITIVE, A), {}, _torch("pow")),
        Sample("pow_tensor", (POSITIVE, ROW), {}, _torch("pow"), label="broadcast"),
        Sample("xlogy", (A, POSITIVE), {}, _torch("xlogy")),
        Sample("clamp", (A,), {"min": -0.5, "max": 0.9}, _torch("clamp", -0.5, 0.9)),
        Sample("clamp", (A,), {"max": 0.9}, _torch("clamp", max=0.9), label="above"),
        Sample("clamp_tensor", (A, B - 1.5, B + 1), {}, _torch("clamp")),
        Sample("where", (np.round(A), A, B), {}, _where, True, "", (1, 2)),
        Sample("round", (A,), {"decimals": 1}, _torch("round", decimals=1), False, "decimals"),
        Sample(
            "leaky_relu", (A,), {"negative_slope": 0.2}, _fixed("leaky_relu", 0.2), label="slope"
        ),
        Sample("elu", (A,), {"alpha": 0.7}, _fixed("elu", 0.7), label="alpha"),
        Sample(
            "gelu", (A,), {"approximate": "tanh"}, _fixed("gelu", approximate="tanh"), label="tanh"
        ),
        Sample(
            "softplus",
            (A * 9,),
            {"beta": 2.0, "threshold": 5.0},
            _fixed("softplus", 2.0, 5.0),
            label="beta",
        ),
        Sample("softmax", (A,), {}, _torch("softmax", -1)),
        Sample("softmax", (CUBE,), {"axis": 1}, _torch("softmax", 1), label="axis"),
        Sample("log_softmax", (A,), {}, _torch("log_softmax", -1)),
        Sample("log_softmax", (CUBE,), {"axis": 0}, _torch("log_softmax", 0), label="axis"),
        Sample("to", (A,), {"dtype": "float64"}, lambda a: a.double()),
        Sample("detach", (A,), {}, lambda a: a.detach(), False, "", ()),
    ]


def _fixed(name: str, *extra: Any, **params: Any) -> Callable[..., Any]:
    return lambda *tensors: _functional(name)(*tensors, *extra, **params)


def _where(condition: Any, a: Any, b: Any) -> Any:
    return _torch("where")(condition != 0, a, b)


def _reductions() -> list[Sample]:
    samples = []
    for name in ("sum", "mean", "prod", "max", "min", "logsumexp", "var", "std"):
        torch_name = {"max": "amax", "min": "amin"}.get(name, name)
        everything = {"logsumexp": _torch("logsumexp", (0, 1, 2))}.get(name, _torch(torch_name))
        samples.append(Sample(name, (CUBE,), {}, everything))
        samples.append(Sample(name, (CUBE,), {"axis": 1}, _torch(torch_name, dim=1), label="axis"))
        samples.append(
            Sample(
                name,
                (CUBE,),
                {"axis": -1, "keepdims": True},
                _torch(torch_name, dim=-1, keepdim=True),
                label="keepdims",
            )
        )
        two = (lambda a: a.prod(2).prod(0)) if name == "prod" else _torch(torch_name, dim=(0, 2))
        samples.append(Sample(name, (CUBE,), {"axis": (0, 2)}, two, label="axes"))
    for name in ("var", "std"):
        samples.append(
            Sample(name, (A,), {"correction": 0}, _torch(name, correction=0), label="population")
        )
    for p in (2, 1, 3, 1.5, 0.5, 0, math.inf, -math.inf, "fro"):
        samples.append(Sample("norm", (A,), {"p": p}, _torch("norm", p), p != 0, label=f"p={p}"))
    samples.append(Sample("norm", (CUBE,), {"axis": 1}, _torch("norm", 2, 1), label="axis"))
    samples.append(Sample("cumsum", (CUBE,), {"axis": 1}, _torch("cumsum", 1)))
    samples.append(Sample("cumsum", (A,), {}, lambda a: a.flatten().cumsum(0), label="flattened"))
    return samples


INDEX = np.array([[0, 2, 1, 0], [2, 2, 0, 1]], dtype=float)


def _shapes() -> list[Sample]:
    fancy = (np.array([0, 2, 2]), np.array([1, 1, 1]))
    return [
        Sample("reshape", (A,), {"shape": (2, -1)}, lambda a: a.reshape(2, -1)),
        Sample("flatten", (CUBE,), {"start": 1}, _torch("flatten", 1)),
        Sample("transpose", (CUBE,), {}, lambda a: a.mT),
        Sample(
            "transpose", (CUBE,), {"axis0": 0, "axis1": 2}, _torch("transpose", 0, 2), label="axes"
        ),
        Sample("permute", (CUBE,), {"axes": (2, 0, 1)}, lambda a: a.permute(2, 0, 1)),
        Sample("permute", (CUBE,), {}, lambda a: a.permute(2, 1, 0), label="reversed"),
        Sample("squeeze", (CUBE[:, :1],), {"axis": 1}, _torch("squeeze", 1)),
        Sample("unsqueeze", (A,), {"axis": -1}, _torch("unsqueeze", -1)),
        Sample("expand", (A[:, :1],), {"shape": (2, -1, 5)}, lambda a: a.expand(2, -1, 5)),
        Sample("flip", (CUBE,), {"axis": (0, 2)}, lambda a: a.flip((0, 2))),
        Sample("flip", (A,), {}, lambda a: a.flip((0, 1)), label="all"),
        Sample("cat", (A, B[:1], A), {}, lambda *t: _torch("cat")(t)),
        Sample("cat", (A, B[:, :2]), {"axis": -1}, lambda *t: _torch("cat")(t, -1), label="axis"),
        Sample("stack", (A, B, A), {"axis": 1}, lambda *t: _torch("stack")(t, 1)),
        Sample("getitem", (A,), {"index": (slice(None), 1)}, lambda a: a[:, 1]),
        Sample(
            "getitem",
            (A,),
            {"index": (slice(None, None, 2), None, Ellipsis)},
            lambda a: a[::2, None],
            label="slice",
        ),
        Sample(
            "getitem", (A,), {"index": fancy}, lambda a: a[[0, 2, 2], [1, 1, 1]], label="repeated"
        ),
        Sample("scatter", (ROW,), {"index": (np.array([0, 1, 1, 0]),), "shape": (3,)}, _scatter),
        Sample("index_put", (A, ROW), {"index": 1}, _put),
        Sample("clone", (A,), {}, lambda a: a.clone()),
        Sample("masked_select", (A, A > 0), {}, lambda a, m: a[m != 0], True, "", (0,)),
        Sample("masked_index", (A, A[:, 0] > 0), {}, lambda a, m: a[m != 0], True, "", (0,)),
        Sample(
            "gather",
            (A, INDEX),
            {"axis": 0},
            lambda a, i: _torch("gather")(a, 0, i.long()),
            True,
            "",
            (0,),
        ),
    ]


def _put(a: Any, b: Any) -> Any:
    result = a.clone()
    result[1] = b
    return result


def _scatter(a: Any) -> Any:
    import torch

    return torch.zeros(3, dtype=a.dtype).index_add(0, torch.tensor([0, 1, 1, 0]), a)


def _einsum(equation: str, *inputs: np.ndarray) -> Sample:
    return Sample(
        "einsum",
        inputs,
        {"equation": equation},
        lambda *t: _torch("einsum")(equation, *t),
        label=equation,
    )


def _linear_algebra() -> list[Sample]:
    return [
        Sample("matmul", (A, B.T), {}, _torch("matmul")),
        Sample("matmul", (ROW, B[0]), {}, _torch("matmul"), label="vectors"),
        Sample("matmul", (A, ROW), {}, _torch("matmul"), label="matrix-vector"),
        Sample("matmul", (ROW, B.T), {}, _torch("matmul"), label="vector-matrix"),
        Sample("matmul", (CUBE, B.T), {}, _torch("matmul"), label="batch"),
        Sample("matmul", (CUBE, ROW), {}, _torch("matmul"), label="batch-vector"),
        Sample("matmul", (ROW, CUBE.swapaxes(1, 2)), {}, _torch("matmul"), label="vector-batch"),
        Sample("outer", (ROW, A[0, :3]), {}, _torch("outer")),
        Sample("trace", (A,), {}, _torch("trace")),
        Sample("diag", (ROW,), {"diagonal": 1}, _torch("diag", 1)),
        Sample("diag", (A,), {"diagonal": -1}, _torch("diag", -1), label="of-matrix"),
        Sample("tril", (CUBE,), {"diagonal": 1}, _torch("tril", 1)),
        Sample("triu", (CUBE,), {}, _torch("triu")),
        Sample("inv", (SQUARES,), {}, _torch("inverse")),
        Sample("det", (SQUARES,), {}, _torch("det")),
        Sample("det", (SQUARE,), {}, _torch("det"), label="one"),
        Sample("solve", (SQUARE, A), {}, _torch("linalg.solve")),
        Sample("solve", (SQUARE, A[:, 0]), {}, _torch("linalg.solve"), label="vector"),
        Sample("solve", (SQUARES, A[:2, :3]), {}, _torch("linalg.solve"), label="vectors"),
        _einsum("ij,kj->ik", A, B),
        _einsum("ij,ij", A, B),
        _einsum("ii->i", SQUARE),
        _einsum("ij->", A),
        _einsum("ij->ji", A),
        _einsum("...j,j->...", CUBE, ROW),
        _einsum("bij,bkj,ik->b", CUBE, CUBE * 0.5, numbers(3, 3)),
    ]


def _losses() -> list[Sample]:
    probabilities = numbers(3, 4, low=0.05, high=0.95)
    targets = numbers(3, 4, low=0.1, high=0.9, seed=5)
    classes = np.array([0.0, 2.0, 3.0])
    shares = POSITIVE / POSITIVE.sum(1, keepdims=True)
    names = {
        "mse": "mse_loss",
        "huber": "huber_loss",
        "bce": "binary_cross_entropy",
        "bce_with_logits": "binary_cross_entropy_with_logits",
    }
    samples = []
    for reduction in ("mean", "sum", "none"):
        params = {"reduction": reduction}
        for name, torch_name in names.items():
            a = probabilities if name == "bce" else A
            samples.append(
                Sample(name, (a, targets), params, _fixed(torch_name, **params), label=reduction)
            )
        samples.append(
            Sample(
                "cross_entropy",
                (A, classes),
                params,
                _classes(reduction),
                True,
                f"classes-{reduction}",
                (0,),
            )
        )
        samples.append(
            Sample(
                "cross_entropy",
                (A, shares),
                params,
                _fixed("cross_entropy", **params),
                label=f"shares-{reduction}",
            )
        )
    samples.append(
        Sample("huber", (A, B), {"delta": 0.5}, _fixed("huber_loss", delta=0.5), label="delta")
    )
    return samples


def _classes(reduction: str) -> Callable[..., Any]:
    return lambda a, b: _functional("cross_entropy")(a, b.long(), reduction=reduction)


IMAGES, FILTERS = numbers(2, 4, 5, 6, seed=6), numbers(4, 2, 3, 2, seed=7)
VOLUMES = numbers(1, 2, 3, 5, 4, seed=12)
SIGNALS, KERNELS = numbers(2, 4, 7, seed=8), numbers(4, 2, 3, seed=9)
SIZES = {"size": (2, 3), "stride": (2, 1), "dilation": (1, 2)}


def _windows() -> list[Sample]:
    steps = {"stride": 2, "padding": 1, "groups": 2}
    return [
        Sample("windows", (IMAGES,), SIZES, _unfolded),
        Sample(
            "fold",
            (numbers(2, 1, 2, 2, 2, 3, seed=10),),
            {"shape": (5, 6), "stride": (2, 1), "dilation": (1, 2)},
            _folded,
        ),
        Sample("pad", (A,), {"padding": (1, 2, 0, 1)}, _fixed("pad", (1, 2, 0, 1))),
        *(
            Sample(
                "pad",
                (CUBE,),
                {"padding": (1, 2), "mode": mode},
                _fixed("pad", (1, 2), mode),
                label=mode,
            )
            for mode in ("reflect", "replicate", "circular")
        ),
        Sample("conv1d", (SIGNALS, KERNELS), steps, _fixed("conv1d", **steps)),
        Sample("conv2d", (IMAGES, FILTERS), steps, _fixed("conv2d", **steps)),
        Sample("conv_transpose1d", (SIGNALS, KERNELS), steps, _fixed("conv_transpose1d", **steps)),
        Sample("conv_transpose2d", (IMAGES, FILTERS), steps, _fixed("conv_transpose2d", **steps)),
        *(
            Sample(
                f"{kind}_pool{axes}d",
                (image,),
                {"kernel_size": 3, "stride": 2},
                _fixed(f"{kind}_pool{axes}d", 3, 2),
            )
            for kind in ("max", "avg")
            for axes, image in ((1, SIGNALS), (2, IMAGES), (3, VOLUMES))
        ),
    ]


def _unfolded(a: Any) -> Any:
    columns = _functional("unfold")(a, (2, 3), (1, 2), 0, (2, 1))
    return columns.reshape(2, 4, 2, 3, 2, 2).permute(0, 1, 4, 5, 2, 3)


def _folded(a: Any) -> Any:
    columns = a.permute(0, 1, 4, 5, 2, 3).reshape(2, 6, 4)
    return _functional("fold")(columns, (5, 6), (2, 3), (1, 2), 0, (2, 1))


def _parts() -> list[Sample]:
    rows = np.array([2.0, 0.0, 2.0])
    definite = SQUARES @ SQUARES.swapaxes(1, 2)

    def by(name: str) -> Callable[..., Any]:
        return lambda a, index, *source: _torch(name)(a, 0, index.long(), *source)

    return [
        Sample("index_select", (A, rows), {}, by("index_select"), True, "", (0,)),
        Sample("index_add", (A, rows, B), {}, by("index_add"), True, "", (0, 2)),
        Sample("scatter_add", (A, INDEX, B[:2]), {}, by("scatter_add"), True, "", (0, 2)),
        Sample(
            "put_along_dim",
            (A, np.array([[0.0, 2, 1, 0], [2, 1, 0, 1]]), B[:2]),
            {},
            by("scatter"),
            True,
            "",
            (0, 2),
        ),
        Sample("cumprod", (CUBE,), {"axis": 1}, _torch("cumprod", 1)),
        Sample("logcumsumexp", (CUBE,), {"axis": 1}, _torch("logcumsumexp", 1)),
        Sample("argsort", (A,), {"descending": True}, _torch("argsort", -1, True), False, "", ()),
        Sample("argtopk", (CUBE,), {"k": 2, "axis": 1}, lambda a: a.topk(2, 1)[1], False, "", ()),
        Sample("argkth", (A,), {"k": 2}, lambda a: a.kthvalue(2, -1, True)[1], False, "", ()),
        Sample("logabsdet", (SQUARES[0],), {}, lambda a: _torch("linalg.slogdet")(a)[1]),
        Sample("cholesky", (definite,), {}, _torch("linalg.cholesky"), symmetric=True),
        Sample(
            "cholesky",
            (definite[0],),
            {},
            _torch("linalg.cholesky"),
            label="one",
            symmetric=True,
        ),
    ]


def _decompositions() -> list[Sample]:
    """One matrix each: the formulas speak of one."""
    law = {law.name: law for law in DECOMPOSITIONS}
    tall = numbers(4, 2, seed=11) + 3 * np.eye(4, 2) * [1, 2]
    even = SQUARE @ SQUARE.T
    samples = [
        Sample(name, (a,), {}, law[name].torch)
        for name, a in (("singular_vectors", tall), ("svdvals", tall), ("orthogonal", tall))
    ]
    samples += [
        Sample(name, (even,), {"UPLO": "L"}, partial(law[name].torch, UPLO="L"), symmetric=True)
        for name in ("eigenvectors", "eigvalsh")
    ]
    return samples


def samples_of(law: Law) -> list[Sample]:
    """Calls of an operation of which nothing is said here: its law says it all."""
    if not isinstance(law.draw, Elementwise) or law.draw.params:
        quick = settings(database=None, derandomize=True, phases=[Phase.generate])
        inputs, params = find(smooth(law), lambda call: call[0][0].size >= 4, settings=quick)
        given = lambda *tensors: law.torch(*tensors, **params)  # noqa: E731
        return [Sample(law.name, inputs, params, given, True, law.label, law.slots, law.symmetric)]
    matrices = [numbers(3, 4, low=a, high=b, seed=k) for k, (a, b) in enumerate(law.draw.domains)]
    calls = {"": matrices}
    if len(matrices) > 1:
        calls["broadcast"] = [np.stack([matrices[0]] * 2), *(m[0] for m in matrices[1:])]
    return [
        Sample(law.name, tuple(inputs), {}, law.torch, True, label, law.slots)
        for label, inputs in calls.items()
    ]


GIVEN = [
    *_with_params(),
    *_reductions(),
    *_shapes(),
    *_linear_algebra(),
    *_losses(),
    *_windows(),
    *_parts(),
    *_decompositions(),
]

SAMPLES = [*GIVEN]
for _law in LAWS:
    if _law.name not in {sample.name for sample in GIVEN}:
        SAMPLES += samples_of(_law)
