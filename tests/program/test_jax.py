"""JAX: transformations of functions, immutable arrays, and its own random numbers.

JAX is no dependency of the tests: its random numbers stand in its documentation.
"""

import numpy as np
import pytest
from chainrule.program import ProgramError, run
from chainrule.program.libraries import threefry

IMPORTS = "import jax\nimport jax.numpy as jnp\nfrom jax import grad, jit, vmap, random\n"


def printed(source: str) -> list[str]:
    """What a program prints."""
    return [line.text for line in run(IMPORTS + source).printed]


def names(source: str) -> dict[str, np.ndarray]:
    """The arrays that a program's names stand for."""
    found = run(IMPORTS + source).names
    return {
        name: value.detach().numpy() for name, value in found.items() if hasattr(value, "shape")
    }


# Arrays


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("jnp.array([1.0, 2.0])", "Array([1., 2.], dtype=float32)"),
        ("jnp.array([1, 2])", "Array([1, 2], dtype=int32)"),
        ("jnp.arange(3) > 1", "Array([False, False,  True], dtype=bool)"),
        ("jnp.arange(3.0)", "Array([0., 1., 2.], dtype=float32)"),
        ("jnp.float32(0.1)", "Array(0.1, dtype=float32)"),
        ("jnp.ones((2, 2))", "Array([[1., 1.],\n       [1., 1.]], dtype=float32)"),
        ("jnp.array([1, 2]) / 2", "Array([0.5, 1. ], dtype=float32)"),
        ("jnp.zeros(3, dtype=jnp.int32)", "Array([0, 0, 0], dtype=int32)"),
        ("jnp.ones(2, dtype=jnp.float32)", "Array([1., 1.], dtype=float32)"),
        ("jnp.array([1.5, 2.5]).astype(jnp.int32)", "Array([1, 2], dtype=int32)"),
    ],
)
def test_arrays_are_shown_as_jax_shows_them(expression, shown):
    assert "\n".join(printed(f"print(repr({expression}))")) == shown


def test_what_only_pythons_numbers_went_into_is_weakly_typed():
    source = "print(repr(grad(jnp.tanh)(2.0)))\nprint(repr(jnp.sin(2.0) * jnp.ones(1)))"

    weak, strong = printed(source)

    assert weak == "Array(0.07065082, dtype=float32, weak_type=True)"
    assert strong == "Array([0.9092974], dtype=float32)"


def test_an_array_is_never_changed_in_place():
    with pytest.raises(ProgramError, match="JAX arrays are immutable"):
        run(IMPORTS + "x = jnp.zeros(2)\nx[0] = 1.0")

    kept = names("x = jnp.zeros(2)\ny = x\ny += 1.0")
    assert kept["x"].tolist() == [0.0, 0.0]
    assert kept["y"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ("x.at[1].set(5.0)", [1.0, 5.0, 3.0]),
        ("x.at[jnp.array([0, 0])].add(1.0)", [3.0, 2.0, 3.0]),
        ("x.at[1:].multiply(2.0)", [1.0, 4.0, 6.0]),
        ("x.at[x > 1].set(0.0)", [1.0, 0.0, 0.0]),
        ("x.at[-1].min(2.0)", [1.0, 2.0, 2.0]),
    ],
)
def test_at_gives_a_changed_copy(change, result):
    found = names(f"x = jnp.array([1.0, 2.0, 3.0])\ny = {change}")

    assert found["y"].tolist() == result
    assert found["x"].tolist() == [1.0, 2.0, 3.0]


def test_gradients_flow_through_at():
    source = """
def f(x, v):
    return jnp.sum(x.at[0].set(v) ** 2) + jnp.sum(x.at[1].add(v) ** 3)
g, h = grad(f, (0, 1))(jnp.array([1.0, 2.0]), 3.0)
"""
    found = names(source)

    assert found["g"].tolist() == [0.0 + 3.0, 4.0 + 75.0]
    assert found["h"] == 6.0 + 75.0


def test_numpys_arrays_made_of_jaxs_can_be_changed():
    found = names("import numpy as np\nx = jnp.ones(2)\ny = np.array(x)\ny[0] = 7.0")

    assert (found["x"].tolist(), found["y"].tolist()) == ([1.0, 1.0], [7.0, 1.0])


def test_float64_is_shown_once_it_is_enabled():
    source = 'jax.config.update("jax_enable_x64", True)\nprint(repr(jnp.array([0.1])))'

    assert printed(source) == ["Array([0.1], dtype=float64)"]


# Transformations


def test_a_gradient_of_a_gradient_is_one_for_its_own_argument():
    found = names("f = lambda x: x ** 4\na = grad(f)(2.0)\nb = grad(grad(f))(2.0)\n"
                  "c = grad(grad(grad(f)))(2.0)\n"
                  "d = grad(lambda x: x * grad(lambda y: x * y ** 2)(3.0))(2.0)")  # fmt: skip

    assert (found["a"], found["b"], found["c"], found["d"]) == (32.0, 48.0, 48.0, 24.0)


def test_gradients_come_in_the_containers_of_the_arguments():
    source = """
def loss(params, x):
    return jnp.sum(params["layers"][0] * x) + params["b"] ** 2
g = grad(loss)({"layers": [jnp.ones(2), jnp.zeros(1)], "b": 3.0}, jnp.array([4.0, 5.0]))
print(g["layers"][0], g["layers"][1], g["b"])
"""
    assert printed(source) == ["[4. 5.] [0.] 6.0"]


def test_what_a_function_answers_beside_its_value_is_kept():
    source = "f = lambda x: (x ** 2, x + 1)\nprint(grad(f, has_aux=True)(3.0))"

    (line,) = printed(source)

    assert line.startswith("(Array(6., ")
    assert "Array(4., " in line


def test_what_is_answered_beside_a_gradient_carries_none():
    source = "v, g = jax.value_and_grad(lambda x: x ** 2)(3.0)\nw = v * 2\nu = w + g"

    found = run(IMPORTS + source).names

    assert not any(found[name].requires_grad for name in "vgwu")
    assert found["u"].item() == 24.0


def test_second_derivatives_and_jacobians():
    found = names("f = lambda v: v[0] ** 2 * v[1]\nx = jnp.array([2.0, 3.0])\n"
                  "h = jax.hessian(f)(x)\nj = jax.jacrev(lambda v: v ** 2)(x)\n"
                  "k = jax.jacfwd(lambda v: jnp.array([v[0] * v[1]]))(x)")  # fmt: skip

    assert found["h"].tolist() == [[6.0, 4.0], [4.0, 0.0]]
    assert found["j"].tolist() == [[4.0, 0.0], [0.0, 6.0]]
    assert found["k"].tolist() == [[3.0, 2.0]]


def test_products_with_derivatives():
    found = names("f = lambda x: x ** 2\nx = jnp.array([1.0, 2.0])\n"
                  "y, back = jax.vjp(f, x)\n(g,) = back(jnp.array([10.0, 1.0]))\n"
                  "z, t = jax.jvp(f, (x,), (jnp.array([1.0, 0.5]),))")  # fmt: skip

    assert found["g"].tolist() == [20.0, 4.0]
    assert found["t"].tolist() == [2.0, 2.0]


def test_vmap_goes_through_the_axes_it_is_told():
    found = names("f = lambda a, b: jnp.dot(a, b)\nA = jnp.arange(6.0).reshape(2, 3)\n"
                  "b = jnp.array([1.0, 2.0, 3.0])\nrows = vmap(f, in_axes=(0, None))(A, b)\n"
                  "columns = vmap(jnp.sum, in_axes=1)(A)\n"
                  "slopes = vmap(grad(lambda x: x ** 3))(b)")  # fmt: skip

    assert found["rows"].tolist() == [8.0, 26.0]
    assert found["columns"].tolist() == [3.0, 5.0, 7.0]
    assert found["slopes"].tolist() == [3.0, 12.0, 27.0]


def test_loops_of_lax_are_pythons():
    found = names("c, ys = jax.lax.scan(lambda c, x: (c + x, c * x), 0.0, jnp.arange(4.0))\n"
                  "n = jax.lax.fori_loop(0, 3, lambda i, v: v * 2.0, 1.0)\n"
                  "w = jax.lax.while_loop(lambda v: v < 9, lambda v: v * v, jnp.array(2.0))\n"
                  "p = jax.lax.cond(c > 5, lambda a: a, lambda a: -a, c)")  # fmt: skip

    assert found["ys"].tolist() == [0.0, 0.0, 2.0, 9.0]
    assert (found["c"], found["w"], found["p"]) == (6.0, 16.0, 6.0)


def test_trees_are_mapped_flattened_and_rebuilt():
    source = """
tree = {"b": 1, "a": [2, (3, 4)]}
leaves, structure = jax.tree_util.tree_flatten(tree)
print(leaves, jax.tree_util.tree_unflatten(structure, [10, 20, 30, 40]))
print(jax.tree.map(lambda x, y: x + y, tree, tree))
"""
    assert printed(source) == [
        "[2, 3, 4, 1] {'b': 40, 'a': [10, (20, 30)]}",
        "{'b': 2, 'a': [4, (6, 8)]}",
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("grad(lambda x: x * 2)(3)", "grad requires real- or complex-valued inputs"),
        ("grad(lambda x: x * 2)(jnp.ones(2))", "Gradient only defined for scalar-output"),
        ("jax.pmap(lambda x: x)", "pmap"),
    ],
)
def test_what_jax_refuses_is_refused(call, words):
    with pytest.raises(ProgramError, match=words):
        run(IMPORTS + call)


# Moments


def test_each_outermost_gradient_is_a_moment_where_it_was_asked_for():
    source = (
        IMPORTS
        + """
def loss(w):
    return jnp.sum(w ** 2)
w = jnp.array([1.0, 2.0])
for i in range(3):
    w = w - 0.1 * grad(loss)(w)
h = jax.hessian(loss)(w)
"""
    )
    moments = run(source).moments

    assert moments.count == 4
    assert moments.lines == [9, 9, 9, 10]
    np.testing.assert_allclose(moments.losses[:3], [5.0, 3.2, 2.048])


def test_a_leaf_is_called_as_the_function_calls_it():
    source = IMPORTS + "def f(x):\n    return x ** 2\ng = grad(f)(3.0)"
    found = run(source, leaves={"x": 5.0})

    assert [a.name for a in found.values.values() if a.kind == "parameter"] == ["x"]
    assert np.asarray(found.names["g"]) == 10.0


# Random numbers


def test_threefry_hashes_as_its_authors_do():
    key = np.array([0x13198A2E, 0x03707344], np.uint32)
    counts = np.array([0x243F6A88], np.uint32), np.array([0x85A308D3], np.uint32)

    high, low = threefry.hashed(key, *counts)

    assert (int(high[0]), int(low[0])) == (0xC4923A9C, 0x483DF7A0)


def test_random_numbers_are_jaxs():
    source = """
key = random.key(0)
print(random.uniform(key))
key, sub = random.split(key)
print(random.uniform(sub))
print(random.normal(random.key(42)))
print(random.normal(random.PRNGKey(0), (4,)))
print(random.PRNGKey(7), random.PRNGKey(0).shape)
"""
    assert printed(source) == [
        "0.947667",
        "0.0072938204",
        "-0.028304616",
        "[ 1.6226422   2.0252647  -0.43359444 -0.07861735]",
        "[0 7] (2,)",
    ]


def test_integers_and_orders_are_drawn():
    source = """
key = random.PRNGKey(1)
a = random.randint(key, (100,), 2, 7)
p = random.permutation(key, 20)
q = random.permutation(key, jnp.arange(20.0) * 2)
c = random.choice(key, jnp.array([1.0, 2.0, 3.0]), (50,))
b = random.bernoulli(key, 0.3, (200,))
"""
    found = names(source)

    assert set(found["a"].tolist()) == {2, 3, 4, 5, 6}
    assert sorted(found["p"].tolist()) == list(range(20)) != found["p"].tolist()
    assert found["q"].tolist() == (found["p"] * 2.0).tolist()
    assert set(found["c"].tolist()) == {1.0, 2.0, 3.0}
    assert 30 < int(found["b"].sum()) < 90


def test_a_number_is_no_key():
    with pytest.raises(ProgramError, match="PRNGKey"):
        run(IMPORTS + "x = random.normal(0, (3,))")


# Activations


@pytest.mark.parametrize(
    "name", ["relu", "sigmoid", "softplus", "silu", "elu", "selu", "log_sigmoid", "leaky_relu"]
)
def test_activations_are_pytorchs_of_that_name(name):
    torch = pytest.importorskip("torch")
    theirs = getattr(torch.nn.functional, name.replace("log_sigmoid", "logsigmoid"))
    x = torch.tensor([-2.0, -0.5, 0.25, 3.0], dtype=torch.float64)

    ours = names(f"y = jax.nn.{name}(jnp.array([-2.0, -0.5, 0.25, 3.0]))")["y"]

    np.testing.assert_allclose(ours, theirs(x).numpy(), rtol=1e-12)


def test_gelu_is_approximate_by_default_and_rows_sum_to_one():
    found = names("x = jnp.array([[1.0, 2.0], [0.0, 0.0]])\ny = jax.nn.gelu(x)\n"
                  "z = jax.nn.gelu(x, approximate=False)\ns = jax.nn.softmax(x)\n"
                  "o = jax.nn.one_hot(jnp.array([0, 2]), 3)")  # fmt: skip

    np.testing.assert_allclose(found["y"][0], [0.841192, 1.9545977], rtol=1e-6)
    np.testing.assert_allclose(found["z"][0], [0.8413447, 1.9544997], rtol=1e-6)
    np.testing.assert_allclose(found["s"].sum(-1), 1.0)
    assert found["o"].tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]


def test_an_index_beyond_an_array_reads_its_end_and_writes_nothing():
    """As JAX's "Sharp Bits" say: reading clamps, updates out of bounds are skipped."""
    execution = run(
        "import jax, jax.numpy as jnp\nx = jnp.array([1., 2., 3.])\n"
        "print(x[10], x[-10], x[jnp.array([0, 5])])\n"
        "print(x.at[10].set(5.), x.at[7].add(1.), x.at[-1].add(1.))\n"
        "print(jax.grad(lambda x: x[10] ** 2)(x), jax.grad(lambda x: x.at[9].set(0.).sum())(x))"
    )

    assert [line.text for line in execution.printed] == [
        "3.0 1.0 [1. 3.]",
        "[1. 2. 3.] [1. 2. 3.] [1. 2. 4.]",
        "[0. 0. 6.] [1. 1. 1.]",
    ]
