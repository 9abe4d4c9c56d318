import numpy as np


def f(x):
    return np.sum(np.sin(x) * x ** 2)


def eval_numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    it = np.ndindex(*x.shape)
    for ix in it:
        old = x[ix]
        x[ix] = old + h
        fxph = f(x)
        x[ix] = old - h
        fxmh = f(x)
        x[ix] = old
        grad[ix] = (fxph - fxmh) / (2 * h)
    return grad


def rel_error(x, y):
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))


x = np.array([[0.5, -1.0], [2.0, 3.0]])
analytic = np.cos(x) * x ** 2 + 2 * x * np.sin(x)
print(rel_error(analytic, eval_numerical_gradient(f, x)) < 1e-7)
print(analytic)
