"""NumPy's scalars as keys, and ``out=``: what is found, and what is written into."""

import pytest
from chainrule.program import ProgramError, run


def printed(source):
    return [line.text for line in run(source).printed]


def test_a_scalar_of_numpy_is_the_key_that_it_equals():
    source = (
        "import numpy as np\nd = {1: 'x', (2, 3): 'y'}\ni = np.argmax(np.array([1, 5, 2]))\n"
        "print(d[i], d[(np.int64(2), np.int64(3))], i in d, d.get(i), d.pop(i))\n"
        "print(len({np.float64(1), 1}), {np.int64(3)} == {3})\n"
    )

    assert printed(source) == ["x y True x x", "1 True"]


def test_an_array_is_no_key():
    with pytest.raises(ProgramError) as refusal:
        run("import numpy as np\nd = {}\nd[np.array([1, 2])] = 1")

    assert "unhashable type: 'numpy.ndarray'" in refusal.value.problems[0].message


def test_out_is_written_into_and_given_back():
    source = (
        "import numpy as np\nimport torch\ny = torch.ones(2)\nz = torch.empty(2)\n"
        "print(torch.add(y, 1, out=z) is z, z, y)\n"
        "a = np.array([1.0, 2.0, 9.0])\nb = a\nnp.clip(a, 0, 3, out=a)\na.clip(0, 2, out=a)\n"
        "print(b)\n"
    )

    assert printed(source) == ["True tensor([2., 2.]) tensor([1., 1.])", "[1. 2. 2.]"]


def test_no_gradient_goes_through_out():
    with pytest.raises(ProgramError) as refusal:
        run("import torch\nw = torch.ones(2, requires_grad=True)\ntorch.exp(w, out=torch.zeros(2))")

    assert "don't support automatic differentiation" in refusal.value.problems[0].message
