"""NumPy's functions and arrays in programs, beside NumPy itself."""

import numpy as np
import pytest
from beside_libraries import assert_prints_the_same, run
from chainrule import program
from chainrule.engine import ChainruleError
from chainrule.program import ProgramError

PROGRAMS = {
    "arrays": """
a = np.array([[1.0, 2.0], [3.0, 4.0]])
print(a.shape, a.ndim, a.size, a.dtype, a.T, a[0], a[:, 1], a[a > 2])
print(a.sum(), a.sum(axis=0), a.mean(), a.std(), a.var(axis=1), a.max(axis=1), a.argmax())
print(a @ a, a * a, a.dot(a), np.dot(a, a[0]), a ** 2, a / 2, -a)
print(a.reshape(4), a.ravel(), a.flatten().tolist(), a.copy(), a.astype(int), a.item(3))
print(np.exp(a), np.log(a), np.maximum(a, 2), np.where(a > 2, a, 0), np.clip(a, 1.5, 3))
print(np.concatenate([a, a], axis=1), np.vstack([a, a]), np.hstack([a, a]), np.stack([a, a]).shape)
""",
    "makers": """
print(np.zeros((2, 3)), np.ones(3), np.eye(2), np.full((2,), 7.0), np.arange(4))
print(np.arange(1, 2, 0.5))
print(np.linspace(0, 1, 3), np.zeros_like(np.array([1.0, 2.0])), np.array([1, 2, 3]).dtype)
print(np.expand_dims(np.arange(3), 0).shape, np.arange(6).reshape(2, 3).transpose().shape)
""",
    "in place": """
a = np.zeros((2, 2))
b = a
b += 1
a[0, 1] = 5
row = a[1]
row *= 3
print(a, b, row)
a[a > 2] = 0
print(a)
""",
    "integers": """
y = np.array([0, 2, 1])
print(y, y + 1, y / 2, y // 2, y.mean(), y.sum(), np.eye(3)[y], (y == 2).astype(float))
print(np.arange(3)[::-1], y.argsort(), np.unique([1, 2, 2]), np.argmax([1, 3, 2]))
""",
    "legacy random numbers": """
np.random.seed(1)
print(np.random.randn(2, 2), np.random.rand(2), np.random.randint(0, 10, 3))
print(np.random.permutation(5), np.random.uniform(-1, 1, 2), np.random.normal(0, 2, 2))
print(np.random.choice([1, 2, 3], 2))
r = np.random.RandomState(4)
print(r.rand(2), r.randn(1))
""",
    "new random numbers": """
rng = np.random.default_rng(0)
print(rng.random(2), rng.normal(size=2), rng.integers(0, 10, 3), rng.standard_normal(2))
print(rng.permutation(4), rng.uniform(0, 1, 2), rng.choice(5, 2))
""",
    "linear algebra": """
A = np.array([[2.0, 1.0], [1.0, 3.0]])
print(np.linalg.inv(A), np.linalg.det(A), np.linalg.norm(A))
print(np.linalg.solve(A, np.array([1.0, 2.0])))
print(np.outer(A[0], A[1]), np.trace(A), np.einsum("ij,jk->ik", A, A))
""",
    "scalars": """
x = np.mean(np.array([1.0, 2.0]))
print(x, x * 2, isinstance(x, float), round(x, 1), f"{x:.2f}", float(x), np.float64(2) ** 0.5)
print(isinstance(np.zeros(2), np.ndarray), np.pi, np.sqrt(2), np.exp(0.5), abs(np.float64(-1)))
""",
    "by hand": """
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
np.random.seed(1)
w0 = 2 * np.random.random((3, 4)) - 1
w1 = 2 * np.random.random((4, 1)) - 1
for j in range(20):
    l1 = 1 / (1 + np.exp(-np.dot(X, w0)))
    l2 = 1 / (1 + np.exp(-np.dot(l1, w1)))
    d2 = (y - l2) * l2 * (1 - l2)
    d1 = d2.dot(w1.T) * l1 * (1 - l1)
    w1 += l1.T.dot(d2)
    w0 += X.T.dot(d1)
print(l2, np.mean(np.abs(y - l2)))
""",
    "functions of elements": """
f = np.vectorize(lambda v: v * 2 if v > 1 else 0.0)
print(f(np.array([1.0, 2.0, 3.0])), np.c_[np.array([1.0, 2.0]), np.array([3.0, 4.0])])
for i, j in np.ndindex(2, 2):
    print(i, j)
np.testing.assert_allclose(np.array([1.0]), np.array([1.0 + 1e-9]))
""",
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_prints_what_it_prints_with_numpy(name):
    assert_prints_the_same("import numpy as np\n" + PROGRAMS[name], digits=False)


def test_arrays_meet_tensors_as_in_pytorch():
    assert_prints_the_same(
        "import numpy as np\nimport torch\n"
        "t = torch.from_numpy(np.array([1.0, 2.0]))\nprint(t, t.dtype)\n"
        "t = torch.tensor(np.array([1.0, 2.0]), dtype=torch.float32)\nprint(t, t.dtype)\n"
        "a = t.numpy()\nprint(a, type(a).__name__)\n"
        "print(torch.tensor([1.0], requires_grad=True).detach().numpy())\n"
    )


def test_the_rows_of_scikit_learns_split_are_drawn():
    result = run(
        "import numpy as np\nfrom sklearn.model_selection import train_test_split\n"
        "from sklearn.preprocessing import scale\n"
        "X = np.arange(20.0).reshape(10, 2)\n"
        "a, b, c, d = train_test_split(X, list(range(10)), test_size=0.2, random_state=0)\n"
        "s = scale(X)\n"
    )
    order = np.random.RandomState(0).permutation(10).tolist()
    assert result.names["d"] == order[:2]
    assert result.names["c"] == order[2:]
    assert result.names["a"].shape == (8, 2)
    np.testing.assert_allclose(result.names["s"].numpy().std(0), 1.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("np.loadtxt('f')", "files"),
        ("np.zero((2, 2))", "did you mean zeros"),
        ("np.array([1.0]).flaten()", "did you mean flatten"),
        ("np.exp(np)", "takes tensors and numbers"),
        ("np.array([1.0]).shape = (1, 1)", "reshape"),
    ],
)
def test_what_is_not_there_says_what_to_write_instead(line, said):
    with pytest.raises((ChainruleError, TypeError)) as caught:
        run("import numpy as np\n" + line)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        "np.convolve(np.ones(1000000), np.ones(1000000))",
        "np.triu_indices(100000)",
        "np.tril_indices(100000, m=100000)",
        "np.diag_indices(10**9)",
        "np.vander(np.ones(100000), 10**8)",
        "np.polyfit(np.ones(10000), np.ones(10000), 9000)",
    ],
)
def test_what_numpy_would_make_on_its_way_is_bounded_before_it_is_made(call):
    with pytest.raises(ProgramError) as caught:
        program.run(f"import numpy as np\nx = {call}")
    assert caught.value.code.startswith("limit")
