"""Programs as tutorials print them: they run unchanged and agree with PyTorch."""

import numpy as np
import pytest
from chainrule.engine import Tensor
from chainrule.program import run
from pasted_programs import NUMPY, PYTORCH

torch = pytest.importorskip("torch")


def in_pytorch(source: str) -> dict[str, object]:
    """The program's names after Python has run it with PyTorch in double precision."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        names: dict[str, object] = {"print": lambda *_: None}
        exec(source, names)  # noqa: S102
        return names
    finally:
        torch.set_default_dtype(before)


def values(result: object) -> np.ndarray:
    return np.asarray(result.detach() if isinstance(result, torch.Tensor) else result)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("source", PYTORCH.values(), ids=PYTORCH)
def test_pytorch_programs_run_unchanged_and_agree(source):
    theirs, ours = in_pytorch(source), run(source)

    compared = 0
    for name, tensor in ours.names.items():
        if not isinstance(tensor, Tensor):
            continue
        np.testing.assert_allclose(
            tensor.detach().numpy(), values(theirs[name]), rtol=1e-12, atol=1e-15, err_msg=name
        )
        if theirs[name].is_leaf and theirs[name].grad is not None:
            np.testing.assert_allclose(
                tensor.grad.detach().numpy(),
                theirs[name].grad.numpy(),
                rtol=1e-12,
                atol=1e-15,
                err_msg=name,
            )
            compared += 1
    assert compared


@pytest.mark.parametrize("source", NUMPY.values(), ids=NUMPY)
def test_numpy_programs_run_unchanged_and_agree(source):
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102
    ours = run(source)

    compared = [name for name, value in ours.names.items() if isinstance(value, Tensor)]
    assert compared
    for name in compared:
        np.testing.assert_allclose(
            ours.names[name].detach().numpy(), names[name], rtol=1e-12, atol=1e-12, err_msg=name
        )


def test_the_readme_of_micrograd_prints_its_numbers():
    ours = run("""
from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
g.backward()
print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
print(f'{b.grad:.4f}') # prints 645.5773, i.e. the numerical value of dg/db
""")
    assert [line.text for line in ours.printed] == ["24.7041", "138.8338", "645.5773"]


def test_the_last_tensor_of_a_list_is_the_output():
    assert run("x = 2.0\n[x, 3 * x]").output.item() == 6
