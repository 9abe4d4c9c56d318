"""Names of operations as PyTorch prints them behind ``grad_fn=``: ``<MulBackward0>``."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Node, Tensor
from chainrule.engine.operations.linear_algebra import MatMulNode

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
    "soft_margin_loss": "SoftMarginLossBackward0",
    "multi_margin_loss": "MultiMarginLossBackward0",
    "multilabel_margin_loss": "MultilabelMarginLossBackward0",
    "smooth_l1_loss": "SmoothL1LossBackward0", "kl_div": "MeanBackward0",
    "rsub": "RsubBackward1", "rdiv": "MulBackward0", "rpow": "PowBackward2",
    "nll_loss": "NllLossBackward0", "view": "ViewBackward0", "diagonal": "DiagonalBackward0",
}  # fmt: skip
"""What PyTorch calls the result of a function that is made of several operations here."""


BY_REDUCTION = {
    "kl_div": {"sum": "SumBackward0", "none": "SubBackward0", "batchmean": "DivBackward0"},
    "l1_loss": {"sum": "SumBackward0", "none": "AbsBackward0"},
}
"""What differs from that where a loss is not averaged."""


def call_by(answer: Any, function: str, reduction: str = "mean") -> None:
    """Has the result of a call printed by the name that PyTorch has for it."""
    if (called := BY_REDUCTION.get(function, {}).get(reduction)) is not None:
        if isinstance(answer, Tensor) and answer._grad_fn is not None:
            answer._grad_fn.called_as = called  # type: ignore[attr-defined]
        return
    parts = answer if isinstance(answer, tuple) else (answer,)
    if function in WITH_PLACES:
        parts = answer[:1] if isinstance(answer, tuple) else ()
    for part in parts:
        node: Any = part._grad_fn if isinstance(part, Tensor) else None
        if node is None or (function == "linear" and isinstance(node, MatMulNode)):
            continue
        if "torch_function" not in node.__dict__:
            node.torch_function = function


WITH_PLACES = frozenset({"max", "min", "sort", "topk", "median", "cummax", "cummin", "kthvalue"})
"""Functions that answer values and their places, where they are asked for an axis."""


def name_of(node: Node) -> str:
    """What PyTorch would call the operation that made a tensor."""
    if (own := node.__dict__.get("called_as")) is not None:
        return str(own)
    if (function := node.__dict__.get("torch_function")) is not None:
        called = CALLED[function]
        return called if node.output.ndim == 2 or called != "AddmmBackward0" else "ViewBackward0"
    how = type(node).grad_fn_name
    if callable(how):
        return how(node)
    return how or "".join(map(str.capitalize, node.name.split("_"))) + "Backward0"
