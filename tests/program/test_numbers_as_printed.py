"""Kinds of numbers: what PyTorch and NumPy say a number is, how it is stored and what it counts."""

import pytest
from beside_libraries import assert_prints_the_same
from chainrule.program import ProgramError, run

PROGRAMS = {
    "arrays of tensors are float32": (
        "a = torch.tensor([1.5, 2.1])\nn = a.detach().numpy()\nb = torch.from_numpy(n)\n"
        "print(n.dtype, a.double().numpy().dtype, b.dtype, [n], n * 2, np.asarray(a).dtype)\n"
        "print(repr(n), n.mean(), torch.tensor(2.5).numpy().dtype, (n + np.ones(2)).dtype)\n"
        "n += 1\na[0] = 7\nb[1] = 9\nprint(a, n, b)\n"
    ),
    "an array without axes is none of NumPy's numbers": (
        "x = np.array(0.5)\nprint([x], [x**2], type(x), type(x**2), np.isscalar(x**2))\n"
        "print({'a': np.float64(1)}, [np.ones_like(x)], [x[()]], [torch.tensor(1.0)])\n"
        "x += 2\nprint(repr(x), isinstance(x, np.ndarray), [np.squeeze(np.array([[1.0]]))])\n"
    ),
    "integers of few bits wrap around": (
        "a = torch.tensor([100, 127], dtype=torch.int8)\nb = torch.tensor([250]).byte()\n"
        "print(a + 1, b + 10, -b, torch.tensor([300.0]).to(torch.uint8), a.sum(), a / 2)\n"
        "print(a.dtype, a.type(), a.element_size(), torch.tensor([1.7]).int(), (a * 1.5).dtype)\n"
        "u = np.array([250, 255], np.uint8)\nprint(u + 10, u + u, u / 255, u.astype(int) + 1)\n"
        "u[0] = 255\nu += 1\nprint(u, u.sum().dtype, repr(np.ones(2, np.int32)))\n"
    ),
    "kinds meet by each library's rule": (
        "f, i = np.array([1.5, 2.5], dtype=np.float32), np.array([1, 2])\n"
        "print((f * 2.0).dtype, (f * np.float64(2)).dtype, (f + i).dtype, (f * (f > 2)).dtype)\n"
        "print(np.int8(1) + i, (np.array([1], dtype=np.int8) + 1).dtype, f.mean().dtype)\n"
        "t = torch.tensor([1, 2], dtype=torch.int32)\n"
        "print((t + torch.tensor(1)).dtype, (t + 1.0).dtype, (t / t).dtype, (t**2).dtype)\n"
        "print(np.var(i), i.std(), np.zeros(2, int), np.ones(2, dtype='int32').dtype)\n"
    ),
    "one position chooses a view": (
        "q = np.zeros((2, 2))\ns = np.arange(2)[1]\nq[s][1] = 5\nrow = q[s]\nrow += 1\nprint(q)\n"
        "t = torch.zeros(2, 2)\nfor k in torch.arange(2):\n    t[k][0] = k\nprint(t, [7, 8][s])\n"
    ),
    "bytes are a mask": (
        "t = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\nm = torch.tensor([1, 0]).byte()\n"
        "print(t[m], t[m, 0], t[t > 2], np.arange(2)[np.array([1, 0], dtype=np.uint8)])\n"
    ),
    "classes of tensors are kinds": (
        "x = torch.tensor([1.7, 2])\nprint(x.type(torch.LongTensor), x.type('torch.IntTensor'))\n"
        "print(x.to(torch.int16).type(), torch.ShortTensor([1]), x.type(torch.FloatTensor).dtype)\n"
    ),
    "a module's state is in order": (
        "m = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.BatchNorm1d(1))\n"
        "torch.nn.init.ones_(m[0].weight), torch.nn.init.zeros_(m[0].bias)\n"
        "print(m.state_dict())\nprint(m.state_dict().keys())\n"
        "print(m.load_state_dict(m.state_dict()), type(m.state_dict()))\n"
    ),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:indexing with dtype torch.uint8:UserWarning")
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_number_is_what_its_library_says(program):
    assert_prints_the_same("import numpy as np\nimport torch\n" + program)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("torch.tensor([300], dtype=torch.uint8)", "without overflow"),
        ("np.array([300], dtype=np.uint8)", "out of bounds for uint8"),
        ("np.array([1], dtype=np.uint8) + 300", "out of bounds for uint8"),
        ("torch.zeros(torch.tensor([1.0, 2.0]).sum())", "must be tuple of ints, not Tensor"),
        ("torch.zeros(2.0)", "must be tuple of ints"),
        ("np.zeros(sum([1.0, 2.0]))", "expected a sequence of integers"),
        (
            "torch.nn.functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 1]).int())",
            "expected target dtype to be Long or Byte",
        ),
    ],
)
def test_what_the_library_refuses_is_refused_in_its_words(line, sentence):
    with pytest.raises(ProgramError) as refusal:
        run(f"import numpy as np\nimport torch\n{line}")

    assert sentence in refusal.value.problems[0].message


def test_a_note_says_where_fractions_keep_more_than_they_would():
    program = "import torch\nx = torch.ones(2, dtype={}) * 2\nprint(x.sum())"

    assert not run(program.format("torch.int32")).notes[1:]
    assert "float16 is computed with more bits" in " ".join(
        run(program.format("torch.float16")).notes
    )
