"""Modules begin with PyTorch's parameters and names, and compute its values and gradients."""

from inspect import signature

import chainrule
import numpy as np
import pytest
from chainrule import nn
from engine_torch import import_torch

IMAGE = (2, 4, 6, 6)
LENGTH = (2, 4, 9)
ROWS = (5, 8)
TIMES = (6, 3, 8)
VOLUME = (2, 4, 4, 3, 4)

LAYERS = {
    "Linear(8, 3)": ROWS,
    "Linear(8, 3, bias=False)": ROWS,
    "Bilinear(8, 8, 3)": (ROWS, ROWS),
    "Identity()": ROWS,
    "Flatten()": IMAGE,
    "Flatten(2)": IMAGE,
    "Unflatten(1, (2, 4))": ROWS,
    "LayerNorm(8)": ROWS,
    "LayerNorm((6, 6), elementwise_affine=False)": IMAGE,
    "RMSNorm(8)": ROWS,
    "GroupNorm(2, 4)": IMAGE,
    "BatchNorm1d(8)": ROWS,
    "BatchNorm1d(4, momentum=None)": LENGTH,
    "BatchNorm2d(4, affine=False)": IMAGE,
    "Conv1d(4, 6, 3, padding=1)": LENGTH,
    "Conv1d(4, 6, 3, stride=2, groups=2, bias=False)": LENGTH,
    "Conv2d(4, 3, 3)": IMAGE,
    "Conv2d(4, 2, (3, 2), stride=2, padding=1, dilation=1)": IMAGE,
    "ConvTranspose1d(4, 3, 3, stride=2)": LENGTH,
    "ConvTranspose2d(4, 3, 2, stride=2)": IMAGE,
    "BatchNorm3d(4, bias=False)": VOLUME,
    "InstanceNorm1d(4, affine=True)": LENGTH,
    "InstanceNorm2d(4, affine=True, track_running_stats=True)": IMAGE,
    "InstanceNorm2d(2)": (2, 5, 3),
    "InstanceNorm3d(4)": VOLUME,
    "GroupNorm(2, 4, bias=False)": IMAGE,
    "RMSNorm(8, elementwise_affine=False)": ROWS,
    "LocalResponseNorm(2)": IMAGE,
    "ConstantPad1d(1, 2.5)": LENGTH,
    "ConstantPad2d((1, 0, 2, 1), 3.0)": IMAGE,
    "ConstantPad3d(1, 0.5)": VOLUME,
    "ZeroPad1d((0, 2))": LENGTH,
    "ZeroPad2d(1)": IMAGE,
    "ZeroPad3d(1)": VOLUME,
    "ReflectionPad1d(2)": LENGTH,
    "ReflectionPad2d((1, 2, 0, 1))": IMAGE,
    "ReflectionPad3d(1)": VOLUME,
    "ReplicationPad1d(2)": LENGTH,
    "ReplicationPad2d(1)": IMAGE,
    "ReplicationPad3d((1, 0, 0, 2, 1, 1))": VOLUME,
    "CircularPad1d(2)": LENGTH,
    "CircularPad2d((1, 2, 0, 1))": IMAGE,
    "CircularPad3d(1)": VOLUME,
    "Unfold(3, padding=1, stride=2)": IMAGE,
    "Fold((6, 4), (2, 2), stride=2)": (2, 8, 6),
    "ChannelShuffle(2)": IMAGE,
    "Softmax2d()": IMAGE,
    "PairwiseDistance(p=1, keepdim=True)": (ROWS, ROWS),
    "LPPool1d(2, 3, stride=2)": LENGTH,
    "LPPool2d(2, (2, 3))": IMAGE,
    "LPPool3d(2, 2)": VOLUME,
    "Dropout1d(0.4)": LENGTH,
    "Dropout2d(0.4)": IMAGE,
    "Dropout3d(0.4)": VOLUME,
    "AlphaDropout(0.4)": ROWS,
    "FeatureAlphaDropout(0.4)": IMAGE,
    "RReLU(0.1, 0.3).eval()": ROWS,
    "MaxPool1d(2)": LENGTH,
    "MaxPool2d(2)": IMAGE,
    "MaxPool2d(3, stride=1, padding=1)": IMAGE,
    "AvgPool1d(3)": LENGTH,
    "AvgPool2d(2)": IMAGE,
    "MaxPool2d(2, stride=3, ceil_mode=True, dilation=2)": IMAGE,
    "MaxPool1d(2, return_indices=True)": LENGTH,
    "AvgPool2d(3, padding=1, count_include_pad=False)": IMAGE,
    "AvgPool2d(3, 2, ceil_mode=True, divisor_override=2)": IMAGE,
    "AvgPool1d(3, 2, 1, True, False)": LENGTH,
    "AdaptiveMaxPool1d(3)": LENGTH,
    "AdaptiveMaxPool2d((2, None), return_indices=True)": IMAGE,
    "Upsample(scale_factor=2)": IMAGE,
    "Upsample(size=(4, 9), mode='bicubic')": IMAGE,
    "UpsamplingBilinear2d(scale_factor=(2, 1.5))": IMAGE,
    "UpsamplingNearest2d(size=(3, 8))": IMAGE,
    "PixelShuffle(2)": IMAGE,
    "PixelUnshuffle(2)": IMAGE,
    "AdaptiveAvgPool2d(1)": IMAGE,
    "AdaptiveAvgPool2d((2, 3))": IMAGE,
    "RNNCell(8, 3)": ROWS,
    "RNNCell(8, 3, nonlinearity='relu')": ROWS,
    "LSTMCell(8, 3)": ROWS,
    "LSTMCell(8, 3, bias=False)": ROWS,
    "GRUCell(8, 3)": ROWS,
    "RNN(8, 3, num_layers=2)": TIMES,
    "RNN(8, 3, batch_first=True, nonlinearity='relu')": TIMES,
    "LSTM(8, 3)": TIMES,
    "LSTM(8, 3, num_layers=2, bidirectional=True)": TIMES,
    "GRU(8, 3, batch_first=True, bidirectional=True)": TIMES,
    "GRU(8, 3)": (6, 8),
    "PReLU()": ROWS,
    "CosineSimilarity(dim=1)": (ROWS, ROWS),
    **{
        f"{name}()": ROWS
        for name in (
            *("ReLU", "ReLU6", "LeakyReLU", "ELU", "CELU", "SELU", "GELU", "SiLU", "Mish"),
            *("Sigmoid", "LogSigmoid", "Tanh", "Tanhshrink", "Softsign", "Softplus", "Hardtanh"),
            *("Hardsigmoid", "Hardswish", "Softshrink", "Hardshrink", "GLU"),
        )
    },
    "Threshold(0.1, 20.0)": ROWS,
    "Softmax(dim=1)": ROWS,
    "Softmin(dim=1)": ROWS,
    "LogSoftmax(dim=1)": ROWS,
}


def first(result):
    while isinstance(result, tuple):
        result = result[0]
    return result


@pytest.mark.parametrize("text", LAYERS)
def test_a_layer_is_pytorchs(text):
    torch = import_torch()
    torch.manual_seed(5)
    theirs = eval(f"torch.nn.{text}", {"torch": torch})  # noqa: S307 texts of this file
    chainrule.manual_seed(5)
    ours = eval(f"nn.{text}", {"nn": nn})  # noqa: S307
    assert repr(ours) == repr(theirs)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    for name, value in theirs.state_dict().items():
        np.testing.assert_array_equal(
            np.asarray(ours.state_dict()[name]), value.detach().numpy(), name
        )
    theirs.double()
    shapes = LAYERS[text] if isinstance(LAYERS[text][0], tuple) else (LAYERS[text],)
    random = np.random.RandomState(0)
    arrays = [random.standard_normal(shape) for shape in shapes]
    wanted = [torch.tensor(array, requires_grad=True) for array in arrays]
    inputs = [chainrule.Tensor(array, requires_grad=True) for array in arrays]
    there, here = first(theirs(*wanted)), first(ours(*inputs))
    np.testing.assert_allclose(
        np.asarray(here.detach()), there.detach().numpy(), rtol=1e-10, atol=1e-12
    )
    weights = random.standard_normal(there.shape)
    (there * torch.tensor(weights)).sum().backward()
    (here * weights).sum().backward()
    pairs = [
        *zip(inputs, wanted, strict=True),
        *zip(ours.parameters(), theirs.parameters(), strict=True),
    ]
    for mine, other in pairs:
        # PyTorch computes the slope 1/6 of hardsigmoid in float32.
        rtol = 1e-7 if text.startswith("Hardsig") else 1e-9
        np.testing.assert_allclose(
            np.asarray(mine.grad), other.grad.detach().numpy(), rtol=rtol, atol=1e-11
        )
    for name, value in theirs.state_dict().items():  # running statistics moved alike
        np.testing.assert_allclose(
            np.asarray(ours.state_dict()[name]), value.detach().numpy(), rtol=1e-6
        )


NOT_THERE = {
    *("AdaptiveLogSoftmaxWithLoss", "CrossMapLRN2d", "FractionalMaxPool2d", "FractionalMaxPool3d"),
    *("LinearCrossEntropyLoss", "DataParallel", "SyncBatchNorm"),  # of several machines, or new
    *("Container", "NLLLoss2d", "RNNBase", "RNNCellBase"),  # deprecated, or bases of others
}
OTHER_NAMES = {
    "Hardtanh": {"min_value", "max_value"},  # deprecated
    "ParameterList": {"values"},  # called modules, as in the list that it is
}


def test_every_module_is_there_and_takes_pytorchs_arguments_in_their_order():
    theirs = import_torch().nn
    for name, kind in vars(theirs).items():
        if not (isinstance(kind, type) and issubclass(kind, theirs.Module)) or name in NOT_THERE:
            continue
        ours = list(signature(getattr(nn, name)).parameters.values())
        if any(p.kind is p.VAR_POSITIONAL for p in ours):  # lazy layers hand on what they are given
            continue
        wanted = [p for p in signature(kind).parameters.values() if p.kind is not p.VAR_KEYWORD]
        wanted = [p for p in wanted if p.name not in OTHER_NAMES.get(name, ())]
        assert {p.name for p in wanted} <= {p.name for p in ours} | {"args"}, name
        in_order = [p.name for p in wanted if p.kind is p.POSITIONAL_OR_KEYWORD]
        if name not in OTHER_NAMES:
            assert [p.name for p in ours][: len(in_order)] == in_order, name


def test_a_data_type_is_that_of_the_parameters():
    for layer in (
        nn.Conv2d(1, 2, 3, device="cpu", dtype=chainrule.float32),
        nn.BatchNorm1d(3, dtype=chainrule.float32),
        nn.LSTM(2, 3, dtype=chainrule.float32),
        nn.MultiheadAttention(4, 2, dtype=chainrule.float32),
        nn.TransformerEncoderLayer(4, 2, 8, dtype=chainrule.float32),
        nn.PReLU(dtype=chainrule.float32),
    ):
        assert {str(p.dtype) for p in layer.parameters()} == {"float32"}, layer


@pytest.mark.parametrize(
    ("text", "shape"),
    [("ConvTranspose2d(3, 2, stride=2)", IMAGE), ("InstanceNorm2d(affine=True)", IMAGE)],
)
def test_a_lazy_layer_finds_its_width(text, shape):
    x = np.random.RandomState(0).standard_normal(shape)
    name, arguments = text.split("(", 1)
    chainrule.manual_seed(4)
    lazy = eval(f"nn.Lazy{text}", {"nn": nn})  # noqa: S307
    found = lazy(chainrule.Tensor(x))
    chainrule.manual_seed(4)
    ordinary = eval(f"nn.{name}(4, {arguments}", {"nn": nn})  # noqa: S307
    np.testing.assert_array_equal(found.detach(), ordinary(chainrule.Tensor(x)).detach())
    assert type(lazy) is type(ordinary)


@pytest.mark.parametrize("text", ["Dropout3d", "AlphaDropout", "FeatureAlphaDropout"])
@pytest.mark.parametrize("p", [0.0, 0.4, 1.0])
def test_every_dropout_drops_what_pytorch_drops(text, p):
    torch = import_torch()
    x = np.random.RandomState(0).standard_normal((2, 3, 2, 4, 2))
    torch.manual_seed(3)
    wanted = getattr(torch.nn, text)(p)(torch.tensor(x, dtype=torch.float32))
    chainrule.manual_seed(3)
    found = getattr(nn, text)(p)(chainrule.Tensor(x))
    np.testing.assert_allclose(found.detach(), wanted.numpy(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
@pytest.mark.parametrize("padding", [None, 1])
def test_bags_are_pytorchs(mode, padding):
    torch = import_torch()
    weight = np.random.RandomState(0).standard_normal((6, 3))
    theirs = torch.nn.EmbeddingBag.from_pretrained(
        torch.tensor(weight), freeze=False, mode=mode, padding_idx=padding
    )
    ours = nn.EmbeddingBag(6, 3, mode=mode, padding_idx=padding, _weight=chainrule.Tensor(weight))
    for index, offsets in (([[0, 1, 2], [5, 5, 1]], None), ([4, 2, 1, 0, 3], [0, 2, 2, 3])):
        for module in (ours, theirs):
            module.weight.grad = None
        bounds = [] if offsets is None else [offsets]
        here = ours(chainrule.tensor(index), *map(chainrule.tensor, bounds))
        there = theirs(torch.tensor(index), *map(torch.tensor, bounds))
        np.testing.assert_allclose(here.detach(), there.detach(), rtol=1e-12)
        (here**2).sum().backward()
        (there**2).sum().backward()
        np.testing.assert_allclose(ours.weight.grad, theirs.weight.grad, rtol=1e-12)


def test_older_switches_of_losses_are_pytorchs():
    x, y = chainrule.tensor([1.0, 2.0, 4.0]), chainrule.zeros(3)
    assert float(nn.MSELoss(size_average=False)(x, y)) == 21.0
    assert nn.MSELoss(reduce=False)(x, y).shape == (3,)
    assert float(nn.L1Loss(True)(x, y)) == pytest.approx(7 / 3)


def test_attention_is_pytorchs():
    torch = import_torch()
    torch.manual_seed(1)
    theirs = torch.nn.MultiheadAttention(8, 2, batch_first=True)
    chainrule.manual_seed(1)
    ours = nn.MultiheadAttention(8, 2, batch_first=True)
    for name, value in theirs.state_dict().items():
        np.testing.assert_array_equal(
            np.asarray(ours.state_dict()[name]), value.detach().numpy(), name
        )
    theirs.double()
    x = np.random.RandomState(0).standard_normal((2, 5, 8))
    mask = np.triu(np.full((5, 5), -np.inf), 1)
    out, weights = theirs(*[torch.tensor(x)] * 3, attn_mask=torch.tensor(mask))
    mine, shown = ours(*[chainrule.Tensor(x)] * 3, attn_mask=chainrule.tensor(mask))
    np.testing.assert_allclose(
        np.asarray(mine.detach()), out.detach().numpy(), rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(np.asarray(shown.detach()), weights.detach().numpy(), rtol=1e-10)


def test_an_encoder_layer_is_pytorchs():
    torch = import_torch()
    torch.manual_seed(1)
    theirs = torch.nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    chainrule.manual_seed(1)
    ours = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    theirs.double()
    x = np.random.RandomState(0).standard_normal((2, 5, 8))
    np.testing.assert_allclose(
        np.asarray(ours(chainrule.Tensor(x)).detach()),
        theirs(torch.tensor(x)).detach().numpy(),
        rtol=1e-9,
        atol=1e-11,
    )


def test_an_embedding_looks_up_rows_and_leaves_its_padding_at_0():
    torch = import_torch()
    torch.manual_seed(2)
    theirs = torch.nn.Embedding(10, 4, padding_idx=3)
    chainrule.manual_seed(2)
    ours = nn.Embedding(10, 4, padding_idx=3)
    np.testing.assert_array_equal(np.asarray(ours.weight.detach()), theirs.weight.detach().numpy())
    ours(chainrule.tensor([[1, 3], [1, 9]])).sum().backward()
    theirs(torch.tensor([[1, 3], [1, 9]])).sum().backward()
    np.testing.assert_array_equal(np.asarray(ours.weight.grad), theirs.weight.grad.detach().numpy())


def test_dropout_drops_what_pytorch_drops_and_nothing_outside_of_training():
    torch = import_torch()
    x = np.arange(1.0, 21.0)
    torch.manual_seed(3)
    wanted = torch.nn.Dropout(0.4)(torch.tensor(x))
    chainrule.manual_seed(3)
    layer = nn.Dropout(0.4)
    np.testing.assert_allclose(
        np.asarray(layer(chainrule.Tensor(x))), wanted.detach().numpy(), rtol=1e-6
    )
    np.testing.assert_array_equal(np.asarray(layer.eval()(chainrule.Tensor(x))), x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
        self.heads = nn.ModuleList([nn.Linear(1, 1), nn.Linear(1, 1)])
        self.scale = nn.Parameter(chainrule.ones(1))
        self.register_buffer("shift", chainrule.zeros(1))
        self.hidden = [nn.Linear(9, 9)]  # a plain list is not looked into, as in PyTorch

    def forward(self, x):
        h = self.body(x)
        return self.scale * (self.heads[0](h) + self.heads[1](h)) + self.shift


def test_parameters_are_named_by_their_path_a_modules_own_first():
    assert [name for name, _ in Net().named_parameters()] == [
        "scale",
        *("body.0.weight", "body.0.bias", "body.2.weight", "body.2.bias"),
        *("heads.0.weight", "heads.0.bias", "heads.1.weight", "heads.1.bias"),
    ]
    assert list(Net().state_dict())[:2] == ["scale", "shift"]


def test_modules_in_several_places_are_listed_once_and_may_know_each_other():
    net = Net()
    net.again, net.body.owner = net.heads[0], net
    names = [name for name, _ in net.named_modules()]
    assert names == ["", "body", "body.0", "body.1", "body.2", "heads", "heads.0", "heads.1"]
    assert len(list(net.parameters())) == 9


def test_a_module_that_lists_its_own_parts_is_asked():
    class Listing(nn.Linear):
        def named_modules(self, prefix=""):
            yield "here", self

    net = nn.Sequential(Listing(2, 1), nn.Tanh())
    assert [name for name, _ in net.named_parameters()] == ["here.weight", "here.bias"]


def test_a_state_goes_from_one_module_to_another():
    one, other = Net(), Net()
    other.load_state_dict(one.state_dict())
    x = chainrule.Tensor([[0.5, -1.0]])
    np.testing.assert_array_equal(np.asarray(one(x).detach()), np.asarray(other(x).detach()))
    with pytest.raises(chainrule.ArgumentError, match="missing"):
        other.load_state_dict({})


def test_calls_of_inner_modules_are_groups():
    graph = Net()(chainrule.Tensor([[0.5, -1.0]])).sum().graph()
    assert {"body", "body/0", "body/2", "heads/0", "heads/1"} <= {g.path for g in graph.groups}


def test_a_hook_sees_every_call_until_it_is_removed():
    layer, seen = nn.Linear(2, 1), []
    hook = layer.register_forward_hook(lambda module, args, result: seen.append(result.shape))
    layer(chainrule.ones(3, 2))
    hook.remove()
    layer(chainrule.ones(3, 2))
    assert seen == [(3, 1)]


def test_the_state_goes_module_by_module_as_pytorch_s_does():
    def make(nn, ones):
        class Tied(nn.Module):
            def __init__(self):
                super().__init__()
                self.table = nn.Embedding(3, 2)
                self.body = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Linear(2, 2))
                self.out = nn.Linear(2, 3, bias=False)
                self.out.weight = self.table.weight
                self.register_buffer("mask", ones(2), persistent=False)
                self.register_buffer("scale", ones(1))

        return Tied()

    torch = import_torch()
    ours, theirs = make(nn, chainrule.ones), make(torch.nn, torch.ones)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    other = make(nn, chainrule.ones)
    other.load_state_dict(ours.state_dict())
    assert np.array_equal(other.table.weight.data, ours.table.weight.data)
