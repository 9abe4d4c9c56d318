"""Names of operations as PyTorch prints them behind ``grad_fn=``: ``<MulBackward0>``."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Node, Tensor

NAMES = {
    "add": "AddBackward0", "sub": "SubBackward0", "mul": "MulBackward0", "div": "DivBackward0",
    "neg": "NegBackward0", "pow": "PowBackward0", "pow_tensor": "PowBackward1",
    "mod": "RemainderBackward1", "abs": "AbsBackward0", "einsum": "BmmBackward0",
    "transpose": "TransposeBackward0", "getitem": "IndexBackward0", "index_put": "CopySlices",
    "maximum": "MaximumBackward0", "minimum": "MinimumBackward0", "clamp": "ClampBackward1",
    "clamp_tensor": "ClampBackward0", "reshape": "ViewBackward0", "flatten": "ViewBackward0",
    "norm": "LinalgVectorNormBackward0", "silu": "SiluBackward0", "mish": "MishBackward0",
    "cross_entropy": "NllLossBackward0", "bce": "BinaryCrossEntropyBackward0",
    "bce_with_logits": "BinaryCrossEntropyWithLogitsBackward0", "mse": "MseLossBackward0",
    "huber": "HuberLossBackward0", "logsigmoid": "LogSigmoidBackward0",
    "masked_index": "IndexBackward0", "det": "LinalgDetBackward0", "inv": "LinalgInvExBackward0",
    "solve": "LinalgSolveExBackward0", "cholesky": "LinalgCholeskyExBackward0",
    "relu": "ReluBackward0", "selu": "EluBackward0", "detach": "DetachBackward0",
    "copy": "CloneBackward0", "where": "WhereBackward0", "expand": "ExpandBackward0",
}  # fmt: skip
"""What PyTorch calls an operation of ours, where it is not its own name in one word."""

ALONG = {
    "sum": "SumBackward", "mean": "MeanBackward", "prod": "ProdBackward",
    "squeeze": "SqueezeBackward", "max": "MaxBackward", "min": "MinBackward",
}  # fmt: skip
"""Operations of which PyTorch counts the form with an axis separately; ``amax`` of the extremes."""


CALLED = {
    "t": "TBackward0", "square": "PowBackward0", "max": "MaxBackward0", "min": "MinBackward0",
    "sort": "SortBackward0", "topk": "TopkBackward0", "median": "MedianBackward0",
    "gather": "GatherBackward0", "layer_norm": "NativeLayerNormBackward0",
    "clone": "CloneBackward0", "embedding": "EmbeddingBackward0",
    "batch_norm": "NativeBatchNormBackward0",
    "linear": "AddmmBackward0", "masked_fill": "MaskedFillBackward0", "chunk": "SplitBackward0",
    "split": "SplitBackward0", "lerp": "LerpBackward0", "addmm": "AddmmBackward0",
    "mm": "MmBackward0", "bmm": "BmmBackward0", "mv": "MvBackward0", "dot": "DotBackward0",
    "outer": "MulBackward0", "narrow": "SliceBackward0", "unbind": "UnbindBackward0",
    "index_select": "IndexSelectBackward0", "rsqrt": "RsqrtBackward0", "roll": "RollBackward0",
    "repeat": "RepeatBackward0", "scatter": "ScatterBackward0", "baddbmm": "BaddbmmBackward0",
    "scatter_add": "ScatterAddBackward0", "dropout": "MulBackward0", "T": "PermuteBackward0",
    "cummax": "CummaxBackward0", "cummin": "CumminBackward0", "kthvalue": "KthvalueBackward0",
    "amax": "AmaxBackward0", "amin": "AminBackward0", "conv1d": "SqueezeBackward1",
    "conv2d": "ConvolutionBackward0", "l1_loss": "MeanBackward0",
    "smooth_l1_loss": "SmoothL1LossBackward0", "kl_div": "MeanBackward0",
    "nll_loss": "NllLossBackward0", "view": "ViewBackward0", "diagonal": "DiagonalBackward0",
}  # fmt: skip
"""What PyTorch calls the result of a function that is made of several operations here."""


def call_by(answer: Any, function: str) -> None:
    """Has the result of a call printed by the name that PyTorch has for it."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    if function in WITH_PLACES:
        parts = answer[:1] if isinstance(answer, tuple) else ()
    for part in parts:
        node: Any = part._grad_fn if isinstance(part, Tensor) else None
        if node is None or (function == "linear" and type(node).name == "matmul"):
            continue
        if "called" not in node.__dict__:
            node.called = CALLED[function]


WITH_PLACES = frozenset({"max", "min", "sort", "topk", "median", "cummax", "cummin", "kthvalue"})
"""Functions that answer values and their places, where they are asked for an axis."""


def name_of(node: Node) -> str:
    """What PyTorch would call the operation that made a tensor."""
    name = type(node).name
    if type(node).family == "own":
        return f"{name}Backward"
    called: str | None = node.__dict__.get("called")
    if called is not None:
        return called if node.output.ndim == 2 or called != "AddmmBackward0" else "ViewBackward0"
    if name == "matmul":
        left, right = (array.ndim for array in node.arrays[:2])
        if left == right == 1:
            return "DotBackward0"
        if left == 2 and right < 3:
            return "MmBackward0" if right == 2 else "MvBackward0"
        return "SqueezeBackward4" if left == 1 and right == 2 else "UnsafeViewBackward0"
    if name in ALONG:
        axis = node.params.get("axis")
        if name in ("max", "min"):
            return f"{ALONG[name]}1" if axis is None else f"A{name}Backward0"
        return f"{ALONG[name]}{int(axis is not None)}"
    if name == "getitem":
        return _of_index(node.params.get("index"))
    if name == "permute":
        return "PermuteBackward0"
    return NAMES.get(name) or "".join(map(str.capitalize, name.split("_"))) + "Backward0"


def _of_index(index: object) -> str:
    parts = index if isinstance(index, tuple) else (index,)
    if any(not isinstance(part, int | slice | type(...) | None) for part in parts):
        return "IndexBackward0"
    last = [part for part in parts if part is not ...]
    if not last:
        return "AliasBackward0"
    if last[-1] is None:
        return "UnsqueezeBackward0"
    if isinstance(last[-1], int):
        return "SelectBackward0"
    whole = [part for part in last if not (isinstance(part, slice) and part == slice(None))]
    if whole and isinstance(whole[-1], int):
        return "SelectBackward0"
    return "SliceBackward0"
