import autograd.numpy as np
from autograd import grad, elementwise_grad as egrad


def tanh(x):
    y = np.exp(-2.0 * x)
    return (1.0 - y) / (1.0 + y)


grad_tanh = grad(tanh)
g = grad_tanh(1.0)
numeric = (tanh(1.0001) - tanh(0.9999)) / 0.0002
print(g, abs(g - numeric) < 1e-6)
x = np.linspace(-2, 2, 5)
first = egrad(tanh)(x)
second = egrad(egrad(tanh))(x)
third = egrad(egrad(egrad(tanh)))(x)
print(np.round(second, 4))
