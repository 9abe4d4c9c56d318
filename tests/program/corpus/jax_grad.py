import jax
import jax.numpy as jnp
from jax import grad


def tanh(x):
    y = jnp.exp(-2.0 * x)
    return (1.0 - y) / (1.0 + y)


slope = grad(tanh)(0.5)
second = grad(grad(tanh))(0.5)
third = jax.grad(jax.grad(jax.grad(jnp.tanh)))(0.5)
print(round(float(slope), 4), round(float(second), 4))


def f(x, y):
    return x ** 2 * y + jnp.sin(y)


both = grad(f, argnums=(0, 1))(3.0, 2.0)
print([round(float(b), 3) for b in both])
