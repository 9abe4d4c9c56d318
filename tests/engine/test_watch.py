"""A watch is told of everything that is computed; subclasses meet by their precedence."""

import chainrule
import numpy as np
import pytest
from chainrule import Tensor, no_grad, tensor
from chainrule.engine import Watch, allocate
from chainrule.engine.state import recording


class Notebook(Watch):
    def __init__(self):
        self.notes = []

    def before(self, operation, arrays, params):
        self.notes.append(("before", operation.name, [a.shape for a in arrays]))

    def allocate(self, shape, dtype):
        self.notes.append(("allocate", shape))

    def record(self, node, result):
        self.notes.append(("record", node.name, result.shape))

    def read(self, tensor):
        self.notes.append(("read", tensor.shape))

    def backward_starts(self, output, gradient, wanted=None):
        self.notes.append(("backward", output.shape))

    def backward_done(self, output):
        self.notes.append(("done", output.shape))


def watched(function, watch):
    with recording(watch=watch):
        function()
    return watch.notes


def test_a_watch_is_told_before_and_after_every_operation():
    x = tensor([1.0, 2.0])
    assert watched(lambda: (x * x).sum().item(), Notebook()) == [
        ("before", "mul", [(2,), (2,)]),
        ("record", "mul", (2,)),
        ("before", "sum", [(2,)]),
        ("record", "sum", ()),
        ("read", ()),
    ]


def test_a_watch_may_refuse_before_anything_is_computed():
    class Guard(Notebook):
        def before(self, operation, arrays, params):
            raise MemoryError

    with pytest.raises(MemoryError), recording(watch=Guard()):
        chainrule.outer(np.ones(10**6), np.ones(10**6))


def test_a_watch_is_told_when_a_reverse_pass_begins_and_ends():
    y = tensor(2.0, requires_grad=True) * 3.0
    assert watched(y.backward, Notebook()) == [("backward", ()), ("done", ())]
    assert watched(lambda: chainrule.grad(y * 1.0, y), Notebook())[-1][0] == "record"


def test_makers_ask_before_they_make_an_array():
    assert watched(lambda: allocate((2, 3)), Notebook()) == [("allocate", (2, 3))]
    allocate((10**9, 10**9))  # nobody looks on


def test_a_watch_that_does_not_record_leaves_no_nodes():
    class Meter(Notebook):
        records = False

    watch, found = Meter(), []
    watched(lambda: found.append(tensor(1.0) * 2.0), watch)
    assert watch.notes == [("before", "mul", [(), ()])]
    assert found[0].grad_fn is None


def test_a_node_keeps_what_its_inputs_were():
    x = tensor(2.0, requires_grad=True)
    y = x * x
    z = y + x
    assert z.grad_fn.inputs == (y, x)
    assert z.grad_fn.sources == (y.grad_fn, x)


class Array(Tensor):
    precedence = 1


class Number(Tensor):
    precedence = 0


class Parameter(Tensor):
    """Says nothing of its precedence: what is computed from it is a tensor like any other."""


ONE, TWO = 1.0, [1.0, 2.0]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (Number(ONE), Number(ONE), Number),
        (Number(ONE), ONE, Number),
        (Number(ONE), Array(TWO), Array),
        (Array(TWO), np.ones(2), Array),
        (Array(TWO), Tensor(TWO), Tensor),
        (Number(ONE), Parameter(TWO), Tensor),
        (Parameter(TWO), Parameter(TWO), Tensor),
    ],
)
def test_the_result_is_of_the_class_with_the_highest_precedence(one, other, kind):
    for result in (one + other, other * one, -(one - other), (one * other).sum()):
        assert type(result) is kind


def test_a_subclass_keeps_its_class_under_no_grad():
    with no_grad():
        assert type(chainrule.exp(Array(TWO))) is Array
