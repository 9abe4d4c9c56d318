import numpy as np


class Optimizer:
    def __init__(self, params):
        self.params = params

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)

    def step(self):
        raise NotImplementedError("Unimplemented")


class SGD(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params)
        self.lr = lr

    def step(self):
        for p in self.params:
            p.data -= self.lr * p.grad


np.random.seed(1)
w = tensor(np.random.randn(2, 1), requires_grad=True)
b = tensor(np.random.randn(1, 1), requires_grad=True)
optimizer = SGD([w, b], lr=0.01)
for epoch in range(10):
    total = 0.0
    for i in range(len(X)):
        x = tensor(X[[i]])
        y = tensor(Y[[i]])
        optimizer.zero_grad()
        err = (x @ w + b - y) ** 2
        err.backward()
        optimizer.step()
        total += err.item()
    print(f"Epoch {epoch + 1}: MSE = {total / len(X)}")
