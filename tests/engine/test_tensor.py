"""Tensors as Python values: how they are written, what they refuse to be."""

import pytest
from chainrule import DtypeError, ShapeError, tensor


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
