"""The table: everything that people can call is said once, and can be called."""

import re

import chainrule
import chainrule.functional
import chainrule.linalg
import pytest
from chainrule.engine import ArgumentError, Tensor
from chainrule.functions.missing import MISSING, NUMPY_MISSING
from chainrule.functions.numpy_functions import NUMPY, NUMPY_LINALG
from chainrule.functions.table import AUTOGRAD_FUNCTIONAL, LINALG, METHODS, TABLE

ENTRIES = {
    f"{table}.{name}": entry
    for table, entries in (
        ("torch", TABLE),
        ("linalg", LINALG),
        ("autograd", AUTOGRAD_FUNCTIONAL),
        ("numpy", NUMPY),
        ("numpy.linalg", NUMPY_LINALG),
    )
    for name, entry in entries.items()
}


@pytest.fixture(params=ENTRIES.values(), ids=list(ENTRIES))
def entry(request):
    return request.param


def test_every_function_says_what_it_does(entry):
    assert callable(entry.call)
    assert re.fullmatch(r"\(.*\)", entry.signature)
    assert entry.summary.endswith(".")
    assert entry.category


def test_functions_are_attributes_of_the_module_and_of_the_package():
    for name, entry in TABLE.items():
        assert getattr(chainrule.functional, name) is entry.call
        assert callable(getattr(chainrule, name))


def test_linear_algebra_has_a_module_of_its_own():
    for name, entry in LINALG.items():
        assert getattr(chainrule.linalg, name) is entry.call
    with pytest.raises(AttributeError, match="eigh of a symmetric matrix"):
        chainrule.linalg.eig  # noqa: B018


def test_methods_stand_on_tensors():
    x = Tensor([[1.0, -2.0], [3.0, 0.5]])
    assert all(callable(getattr(x, name)) for name in METHODS)
    assert x.masked_fill(x < 0, 9.0).tolist() == [[1.0, 9.0], [3.0, 0.5]]
    assert x.sort(descending=True).values.tolist() == [[1.0, -2.0], [3.0, 0.5]]
    assert x.where(x > 0, 0.0).tolist() == [[1.0, 0.0], [3.0, 0.5]]
    assert x.new_full((2,), 7.0).tolist() == [7.0, 7.0]
    assert x.unfold(1, 2, 1).shape == (2, 1, 2)
    assert x.contiguous() is x
    assert x.dim() == 2
    assert x.t().tolist() == [[1.0, 3.0], [-2.0, 0.5]]


def test_what_is_missing_is_refused_with_what_to_write_instead():
    assert not set(MISSING) & set(TABLE)
    assert not set(NUMPY_MISSING) & set(NUMPY)
    with pytest.raises(AttributeError, match="max_pool2d is available"):
        chainrule.functional.fractional_max_pool2d  # noqa: B018
    with pytest.raises(AttributeError, match="did you mean 'softplus'"):
        chainrule.functional.softpluss  # noqa: B018


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda F, x: F.layer_norm(x), "missing a required argument: 'normalized_shape'"),
        (lambda F, x: F.layer_norm(x, (2,), epsilon=1), "no parameter 'epsilon'; known: input"),
        (lambda F, x: F.normalize(x, dim=0, axis=1), "given dim twice, also as axis"),
        (lambda F, x: F.rsqrt(x, out=x), "writes into no tensor"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(call, message):
    with pytest.raises(ArgumentError, match=re.escape(message)):
        call(chainrule.functional, Tensor([[1.0, 2.0]]))


def test_names_of_numpy_and_words_without_numbers_are_understood():
    x = Tensor([[1.0, 2.0], [3.0, 5.0]])
    same = chainrule.functional.normalize(x, dim=0).tolist()
    assert chainrule.functional.normalize(x, axis=0).tolist() == same
    assert chainrule.functional.normalize(x, dim=0, out=None, device="cpu").tolist() == same


def test_a_composition_is_a_group_in_the_drawing():
    x = Tensor([[1.0, 2.0, 6.0]], requires_grad=True)
    y = chainrule.functional.layer_norm(x, (3,))
    assert {node.group for node in _nodes(y)} == {"layer_norm"}


def _nodes(tensor):
    node = tensor.grad_fn
    if node is None:
        return
    yield node
    for t in node.inputs:
        yield from _nodes(t)


def test_the_package_has_the_functions_of_the_table():
    for name in set(TABLE) - set(chainrule.__all__):
        assert getattr(chainrule, name) is getattr(chainrule.functional, name), name


def test_functions_that_operations_are_named_like_have_pytorch_s_signature():
    x, index = chainrule.tensor([1.0, 2.0, 3.0]), chainrule.tensor([2, 0])
    assert chainrule.scatter(x, 0, index, 5.0).tolist() == [5.0, 2.0, 5.0]
    assert chainrule.index_put(x, (index,), chainrule.tensor(9.0)).tolist() == [9.0, 2.0, 9.0]
    assert chainrule.pad(x, (1, 0), value=4.0).tolist() == [4.0, 1.0, 2.0, 3.0]
    columns = chainrule.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    assert chainrule.fold(columns, (1, 3), (1, 2)).tolist() == [[[[1.0, 5.0, 4.0]]]]
