"""The checks of the course notebook that the engine grew from."""

import numpy as np
import pytest
from chainrule import (
    AdditionNode,
    BCELossNode,
    GradientError,
    MatMulNode,
    Node,
    PowNode,
    SigmoidNode,
    SubtractionNode,
    TanhNode,
    Tensor,
    bce_loss,
    tensor,
)
from engine_torch import import_torch

X1, X2, W = [[2.0, 3.0]], [[1.0, 4.0]], [[-1.0], [1.2]]


def test_arithmetic_gives_the_printed_numbers():
    x1, x2, w = tensor(X1), tensor(X2), tensor(W)
    for result, expected in [
        (x1 + x2, [[3, 7]]),
        (x1 - x2, [[1, -1]]),
        (x2**2, [[1, 16]]),
        (x1 @ w, [[1.6]]),
        ((x1**2 - x2 @ w) ** 3, [[0.008, 140.608]]),
    ]:
        np.testing.assert_allclose(result.data, expected, rtol=1e-12)


def test_the_graph_names_its_inputs_left_and_right():
    x, w1, w2 = tensor(X1), tensor(X2, requires_grad=True), tensor(X1, requires_grad=True)
    g = x + w1 + w2
    assert isinstance(g.grad_fn, AdditionNode)
    assert g.grad_fn.right is w2
    assert g.grad_fn.left.grad_fn.left is x
    assert g.grad_fn.left.grad_fn.right is w1


def test_every_operation_has_its_node():
    x, w = tensor(X1, requires_grad=True), tensor(W)
    for result, node in [
        (x + x, AdditionNode),
        (x - x, SubtractionNode),
        (x @ w, MatMulNode),
        (x**2, PowNode),
        (x.tanh(), TanhNode),
        (x.sigmoid(), SigmoidNode),
        (bce_loss(x.sigmoid(), [[0.0, 1.0]]), BCELossNode),
    ]:
        assert type(result.grad_fn) is node
        assert isinstance(result.grad_fn, Node)


def test_backward_reaches_what_requires_a_gradient_and_nothing_else():
    x, w, y = tensor(X1), tensor(W, requires_grad=True), tensor([[0.2]])
    loss = (x @ w - y) ** 2
    loss.backward()
    np.testing.assert_allclose(w.grad, [[5.6], [8.4]], rtol=1e-12)
    assert x.grad is None
    assert y.grad is None


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "bce"])
def test_value_and_gradient_are_those_of_pytorch(name):
    torch = import_torch()
    numbers = [[-30.0, -1.5, 0.0, 0.3, 40.0]]
    target = [[0.0, 1.0, 1.0, 0.0, 1.0]]
    mine = tensor(numbers, requires_grad=True)
    theirs = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    if name == "bce":
        y = bce_loss(mine.sigmoid(), target)
        their_target = torch.tensor(target, dtype=torch.float64)
        z = torch.nn.functional.binary_cross_entropy(theirs.sigmoid(), their_target)
    else:
        y, z = getattr(mine, name)().sum(), getattr(theirs, name)().sum()
    y.backward()
    z.backward()
    assert y.item() == pytest.approx(z.item(), rel=1e-12)
    np.testing.assert_allclose(mine.grad, theirs.grad.detach().numpy(), rtol=1e-12, atol=1e-300)


def test_a_tensor_says_what_it_is():
    leaf = Tensor([[1.0]], requires_grad=True)
    assert (leaf.shape, leaf.grad, leaf.grad_fn, leaf.item()) == ((1, 1), None, None, 1.0)
    assert "requires_grad=True" in repr(leaf)
    assert "AdditionNode" in repr(leaf + 1)


def multiplication(base):
    """The reader's own node for a product, and the function that makes tensors with it."""

    class Product(base):
        def __init__(self, left, right):
            self.left = left
            self.right = right

        def backward(self, grad_output):
            self.left.grad = grad_output * self.right.data
            self.right.grad = grad_output * self.left.data

    return Product, lambda a, b: Tensor(a.data * b.data, grad_fn=Product(a, b))


@pytest.mark.parametrize("base", [object, Node])
def test_a_node_of_one_s_own_sends_its_gradients_back(base):
    kind, multiply = multiplication(base)
    x, w = tensor([[2.0, 3.0]], requires_grad=True), tensor([[-1.0, 1.2]], requires_grad=True)
    product = multiply(x, w)
    (product**2).sum().backward()

    np.testing.assert_allclose(x.grad, 2 * (x * w * w).data)
    np.testing.assert_allclose(w.grad, 2 * (x * x * w).data)
    assert isinstance(product.grad_fn, kind)
    assert (product.grad_fn.left, product.grad_fn.right) == (x, w)
    assert [node.op for node in (product.sum()).graph().nodes if node.op] == ["Product", "sum"]


def test_what_it_assigns_adds_up_over_every_use():
    _, multiply = multiplication(object)
    x = tensor([[2.0]], requires_grad=True)
    (multiply(x, x) + multiply(x, tensor([[5.0]]))).backward()

    assert x.grad.item() == 2 * 2 + 5


def test_it_knows_no_gradient_of_its_gradient():
    _, multiply = multiplication(object)
    x = tensor(2.0, requires_grad=True)
    with pytest.raises(GradientError, match="Product computes numbers only"):
        multiply(x, x).backward(create_graph=True)


def lacking(**members):
    return type("Own", (), members)()


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (lacking(left=tensor(1.0)), "Own cannot make a tensor: it has no backward"),
        (lacking(backward=lambda self, g: None), "it keeps none of the tensors"),
        (3, "int cannot make a tensor"),
    ],
)
def test_a_node_that_cannot_work_is_refused_when_it_is_attached(node, message):
    with pytest.raises(GradientError, match=message):
        Tensor(1.0, requires_grad=True, grad_fn=node)


def test_a_node_that_leaves_no_gradient_is_refused_when_it_is_asked_for():
    node = lacking(backward=lambda self, g: None)
    node.left = tensor(1.0, requires_grad=True)
    with pytest.raises(GradientError, match="left no gradient in left"):
        Tensor(1.0, grad_fn=node).backward()
