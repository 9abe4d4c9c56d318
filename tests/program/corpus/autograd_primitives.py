# a function whose gradient is given, and what is made of it
import autograd.numpy as np
from autograd import elementwise_grad, grad, hessian
from autograd.extend import defvjp, primitive


@primitive
def logsumexp(x):
    top = np.max(x)
    return top + np.log(np.sum(np.exp(x - top)))


def logsumexp_vjp(ans, x):
    return lambda g: np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))


@primitive
def product(a, b):
    return a * b


defvjp(logsumexp, logsumexp_vjp)
defvjp(product, lambda ans, a, b: lambda g: g * b, lambda ans, a, b: lambda g: g * a)


def energy(y):
    return np.sum(logsumexp(y**2)) + np.sum(product(y, y))


point = np.array([1.5, 0.7, -0.2])
print(energy(point), grad(energy)(point))
print(hessian(energy)(point))
print(elementwise_grad(lambda t: product(np.sin(t), t))(point))
