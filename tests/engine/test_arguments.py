"""Arguments that cannot be meant are refused in Chainrule's own words, whatever the operation."""

import math

import numpy as np
import pytest
from chainrule.engine import (
    FUNCTIONS,
    OPERATIONS,
    ArgumentError,
    ChainruleError,
    ShapeError,
    Tensor,
)
from engine_samples import SAMPLES

ODD = [
    *(None, True, 0, -1, 1.5, 33, -99, 10**30, -(10**400), 1j, math.nan, math.inf),
    *("text", b"bytes", object(), len, int, {}, {"a": 1}, set(), range(3), slice(None), ...),
    *((), [], (0, 0), (0, -99), (33,), (None,), (1.5,), (slice(None), "x"), ["x"], [[]]),
    *([[1], [1, 2]], [Tensor(1.0), "x"], Tensor([1.0, 2.0]), Tensor(np.ones((2, 2, 2)))),
    *(np.float64(2), np.int64(1), np.array(1), np.array([1, 2]), np.array(["a"]), np.array(None)),
    *(np.zeros((2, 2, 2)), np.zeros((0, 3)), "int32", "complex128", "sum"),
]
WITHOUT_FUNCTION = {"pow_tensor", "clamp_tensor", "scatter", "index_put"}
PUBLIC = [name for name in OPERATIONS if name not in {*WITHOUT_FUNCTION, "getitem"}]
FIRST = {sample.name: sample for sample in reversed(SAMPLES)}

each = pytest.mark.parametrize("name", OPERATIONS)
each_function = pytest.mark.parametrize("name", PUBLIC)


def arguments(name):
    """A right call's arguments by their names."""
    operation, sample = OPERATIONS[name], FIRST[name]
    inputs = [Tensor(array) for array in sample.inputs]
    named = dict(zip(operation.input_names, inputs, strict=False))
    return ({"tensors": inputs} if operation.variadic else named) | sample.params


def call(name, given):
    if name == "getitem":
        return FUNCTIONS[name](given["a"], given["index"])
    if name in WITHOUT_FUNCTION:
        inputs = [given.pop(slot) for slot in OPERATIONS[name].input_names]
        return OPERATIONS[name].apply(*inputs, **given)
    return FUNCTIONS[name](**given)


def attempt(name, given):
    """The result, or the message of an error of ours."""
    try:
        return call(name, given)
    except ChainruleError as error:
        return str(error)


@each
def test_whatever_an_argument_is_the_answer_is_a_tensor_or_an_error_of_ours(name):
    for parameter in OPERATIONS[name].order:
        for odd in ODD:
            answer = attempt(name, {**arguments(name), parameter: odd})
            assert isinstance(answer, Tensor) or len(answer) > 8, (parameter, odd, answer)


@each_function
def test_a_call_without_arguments_names_what_is_missing(name):
    with pytest.raises(ArgumentError, match=rf"{name}\(\) needs"):
        FUNCTIONS[name]()


@each_function
def test_an_unknown_name_is_refused_beside_the_known_ones(name):
    with pytest.raises(ArgumentError, match="has no parameter 'bogus'; known: "):
        FUNCTIONS[name](**arguments(name), bogus=1)


@pytest.mark.parametrize(
    "name", [k for k in PUBLIC if not (OPERATIONS[k].spread or OPERATIONS[k].variadic)]
)
def test_too_many_arguments_are_counted(name):
    with pytest.raises(ArgumentError, match=r"takes at most \d+ arguments"):
        FUNCTIONS[name](*[Tensor(1.0)] * 30)


@each_function
def test_an_argument_given_twice_is_refused(name):
    given = arguments(name)
    first = OPERATIONS[name].order[0]
    with pytest.raises(ArgumentError, match=f"{first} twice"):
        FUNCTIONS[name](given[first], **given)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("sum", {"axis": 0, "dim": 0}),
        ("sum", {"keepdims": True, "keepdim": False}),
        ("var", {"correction": 0, "ddof": 1}),
        ("flip", {"axis": 0, "dims": [0]}),
    ],
)
def test_a_parameter_under_both_its_names_is_refused(name, given):
    with pytest.raises(ArgumentError, match="twice, also as"):
        FUNCTIONS[name]([[1.0, 2.0]], **given)


@pytest.mark.parametrize("name", ["sum", "mean", "max", "var", "norm", "logsumexp", "squeeze"])
@pytest.mark.parametrize("axis", [2, -3, (0, 2)])
def test_an_axis_that_is_not_there_is_named_with_the_shape(name, axis):
    with pytest.raises(ArgumentError, match=r"\(2, 3\).*axis"):
        FUNCTIONS[name](np.ones((2, 3)), axis=axis)


@pytest.mark.parametrize("name", ["sum", "mean", "max", "var", "norm", "logsumexp", "flip"])
def test_an_axis_given_twice_is_refused(name):
    with pytest.raises(ArgumentError, match="axis"):
        FUNCTIONS[name](np.ones((2, 3)), axis=(0, -2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f, t: f["add"](t, np.ones((4, 2))), r"\(2, 3\) \+ \(4, 2\): the sizes 3 and 2"),
        (lambda f, t: f["matmul"](t, t), r"\(2, 3\) @ \(2, 3\): the inner sizes 3 and 2 differ"),
        (lambda f, t: f["reshape"](t, 4), r"6 elements of shape \(2, 3\) the shape 4"),
        (lambda f, t: f["mse"](t, np.ones(3)), r"\(2, 3\) and targets \(3,\) differ"),
        (lambda f, t: f["cat"]([t, np.ones(2)]), r"\(2, 3\) and \(2,\)"),
        (lambda f, t: f["det"](t), r"square matrix, not shape \(2, 3\)"),
        (lambda f, t: f["gather"](t, 0, np.ones(2)), r"\(2, 3\) and index \(2,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_both_in_the_message(call, message):
    with pytest.raises(ShapeError, match=message):
        call(FUNCTIONS, Tensor(np.ones((2, 3))))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("div", {"rounding_mode": "up"}),
        ("std", {"unbiased": "no"}),
        ("cross_entropy", {"label_smoothing": 2.0}),
        ("cross_entropy", {"ignore_index": 1.5}),
        ("cross_entropy", {"weight": [1.0]}),
        ("sum", {"dtype": "complex64"}),
        ("add", {"alpha": "two"}),
        ("bce", {"reduction": "avg"}),
    ],
)
def test_options_are_checked_like_parameters(name, given):
    with pytest.raises(ChainruleError, match=f"{next(iter(given))}|float64, float32"):
        FUNCTIONS[name](**arguments(name) | given)


def test_pytorchs_names_for_inputs_work():
    x = Tensor([1.0, 2.0])
    assert FUNCTIONS["add"](input=x, other=1.0).tolist() == [2.0, 3.0]
    assert FUNCTIONS["mse"](input=x, target=[1.0, 1.0]).item() == 0.5
    assert FUNCTIONS["pow"](input=x, exponent=2).tolist() == [1.0, 4.0]
    assert FUNCTIONS["clamp"](input=x, min=1.5).tolist() == [1.5, 2.0]
    assert FUNCTIONS["max"](input=x, other=Tensor(1.5)).tolist() == [1.5, 2.0]
