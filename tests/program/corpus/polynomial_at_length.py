# as long as the tutorial's own: 2000 points, many turns, the gradients by hand
import math
import numpy as np

x = np.linspace(-math.pi, math.pi, 2000)
y = np.sin(x)
rng = np.random.RandomState(3)
a, b, c, d = rng.randn(4) * 0.1
for t in range(400):
    y_pred = a + b * x + c * x**2 + d * x**3
    loss = np.square(y_pred - y).sum()
    if t % 100 == 99:
        print(t, loss)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_a = grad_y_pred.sum()
    grad_b = (grad_y_pred * x).sum()
    grad_c = (grad_y_pred * x**2).sum()
    grad_d = (grad_y_pred * x**3).sum()
    a -= 1e-6 * grad_a
    b -= 1e-6 * grad_b
    c -= 1e-6 * grad_c
    d -= 1e-6 * grad_d
print(f"Result: y = {a} + {b} x + {c} x^2 + {d} x^3")
