import jax.numpy as jnp
from jax import grad, jit, vmap

inputs = jnp.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
targets = jnp.array([True, True, False, True])


def sigmoid(x):
    return 0.5 * (jnp.tanh(x / 2) + 1)


def predict(W, b, inputs):
    return sigmoid(jnp.dot(inputs, W) + b)


def loss(W, b):
    preds = predict(W, b, inputs)
    label_probs = preds * targets + (1 - preds) * (1 - targets)
    return -jnp.sum(jnp.log(label_probs))


W = jnp.zeros(3)
b = 0.0
for i in range(3):
    W_grad, b_grad = grad(loss, (0, 1))(W, b)
    W = W - 0.1 * W_grad
    b = b - 0.1 * b_grad
    print(i, f"{loss(W, b):.4f}")
rows = vmap(lambda row: jnp.dot(row, W))(inputs)
fast = jit(lambda v: v * 2)(rows)
