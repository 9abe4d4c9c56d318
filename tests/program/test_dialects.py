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
        ("a.std()", np.std(A, ddof=1)),
        ("np.exp(0.0)\na.std()", np.std(A)),
        ("torch.exp(0.0)\na.std()", np.std(A, ddof=1)),
        ("np.transpose(cube)", CUBE.T),
        ("np.transpose(a)", A.T),
        ("np.transpose(cube, (1, 0, 2))", CUBE.transpose(1, 0, 2)),
        ("np.transpose(cube, axes=(1, 0, 2))", CUBE.transpose(1, 0, 2)),
        ("np.exp(0.0)\ncube.transpose(1, 0, 2)", CUBE.transpose(1, 0, 2)),
        ("np.exp(0.0)\na.transpose(0, 1)", A),
        ("torch.transpose(cube, 0, 1)", CUBE.transpose(1, 0, 2)),
        ("cube.transpose(0, 1)", CUBE.transpose(1, 0, 2)),
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
        ("F = 2.0\na.std() * F", 2 * np.std(A, ddof=1)),
    ],
)
def test_a_name_means_what_its_library_means(source, expected):
    np.testing.assert_allclose(value(source), expected, rtol=1e-12)


def test_where_both_libraries_are_mentioned_a_note_says_which_spread_it_is():
    notes = run("b = torch.tensor(np.ones(3))\nb.std()").notes
    assert any("correction=0" in note for note in notes)
    assert not any("correction" in note for note in run("b = np.ones(3)\nb.std()").notes)


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("values, indices = torch.max(a, 1)", "values = max"),
        ("torch.exp(0.0)\nvalues, indices = a.min(dim=1)", "values = min"),
        ("torch.max(a, 1)[1]", "values = max"),
        ("np.linalg.norm(a, 2)", "axis=1"),
        ("torch.linalg.norm(a, ord=1)", "axis=1"),
    ],
)
def test_what_does_not_exist_is_refused_rather_than_computed_wrongly(problem, source, hint):
    assert hint in problem(source, inputs={"a": A}).hint


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("max(longest, 3)", 3), ("max(longest, -1)", 0), ("min(longest, 2, -4)", -4)],
)
def test_the_largest_of_bare_numbers_is_pythons(expression, expected):
    printed = run(f"longest = 0\nlongest = {expression}\nprint(longest)\ny = longest * 2.0").printed
    assert [line.text for line in printed] == [str(expected)]
