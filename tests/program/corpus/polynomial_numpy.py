"""Fit a parabola to a wave, gradients by hand."""
import numpy as np
import math

xs = np.linspace(-math.pi, math.pi, 40)
target = np.cos(xs)

np.random.seed(3)
p0 = np.random.randn()
p1 = np.random.randn()
p2 = np.random.randn()

step = 1e-5
for turn in range(60):
    guess = p0 + p1 * xs + p2 * xs ** 2
    loss = np.square(guess - target).sum()
    if turn % 20 == 19:
        print(turn, loss)

    d_guess = 2.0 * (guess - target)
    g0 = d_guess.sum()
    g1 = (d_guess * xs).sum()
    g2 = (d_guess * xs ** 2).sum()

    p0 -= step * g0
    p1 -= step * g1
    p2 -= step * g2

print(f'Fit: y = {p0} + {p1} x + {p2} x^2')
