import autograd.numpy as np
from autograd import grad, jacobian, hessian


def f(x):
    return np.array([x[0] ** 2, x[0] * x[1], np.sin(x[1])])


def g(x):
    return np.sum(x ** 3) + x[0] * x[1]


x = np.array([1.0, 2.0])
J = jacobian(f)(x)
H = hessian(g)(x)
d1 = grad(lambda a, b: a * b ** 2, 1)(3.0, 4.0)
print(J)
print(H, d1)
