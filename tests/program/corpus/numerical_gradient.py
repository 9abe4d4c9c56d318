# gradients by differences, one place of an array after the other
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        above = f(x)
        x[ix] = old - h
        below = f(x)
        x[ix] = old
        grad[ix] = (above - below) / (2 * h)
        it.iternext()
    return grad


rows, shape = 2, (3,)
size = rows * np.prod(shape)
x = np.linspace(-0.4, 0.6, num=size).reshape(rows, *shape)
w = np.arange(size).reshape(np.prod(shape), rows) / 10.0


def energy(values):
    return np.sum(np.tanh(values.dot(w)) ** 2)


hidden = np.tanh(x.dot(w))
dx = (2 * hidden * (1 - hidden**2)).dot(w.T)
print(np.max(np.abs(dx - numerical_gradient(energy, x))) < 1e-8, dx.shape)
for place, value in np.ndenumerate(np.round(dx, 2)):
    print(place, value)
print([place for place in np.ndindex(2, 2)], sum(v**2 for v in np.nditer(w)))
n_steps = 6
dims = (n_steps,)
track = np.zeros(dims)
for k in range(1, n_steps):
    track[k] = 0.5 * track[k - 1] + 1.0
print(track, np.ediff1d(track))
