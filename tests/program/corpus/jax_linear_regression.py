import jax
import jax.numpy as jnp
import numpy as np

np.random.seed(0)
xs = jnp.array(np.random.normal(size=(20,)))
ys = 3 * xs - 1


def model(theta, x):
    w, b = theta
    return w * x + b


def loss_fn(theta, x, y):
    return jnp.mean((model(theta, x) - y) ** 2)


@jax.jit
def update(theta, x, y, lr=0.1):
    value, grads = jax.value_and_grad(loss_fn)(theta, x, y)
    return theta - lr * grads, value


theta = jnp.array([1.0, 1.0])
for _ in range(20):
    theta, value = update(theta, xs, ys)
w, b = theta
print(f"w: {w:.2f}, b: {b:.2f}")
