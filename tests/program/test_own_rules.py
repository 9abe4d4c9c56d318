"""Functions with gradients of their own in JAX's, TensorFlow's and PyTorch's words."""

import numpy as np
import pytest
from chainrule.program import Limits, run


def printed(source: str) -> list[str]:
    return [line.text for line in run(source, limits=Limits(seconds=30.0)).printed]


def test_jax_goes_back_as_custom_vjp_says():
    lines = printed("""
import jax, jax.numpy as jnp
@jax.custom_vjp
def f(x, y):
    return jnp.sin(x) * y
def forward(x, y):
    return f(x, y), (jnp.cos(x), jnp.sin(x), y)
def backward(kept, g):
    cos_x, sin_x, y = kept
    return cos_x * g * y * 10, sin_x * g
f.defvjp(forward, backward)
print(f(0.0, 3.0), *jax.grad(f, (0, 1))(0.0, 3.0))
""")
    assert lines == ["0.0 30.0 0.0"]


def test_jax_transposes_what_custom_jvp_says():
    lines = printed("""
import jax, jax.numpy as jnp
@jax.custom_jvp
def log1pexp(x):
    return jnp.log(1.0 + jnp.exp(x))
@log1pexp.defjvp
def rule(primals, tangents):
    (x,), (dx,) = primals, tangents
    return log1pexp(x), (1 - 1 / (1 + jnp.exp(x))) * dx
print(jax.grad(log1pexp)(0.0), jax.grad(log1pexp)(100.0))
g = jax.grad(lambda x: jnp.sum(log1pexp(x) * jnp.array([1.0, 3.0])))(jnp.zeros(2))
print(g)
""")
    assert lines == ["0.5 1.0", "[0.5 1.5]"]


TAPE = """
import tensorflow as tf
x, y = tf.Variable(2.0), tf.Variable(3.0)
with tf.GradientTape() as t:
    {}
"""


@pytest.mark.parametrize(
    ("body", "gradients"),
    [
        ("z = x * x\n    with t.stop_recording():\n        w = y * y\n    z = z + w", (4.0, None)),
        ("w = y * y\n    t.reset()\n    z = x * x + w", (4.0, None)),
        ("z = {'a': x * x, 'b': 1 / y}", (4.0, -1 / 9)),
        ("z = [x * x, x * y]", (7.0, 2.0)),
        ("z = clipped(x * x) * y", (12.0 * 0.5 / 3.0, 4.0)),
    ],
)
def test_a_tape_gives_the_gradients_that_tensorflow_gives(body, gradients):
    head = """
import tensorflow as tf
@tf.custom_gradient
def clipped(v):
    def back(dy):
        return tf.clip_by_norm(dy, 0.5)
    return v, back
"""
    found = run(head + TAPE.format(body) + "gx, gy = t.gradient(z, [x, y])").names

    for name, expected in zip(("gx", "gy"), gradients, strict=True):
        if expected is None:
            assert found[name] is None
        else:
            assert np.isclose(found[name].item(), expected)


def test_a_tape_knows_the_variables_that_were_read():
    lines = printed(
        "import tensorflow as tf\n"
        "x = tf.Variable(2.0, name='x')\n"
        "b = tf.Variable(1.0, name='b', trainable=False)\n"
        "w = tf.Variable(3.0, name='w')\n"
        "with tf.GradientTape() as tape:\n"
        "    z = x * b + x * w\n"
        "tape.gradient(z, x)\n"
        "print([v.name for v in tape.watched_variables()])\n"
    )
    assert lines == ["['x:0', 'w:0']"]


def test_integers_of_less_than_64_bits_wrap_around():
    lines = printed("""
import numpy as np
import torch
a = np.array([200], dtype=np.uint8)
print(a + a)
print(torch.tensor([100]).to(torch.int8) * 2)
print(torch.full((2,), 2**31 - 1, dtype=torch.int32) + 1)
""")
    assert lines == [
        "[144]",
        "tensor([-56], dtype=torch.int8)",
        "tensor([-2147483648, -2147483648], dtype=torch.int32)",
    ]


def test_sequences_are_padded_to_the_longest():
    lines = printed("""
import torch
from torch.nn.utils.rnn import pad_sequence
a, b = torch.ones(3), torch.full((2,), 2.0)
print(pad_sequence([a, b], batch_first=True), pad_sequence([a, b], padding_value=-1).shape)
m = torch.zeros(2, 3).fill_diagonal_(5.0)
print(m)
""")
    assert lines == [
        "tensor([[1., 1., 1.],\n        [2., 2., 0.]]) torch.Size([3, 2])",
        "tensor([[5., 0., 0.],\n        [0., 5., 0.]])",
    ]
