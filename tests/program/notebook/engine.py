import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False, grad_fn=None):
        self.data = data
        self.shape = data.shape
        self.grad = None
        self.grad_fn = grad_fn
        self.requires_grad = requires_grad

    def backward(self, grad=None):
        if grad is None:
            grad = np.ones_like(self.data)
        self.grad = grad if self.grad is None else self.grad + grad
        if self.grad_fn is not None:
            self.grad_fn.backward(grad)

    def __repr__(self):
        if self.grad_fn:
            return f"tensor({self.data}, grad_fn={self.grad_fn.__class__.__name__})"
        return f"tensor({self.data}, requires_grad={self.requires_grad})"

    def item(self):
        return self.data.item()

    def __add__(self, right):
        node = AdditionNode(self, right)
        return Tensor(self.data + right.data, requires_grad=self.requires_grad or right.requires_grad, grad_fn=node)

    def __sub__(self, right):
        node = SubtractionNode(self, right)
        return Tensor(self.data - right.data, requires_grad=self.requires_grad or right.requires_grad, grad_fn=node)

    def __matmul__(self, right):
        node = MatMulNode(self, right)
        return Tensor(self.data @ right.data, requires_grad=self.requires_grad or right.requires_grad, grad_fn=node)

    def __pow__(self, right):
        node = PowNode(self, right)
        return Tensor(self.data ** right, requires_grad=self.requires_grad, grad_fn=node)

    def tanh(self):
        out = np.tanh(self.data)
        return Tensor(out, requires_grad=self.requires_grad, grad_fn=TanhNode(self, out))

    def sigmoid(self):
        out = 1 / (1 + np.exp(-self.data))
        return Tensor(out, requires_grad=self.requires_grad, grad_fn=SigmoidNode(self, out))


def tensor(data, requires_grad=False):
    return Tensor(np.array(data), requires_grad=requires_grad)


class Node:
    def __init__(self):
        pass

    def backward(self, grad_output):
        raise NotImplementedError("Unimplemented")

    def __repr__(self):
        return str(type(self))


class AdditionNode(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def backward(self, grad_output):
        self.left.backward(grad_output)
        self.right.backward(grad_output)


class SubtractionNode(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def backward(self, grad_output):
        self.left.backward(grad_output)
        self.right.backward(-grad_output)


class MatMulNode(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def backward(self, grad_output):
        self.left.backward(grad_output @ self.right.data.T)
        self.right.backward(self.left.data.T @ grad_output)


class PowNode(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def backward(self, grad_output):
        self.left.backward(grad_output * self.right * self.left.data ** (self.right - 1))


class TanhNode(Node):
    def __init__(self, left, out):
        self.left = left
        self.out = out

    def backward(self, grad_output):
        self.left.backward(grad_output * (1 - self.out**2))


class SigmoidNode(Node):
    def __init__(self, left, out):
        self.left = left
        self.out = out

    def backward(self, grad_output):
        self.left.backward(grad_output * self.out * (1 - self.out))
