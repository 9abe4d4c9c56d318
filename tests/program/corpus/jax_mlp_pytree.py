import jax
import jax.numpy as jnp

params = [
    {"w": jnp.array([[0.1, -0.2, 0.3]]), "b": jnp.zeros(3)},
    {"w": jnp.array([[0.4], [-0.5], [0.6]]), "b": jnp.zeros(1)},
]


def forward(params, x):
    *hidden, last = params
    for layer in hidden:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    return x @ last["w"] + last["b"]


def loss_fn(params, x, y):
    return jnp.mean((forward(params, x) - y) ** 2)


x = jnp.linspace(-1, 1, 8).reshape(-1, 1)
y = x ** 2
for step in range(5):
    grads = jax.grad(loss_fn)(params, x, y)
    params = jax.tree_util.tree_map(lambda p, g: p - 0.1 * g, params, grads)
print(f"{loss_fn(params, x, y):.5f}")
table = jnp.zeros((2, 2)).at[0, 1].set(5.0).at[1].add(1.0)
print(table)
