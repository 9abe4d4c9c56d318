"""Tensors as Python values: how they are written, what they refuse to be."""

import chainrule
import numpy as np
import pytest
from chainrule import (
    ArgumentError,
    ChainruleError,
    DtypeError,
    GradientError,
    ShapeError,
    tensor,
)
from engine_torch import import_torch


def test_a_tensor_of_one_number_is_formatted_as_that_number():
    assert f"{tensor([[1.23456]]):.2f}" == "1.23"
    assert f"{tensor(1.5)}" == "tensor(1.5)"
    with pytest.raises(ShapeError, match=r"shape is \(2,\)"):
        f"{tensor([1.0, 2.0]):.2f}"


@pytest.mark.parametrize(
    ("data", "kind"),
    [("2", "strings"), (1j, "complex numbers"), (None, "NoneType"), ([1.0, None], "None")],
)
def test_what_is_no_number_is_named(data, kind):
    with pytest.raises(DtypeError, match=f"real numbers, not .*{kind}"):
        tensor(data)


def test_several_numbers_are_neither_true_nor_false():
    assert tensor(2.0)
    with pytest.raises(ShapeError, match="neither true nor false"):
        bool(tensor([1.0, 2.0]) > 0)


# Kinds of numbers


@pytest.mark.parametrize(
    ("data", "dtype"),
    [([1, 2], "int64"), (3, "int64"), ([True], "bool"), ([1, 2.0], "float64"), ([], "float64")],
)
def test_a_tensor_holds_what_it_was_made_from(data, dtype):
    assert tensor(data).dtype == dtype
    assert chainrule.Tensor(data).dtype == "float64"


F64, F32 = tensor([1.0, 2.0]), tensor([1.0, 2.0], dtype="float32")
WHOLE, TRUTH = tensor([1, 2]), tensor([True, False])


@pytest.mark.parametrize(
    ("result", "dtype"),
    [
        (F32 * 2.5, "float32"),
        (F32 * F64, "float64"),
        (F32[0] + 1.0, "float32"),
        (1 - F32[0], "float32"),
        (F32 * tensor(2.0), "float32"),
        (F32 + WHOLE, "float32"),
        (WHOLE + 1, "int64"),
        (WHOLE * 1.5, "float64"),
        (WHOLE / 2, "float64"),
        (WHOLE // 2, "int64"),
        (WHOLE**2, "int64"),
        (TRUTH + 1, "int64"),
        (TRUTH * F32, "float32"),
        (TRUTH.sum(), "int64"),
        (WHOLE.sum(), "int64"),
        (WHOLE.exp(), "float64"),
        (WHOLE > 1, "bool"),
        (~TRUTH | TRUTH, "bool"),
        (WHOLE & 1, "int64"),
        (chainrule.where(TRUTH, WHOLE, 0.5), "float64"),
        (F64.argmax(), "int64"),
        (F64.max(0).indices, "int64"),
        (F64.long(), "int64"),
        (WHOLE.max(), "int64"),
    ],
)
def test_what_meets_has_the_dtype_that_it_has_in_pytorch(result, dtype):
    assert result.dtype == dtype


def test_integers_and_truth_values_require_no_gradient():
    with pytest.raises(GradientError, match="Only Tensors of floating point"):
        tensor([1, 2], requires_grad=True)
    with pytest.raises(GradientError, match="Only Tensors of floating point"):
        tensor([True]).requires_grad_()
    x = tensor([1.5, 2.5], requires_grad=True)
    for found in (x.long(), x.argmax(), x > 2, x.bool(), x.max(0).indices):
        assert not found.requires_grad


def test_a_mean_of_integers_is_refused():
    with pytest.raises(DtypeError, match=r"mean\(\) takes floats, not int64"):
        tensor([1, 2]).mean()


def test_a_tensor_of_integers_holds_no_fractions_in_place():
    counts = tensor([1, 2])
    counts += 1
    assert counts.tolist() == [2, 3]
    with pytest.raises(DtypeError, match="can't be cast to the desired output type"):
        counts += 0.5


def test_integers_index_and_truth_values_choose():
    w = tensor([1.0, 2.0, 3.0], requires_grad=True)
    assert w[(w > 1.5)].tolist() == [2.0, 3.0]
    assert w[[0, 1]].tolist() == [1.0, 2.0]
    assert w[tensor([True, False, True])].tolist() == [1.0, 3.0]
    assert w[tensor([2, 0])].tolist() == [3.0, 1.0]
    assert [10, 20, 30][w.argmax()] == 30
    with pytest.raises(DtypeError, match="must be long, int, byte or bool"):
        w[tensor([1.0])]
    with pytest.raises(DtypeError, match="takes integers or conditions"):
        w & w


def test_one_of_equal_elements_gets_the_whole_gradient_along_an_axis():
    x = tensor([[2.0, 2.0, 1.0]], requires_grad=True)
    values, indices = x.max(dim=1)
    assert (values.tolist(), indices.tolist()) == ([2.0], [0])
    values.sum().backward()
    assert x.grad.tolist() == [[1.0, 0.0, 0.0]]
    x.grad = None
    x.amax(dim=1).sum().backward()
    assert x.grad.tolist() == [[0.5, 0.5, 0.0]]
    assert x.min(1, True).values.shape == (1, 1)
    assert x.max(axis=1).tolist() == [2.0]  # NumPy's word, NumPy's meaning


def test_division_rounded_down_is_python_s():
    assert (tensor(1.0) // 0.1).item() == 1.0 // 0.1 == 9.0
    assert tensor(1.0).div(0.1, rounding_mode="floor").item() == 9.0
    assert tensor(-7.0).div(2.0, rounding_mode="trunc").item() == -3.0
    assert (7 // tensor(2)).item() == 3


# Members


def test_size_is_a_number_and_called_the_shape():
    x = tensor(np.ones((2, 3)))
    assert (x.size, x.size + 1, x.size(), x.size(-1)) == (6, 7, (2, 3), 3)
    with pytest.raises(ArgumentError, match=r"shape \(2, 3\) has no axis 2"):
        x.size(2)


def test_a_misspelt_member_says_what_was_meant():
    with pytest.raises(AttributeError, match="did you mean 'softmax'") as caught:
        tensor(1.0).softmx()
    assert isinstance(caught.value, ChainruleError)
    assert not hasattr(tensor(1.0), "no_such_thing")


def test_every_error_is_one_of_ours():
    x = tensor(1.0)
    with pytest.raises(ChainruleError, match="too many indices"):
        x[0] = 5.0
    with pytest.raises(ChainruleError, match="not enough memory"):
        chainrule.diag(tensor([1.0, 2.0]), 10**6)


@pytest.mark.parametrize(
    "operands",
    [
        ("int64", "float64"), ("int64", "float32"), ("bool", "float64"), ("bool", "int64"),
        ("float32", "float64"), ("int64", 2), ("float64", 2.5), ("bool", 1), ("float32", 2),
        ("int8", 2), ("int8", "int64"),
    ],
)  # fmt: skip
def test_kinds_of_numbers_meet_as_in_pytorch_whenever_they_meet(operands):
    torch = import_torch()
    for values in ([1, 0, 2], [[3, 1, 1]]):
        a, b = [chainrule.tensor(values).to(o) if isinstance(o, str) else o for o in operands]
        c, d = [
            torch.tensor(values).to(getattr(torch, o)) if isinstance(o, str) else o
            for o in operands
        ]
        for made, wanted in ((a * b, c * d), (b * a, d * c)):
            assert made.dtype.name == str(wanted.dtype).removeprefix("torch.")
            assert made.tolist() == wanted.tolist()
