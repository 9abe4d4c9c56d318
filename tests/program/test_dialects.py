"""Names that NumPy and PyTorch share: each means what it means in the library that is named."""

import numpy as np
import pytest
from chainrule.program import run

A = np.array([[1.0, 2.0, 5.0], [3.0, -4.0, 0.5]])
CUBE = np.arange(24.0).reshape(2, 3, 4)


def value(line: str, **inputs) -> np.ndarray:
    return run(line, inputs={"a": A, "cube": CUBE} | inputs).output.data


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("np.std(a)", np.std(A)),
        ("np.var(a, axis=0)", np.var(A, axis=0)),
        ("np.std(a, ddof=1)", np.std(A, ddof=1)),
        ("torch.std(a)", np.std(A, ddof=1)),
        ("torch.var(a, unbiased=False)", np.var(A)),
        ("std(a)", np.std(A, ddof=1)),
        ("np.exp(0.0)\na.std()", np.std(A)),
        ("torch.exp(0.0)\na.std()", np.std(A, ddof=1)),
        ("np.transpose(cube)", CUBE.T),
        ("np.transpose(a)", A.T),
        ("np.transpose(cube, (1, 0, 2))", CUBE.transpose(1, 0, 2)),
        ("np.transpose(cube, axes=(1, 0, 2))", CUBE.transpose(1, 0, 2)),
        ("np.exp(0.0)\ncube.transpose(1, 0, 2)", CUBE.transpose(1, 0, 2)),
        ("np.exp(0.0)\na.transpose(0, 1)", A),
        ("torch.transpose(cube, 0, 1)", CUBE.transpose(1, 0, 2)),
        ("np.size(a) * 1.0", 6),
        ("np.size(a, 0) * 1.0", 2),
        ("np.linalg.norm(a)", np.linalg.norm(A)),
        ("np.linalg.norm(a, 'fro')", np.linalg.norm(A)),
        ("np.linalg.norm(a, 1, axis=1)", np.linalg.norm(A, 1, axis=1)),
        ("np.linalg.norm(a[0], 1)", np.linalg.norm(A[0], 1)),
        ("torch.norm(a, 1)", np.abs(A).sum()),
        ("torch.max(a, 1)[0]", A.max(1)),
        ("torch.exp(0.0)\na.max(dim=1)[0]", A.max(1)),
        ("torch.max(a, 1).values", A.max(1)),
        ("np.max(a, 1)[0]", A.max(1)[0]),
        ("torch.max(a, a - 1)[0]", A[0]),
    ],
)
def test_a_name_means_what_its_library_means(source, expected):
    np.testing.assert_allclose(value(source), expected, rtol=1e-12)


@pytest.mark.parametrize(("call", "expected"), [("torch.tensor", 1), ("np.array", 0)])
def test_the_spread_that_a_method_means_is_that_of_who_made_the_tensor(call, expected):
    found = run(f"import torch\nimport numpy as np\ny = {call}({A.tolist()}).std()").output
    np.testing.assert_allclose(found.detach().numpy(), np.std(A, ddof=expected), rtol=1e-12)


def test_max_along_an_axis_gives_places_too_in_pytorch_alone():
    source = f"import torch\nvalues, indices = torch.max(torch.tensor({A.tolist()}), 1)"
    names = run(source).names
    assert names["values"].tolist() == [5, 3]
    assert names["indices"].tolist() == [2, 0]
    assert value("np.max(a, 1)").tolist() == [5, 3]


@pytest.mark.parametrize("made", ["tensor([1.0, 2.0, 4.0])", "[1.0, 2.0, 4.0]"])
def test_a_method_and_a_function_of_a_bare_program_mean_the_same(made):
    by_method, by_function = (run(f"a = {made}\ny = {call}") for call in ("a.std()", "std(a)"))
    assert by_method.output.item() == by_function.output.item()
    assert by_method.output.item() == pytest.approx(np.std([1, 2, 4], ddof=1), rel=1e-12)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("n = 3\ny = sum(ones(n) * n)", 9),
        ("n = 2\ny = sum(tensor([1.0, 2.0, 3.0, 4.0]).reshape(n, 2)) * n", 20),
        ("n = 1\ny = sum(ones(2, 3).sum(n) * n)", 6),
        ("n = 2\ny = np.sum(np.ones((4, 3)).reshape(n, 6)) * n", 24),
    ],
)
def test_a_bare_number_is_a_size_too_where_the_program_also_computes_with_it(source, expected):
    assert run(source).output.item() == expected
