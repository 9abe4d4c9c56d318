import autograd.numpy as np
import autograd.numpy.random as npr
from autograd import grad, value_and_grad


def init(scale, sizes, rs=npr.RandomState(0)):
    return [(scale * rs.randn(m, n), scale * rs.randn(n)) for m, n in zip(sizes[:-1], sizes[1:])]


def predict(params, inputs):
    for W, b in params:
        outputs = np.dot(inputs, W) + b
        inputs = np.tanh(outputs)
    return outputs


def objective(params, step=0):
    return np.mean((predict(params, x) - y) ** 2)


x = np.linspace(-1, 1, 7).reshape(-1, 1)
y = x ** 3
params = init(0.5, [1, 4, 1])
for i in range(4):
    value, gradient = value_and_grad(objective)(params)
    params = [(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(params, gradient)]
    print(i, round(float(value), 5))
