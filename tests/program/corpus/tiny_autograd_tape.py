import numpy as np


class Tensor:
    def __init__(self, data, parents=(), vjps=()):
        self.data = np.asarray(data, dtype=float)
        self.parents = parents
        self.vjps = vjps
        self.grad = np.zeros_like(self.data)

    def __matmul__(self, other):
        return Tensor(self.data @ other.data, (self, other),
                      (lambda g: g @ other.data.T, lambda g: self.data.T @ g))

    def __add__(self, other):
        return Tensor(self.data + other.data, (self, other), (lambda g: g, lambda g: g.sum(axis=0)))

    def relu(self):
        return Tensor(np.maximum(self.data, 0), (self,), (lambda g: g * (self.data > 0),))

    def sum(self):
        return Tensor(self.data.sum(), (self,), (lambda g: g * np.ones_like(self.data),))

    def backward(self):
        order, seen = [], set()

        def visit(t):
            if id(t) not in seen:
                seen.add(id(t))
                for parent in t.parents:
                    visit(parent)
                order.append(t)
        visit(self)
        self.grad = np.ones_like(self.data)
        for t in reversed(order):
            for parent, vjp in zip(t.parents, t.vjps):
                parent.grad = parent.grad + vjp(t.grad)


x = Tensor([[1.0, -2.0], [0.5, 3.0]])
W = Tensor([[0.2, -0.4], [0.6, 0.1]])
b = Tensor([0.1, 0.2])
out = (x @ W + b).relu().sum()
out.backward()
print(W.grad)
print(b.grad)
