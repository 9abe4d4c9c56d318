import jax
import jax.numpy as jnp


def f(x):
    return x[0] ** 2 * x[1] + jnp.exp(x[1])


x = jnp.array([1.0, 0.5])
g = jax.grad(f)(x)
H = jax.hessian(f)(x)
J = jax.jacfwd(lambda v: jnp.array([v[0] * v[1], v[0] + v[1]]))(x)
R = jax.jacrev(lambda v: v ** 2)(x)
print(H.shape, J)
