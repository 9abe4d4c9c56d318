"""TensorFlow: variables, tapes, functions, losses and optimisers, without TensorFlow itself."""

import numpy as np
import pytest
from chainrule.program import Limits, ProgramError, run

torch = pytest.importorskip("torch")
IMPORT = "import tensorflow as tf\n"


def printed(source: str) -> list[str]:
    """What a program prints."""
    return [line for each in run(IMPORT + source).printed for line in each.text.split("\n")]


def value_of(source: str, name: str) -> np.ndarray:
    """The numbers that a name stands for in the end."""
    return run(IMPORT + source).names[name].detach().numpy()


# What they say of themselves


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("print(tf.constant(3.0))", ["tf.Tensor(3.0, shape=(), dtype=float32)"]),
        ("print(tf.constant([1, 2]))", ["tf.Tensor([1 2], shape=(2,), dtype=int32)"]),
        ("print(tf.constant([[1.0], [2.0]]))",
         ["tf.Tensor(", "[[1.]", " [2.]], shape=(2, 1), dtype=float32)"]),
        ("print([tf.constant(0.5)])", ["[<tf.Tensor: shape=(), dtype=float32, numpy=0.5>]"]),
        ("print(tf.Variable([0.0, 1.0]))",
         ["<tf.Variable 'Variable:0' shape=(2,) dtype=float32, "
          "numpy=array([0., 1.], dtype=float32)>"]),
        ("print(tf.Variable(1.0, name='w').name)", ["w:0"]),
        ("print(tf.constant(0.1).numpy() + 0)", ["0.1"]),
        ("print(tf.ones((2, 3)).shape, tf.constant(1.0).dtype)", ["(2, 3) <dtype: 'float32'>"]),
    ],
)  # fmt: skip
def test_tensors_are_shown_as_tensorflow_shows_them(source, lines):
    assert printed(source) == lines


def test_variables_are_set_and_tensors_are_not():
    source = """
w = tf.Variable([1.0, 2.0])
w.assign_add([1.0, 1.0])
w.assign_sub([0.5, 0.0])
print(w.numpy())
w.assign([0.0, 7.0])
print(w.numpy())
"""
    assert printed(source) == ["[1.5 3. ]", "[0. 7.]"]
    for change in ("w += 1", "tf.constant([1.0])[0] = 2.0", "w.assign([1.0, 2.0])"):
        with pytest.raises(ProgramError):
            run(f"{IMPORT}w = tf.Variable(1.0)\n{change}")


# Tapes


def test_only_what_a_tape_sees_has_a_gradient():
    source = """
w = tf.Variable(3.0)
before = w * 2.0
with tf.GradientTape() as tape:
    inside = w * before
after = inside * w
print(tape.gradient(inside, w))
with tf.GradientTape() as tape:
    pass
print(tape.gradient(after, w))
"""
    assert printed(source) == ["tf.Tensor(6.0, shape=(), dtype=float32)", "None"]


def test_gradients_come_in_the_containers_of_the_sources_and_may_be_none():
    source = """
a, b, c = tf.Variable(2.0), tf.Variable(5.0), tf.constant(1.0)
with tf.GradientTape(persistent=True) as tape:
    y = a * a
print(tape.gradient(y, {"a": a, "b": b}), tape.gradient(y, [a])[0].numpy(), tape.gradient(y, c))
print(tape.gradient(y, b, unconnected_gradients=tf.UnconnectedGradients.ZERO).numpy())
"""
    assert printed(source) == [
        "{'a': <tf.Tensor: shape=(), dtype=float32, numpy=4.0>, 'b': None} 4.0 None",
        "0.0",
    ]


def test_a_tape_gives_one_gradient_unless_it_is_persistent():
    source = "w = tf.Variable(1.0)\nwith tf.GradientTape() as t:\n    y = w * w\nt.gradient(y, w)\n"

    with pytest.raises(ProgramError, match="non-persistent GradientTape"):
        run(IMPORT + source + "t.gradient(y, w)")


def test_tapes_inside_of_tapes_give_higher_derivatives():
    source = """
x = tf.Variable(2.0)
with tf.GradientTape() as outer:
    with tf.GradientTape() as inner:
        y = x ** 4
    slope = inner.gradient(y, x)
bend = outer.gradient(slope, x)
"""
    found = run(IMPORT + source)

    assert (float(found.names["slope"]), float(found.names["bend"])) == (32.0, 48.0)
    assert found.moments.lines == [7 + 1]


def test_constants_are_watched_and_jacobians_computed():
    source = """
x = tf.constant([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    tape.watch(x)
    y = x ** 2
g = tape.gradient(y, x)
j = tape.jacobian(y, x)
w = tape.gradient(y, x, output_gradients=tf.constant([1.0, 10.0]))
"""
    names = run(IMPORT + source).names

    assert names["g"].tolist() == [2.0, 4.0]
    assert names["j"].tolist() == [[2.0, 0.0], [0.0, 4.0]]
    assert names["w"].tolist() == [2.0, 40.0]


# Functions

X = [[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]]


@pytest.mark.parametrize(
    ("call", "theirs"),
    [
        ("tf.reduce_sum(x, axis=1)", lambda x: x.sum(1)),
        ("tf.reduce_mean(x, axis=0, keepdims=True)", lambda x: x.mean(0, keepdim=True)),
        ("tf.reduce_max(x, axis=[0, 1])", lambda x: x.max()),
        ("tf.math.reduce_std(x)", lambda x: x.std(correction=0)),
        ("tf.reduce_logsumexp(x, axis=1)", lambda x: x.logsumexp(1)),
        ("tf.matmul(x, x, transpose_b=True)", lambda x: x @ x.T),
        ("tf.transpose(x, perm=[1, 0])", lambda x: x.T),
        ("tf.concat([x, x], axis=1)", lambda x: torch.cat([x, x], 1)),
        ("tf.stack([x, x])", lambda x: torch.stack([x, x])),
        ("tf.math.log(tf.abs(x))", lambda x: x.abs().log()),
        ("tf.nn.softmax(x)", lambda x: x.softmax(-1)),
        ("tf.nn.leaky_relu(x)", lambda x: torch.nn.functional.leaky_relu(x, 0.2)),
        ("tf.clip_by_value(x, -0.5, 1.0)", lambda x: x.clamp(-0.5, 1.0)),
        ("tf.where(x > 0, x, 0.1 * x)", lambda x: torch.where(x > 0, x, 0.1 * x)),
        ("tf.gather(x, [1, 0])", lambda x: x[[1, 0]]),
        ("tf.reshape(x, [-1, 2])", lambda x: x.reshape(-1, 2)),
        ("tf.norm(x)", lambda x: x.norm()),
        ("tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[2, 0], logits=x)",
         lambda x: torch.nn.functional.cross_entropy(
             x, torch.tensor([2, 0]), reduction="none")),
        ("tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones((2, 3)), logits=x)",
         lambda x: torch.nn.functional.softplus(-x)),
        ("tf.keras.losses.MeanSquaredError()(tf.zeros((2, 3)), x)", lambda x: (x ** 2).mean()),
        ("tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)([2, 0], x)",
         lambda x: torch.nn.functional.cross_entropy(x, torch.tensor([2, 0]))),
    ],
)  # fmt: skip
def test_functions_and_their_gradients_are_pytorchs(call, theirs):
    x = torch.tensor(X, dtype=torch.float64, requires_grad=True)
    wanted = theirs(x)
    wanted.sum().backward()
    source = f"""{IMPORT}
x = tf.Variable({X})
with tf.GradientTape() as tape:
    y = {call}
g = tape.gradient(y, x)
"""
    names = run(source).names

    np.testing.assert_allclose(names["y"].data, wanted.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(names["g"].data, x.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_arguments_have_tensorflows_defaults():
    source = "x = tf.constant([[1.0, 5.0], [3.0, 2.0]])\n"

    assert printed(source + "print(tf.argmax(x).numpy(), tf.range(3).numpy())") == ["[1 0] [0 1 2]"]


# Optimisers


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SGD(0.1)", lambda p: torch.optim.SGD(p, 0.1)),
        ("SGD(0.1, momentum=0.9)", lambda p: torch.optim.SGD(p, 0.1, momentum=0.9)),
        ("SGD(0.1, momentum=0.9, nesterov=True)",
         lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True)),
    ],
)  # fmt: skip
def test_gradient_descent_is_pytorchs(ours, theirs):
    w = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = theirs([w])
    for _ in range(5):
        optimiser.zero_grad()
        (w**4).sum().backward()
        optimiser.step()
    source = f"""
w = tf.Variable([1.0, -2.0])
opt = tf.keras.optimizers.{ours}
for i in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w ** 4)
    opt.apply_gradients(zip(tape.gradient(loss, [w]), [w]))
"""
    np.testing.assert_allclose(value_of(source, "w"), w.detach().numpy(), rtol=1e-12)


def test_adam_takes_the_steps_of_its_paper_with_keras_epsilon():
    source = """
w = tf.Variable([1.0, -2.0])
opt = tf.keras.optimizers.Adam(learning_rate=0.1)
opt.minimize(lambda: tf.reduce_sum(w ** 2), [w])
opt.minimize(lambda: tf.reduce_sum(w ** 2), [w])
"""
    w, mean, square = np.array([1.0, -2.0]), 0.0, 0.0
    for step in (1, 2):
        mean, square = 0.9 * mean + 0.1 * 2 * w, 0.999 * square + 0.001 * (2 * w) ** 2
        rate = 0.1 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        w = w - rate * mean / (np.sqrt(square) + 1e-7)

    np.testing.assert_allclose(value_of(source, "w"), w, rtol=1e-12)


def test_modules_know_their_variables():
    source = """
class Dense(tf.Module):
    def __init__(self, n):
        super().__init__()
        self.w = tf.Variable(tf.ones((n, 1)))
        self.b = tf.Variable(0.0, trainable=False)
class Model(tf.Module):
    def __init__(self):
        super().__init__(name="model")
        self.layers = [Dense(2), Dense(3)]
m = Model()
print(len(m.variables), [v.shape for v in m.trainable_variables], m.name)
"""
    assert printed(source) == ["4 [(2, 1), (3, 1)] model"]


@pytest.mark.parametrize("name", ["placeholder(3)", "keras.layers.LSTM(3)", "data.Dataset"])
def test_what_is_left_out_says_what_to_write(name):
    with pytest.raises(ProgramError) as refusal:
        run(f"{IMPORT}x = tf.{name}")

    assert refusal.value.problems[0].hint


def test_random_numbers_are_said_to_be_others():
    found = run(IMPORT + "tf.random.set_seed(1)\nx = tf.random.normal((2, 2), stddev=0.1)")

    assert "TensorFlow draws other random numbers than these" in found.notes


XOR = """
tf.random.set_seed(1)
layers = tf.keras.layers
model = tf.keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(1, "sigmoid")])
x, y = tf.constant([[0.0, 0], [0, 1], [1, 0], [1, 1]]), tf.constant([0.0, 1, 1, 0])
model.compile(tf.keras.optimizers.Adam(0.1), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=30, verbose=0)
print(history.history["loss"][-1] < 0.1 < history.history["loss"][0], model.evaluate(x, y)[1])
print([w.shape for w in model.weights], model.count_params(), model.predict(x).shape)
"""


def test_a_model_of_layers_is_trained():
    lines = [p.text for p in run(IMPORT + XOR, limits=Limits(seconds=120.0)).printed]
    assert lines == ["True 1.0", "[(2, 16), (16,), (16, 1), (1,)] 65 (4, 1)"]


def test_layers_and_models_of_ones_own_are_built_at_their_first_call():
    assert printed(
        "class Scaled(tf.keras.layers.Layer):\n"
        "    def __init__(self, units):\n"
        "        super().__init__()\n        self.units = units\n"
        "    def build(self, shape):\n"
        "        self.kernel = self.add_weight('kernel', (shape[-1], self.units), 'ones')\n"
        "    def call(self, inputs):\n        return tf.matmul(inputs, self.kernel)\n"
        "class Net(tf.keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n        self.inner = Scaled(2)\n"
        "    def call(self, x):\n        return 2.0 * self.inner(x)\n"
        "net = Net()\n"
        "print(len(net.variables))\n"
        "x = tf.constant([[1.0, 3.0]])\n"
        "with tf.GradientTape() as tape:\n    loss = tf.reduce_sum(net(x))\n"
        "print(loss.numpy(), tape.gradient(loss, net.trainable_variables)[0].numpy())\n"
    ) == ["0", "16.0 [[2. 2.]", " [6. 6.]]"]


def test_targets_without_the_last_axis_get_it_as_in_keras():
    assert printed(
        "y, p = tf.constant([1.0, 0.0]), tf.constant([[0.5], [0.25]])\n"
        "print(tf.keras.losses.MeanSquaredError()(y, p).numpy())\n"
        "print(tf.keras.losses.mean_absolute_error(y, p).numpy())\n"
    ) == ["0.15625", "[0.5  0.25]"]


def test_parts_of_tensors_and_their_sizes_are_tensors():
    assert printed(
        "m = tf.constant([[1.0, 2.0], [3.0, 4.0]])\n"
        "print(tf.size(m).numpy(), tf.rank(m))\n"
        "print(tf.gather_nd(m, [[0, 1], [1, 0]]).numpy(), tf.boolean_mask(m, m > 1.5).numpy())\n"
        "print(tf.slice(m, [0, 1], [-1, 1]).numpy().tolist())\n"
    ) == ["4 tf.Tensor(2, shape=(), dtype=int32)", "[2. 3.] [2. 3. 4.]", "[[2.0], [4.0]]"]
