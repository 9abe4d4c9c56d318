# backpropagation through one neuron with nothing but Python, as course notes write it
import math

w = [2, -3, -3]
x = [-1, -2]
print(w, x, w[0], w[0] * x[0])
dot = w[0] * x[0] + w[1] * x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot))
ddot = (1 - f) * f
dx = [w[0] * ddot, w[1] * ddot]
dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]
print(f, dx, dw)
rates = [0.5, 0.25]
print(rates, rates[1] * 2, w[1] / 2, -w[2], f"{dx[0]:.3f}", [dw[0], x])
del w, x
