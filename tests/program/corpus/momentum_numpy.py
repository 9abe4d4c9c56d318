import numpy as np


def f(p):
    return p[0] ** 2 / 20.0 + p[1] ** 2


def df(p):
    return np.array([p[0] / 10.0, 2.0 * p[1]])


class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params.keys():
            params[key] -= self.lr * grads[key]


class Momentum(SGD):
    def __init__(self, lr=0.01, momentum=0.9):
        super().__init__(lr)
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)
        for key in params.keys():
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] += self.v[key]


paths = {}
for optimizer in (SGD(0.9), Momentum(0.1)):
    params = {'p': np.array([-7.0, 2.0])}
    path = []
    for i in range(10):
        path.append(params['p'].copy())
        optimizer.update(params, {'p': df(params['p'])})
    paths[type(optimizer).__name__] = np.array(path)
    print(type(optimizer).__name__, round(float(f(params['p'])), 6))
