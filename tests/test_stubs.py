"""What editors and type checkers know: every function and method, with its signature."""

import json
import pydoc
import subprocess
import sys
from pathlib import Path

import chainrule
import pytest

ROOT = Path(__file__).parents[1]
PYRIGHT = ROOT / "frontend" / "node_modules" / ".bin" / "pyright"
sys.path.insert(0, str(ROOT / "backend"))
import write_stubs  # noqa: E402

FINE = """
import numpy as np

import chainrule
from chainrule import Tensor, linalg, nn, tensor
from chainrule import functional as F
from chainrule.graph import Graph

x = tensor([[1.0, 2.0]], requires_grad=True)
w = tensor([[3.0], [4.0]], requires_grad=True)
product: Tensor = x @ w
total: Tensor = 2 * product.softmax(dim=-1).sum(dim=0, keepdim=True) - x.mean() / 3 + np.ones(1)
total = total.sum(axis=0, keepdims=True) ** 2
values, indices = x.max(dim=1)
x.reshape(2, 1).T.reshape((1, 2)).permute(1, 0).add_(1).clamp_(min=0)
x[0, 0] = 3
mask: Tensor = (x > 1) & ~(x == 2)
loss = chainrule.logsumexp(total, dim=0) + F.cross_entropy(x, tensor([1])) + linalg.det(x.T @ x)
loss.backward(retain_graph=True)
graph: Graph = loss.graph()
optimiser = chainrule.optim.SGD(nn.Linear(2, 1).parameters(), lr=0.1)
"""


MISSPELT = {
    "x.softmx()": "softmx",
    "chainrule.softmx(x)": "softmx",
    "F.crossentropy(x, x)": "crossentropy",
    "x.softmax(dimension=0)": "softmax",
    "loss.graph().nods": "nods",
    "number: int = x @ w": "Tensor",
}
"""Lines that are wrong, and what the error names."""


@pytest.fixture(scope="module")
def errors(tmp_path_factory) -> dict[int, str]:
    """What pyright says of the lines that are fine and, below, of those that are not."""
    if not PYRIGHT.exists():
        pytest.skip("pyright comes with the page's packages: make install")
    folder = tmp_path_factory.mktemp("typed")
    (folder / "example.py").write_text("\n".join([FINE, *MISSPELT, ""]))
    (folder / "pyrightconfig.json").write_text(f'{{"extraPaths": ["{ROOT / "backend"}"]}}')
    command = [PYRIGHT, "--outputjson", "--pythonpath", sys.executable, "--project", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {x["range"]["start"]["line"]: x["message"] for x in found if x["severity"] == "error"}


@pytest.mark.parametrize("name", list(write_stubs.stubs()))
def test_stubs_are_current(name):
    written = (write_stubs.PACKAGE / name).read_text()
    assert written == write_stubs.stubs()[name], "run python backend/write_stubs.py"


def test_what_people_write_has_types(errors):
    fine = len(FINE.splitlines())
    assert {line: said for line, said in errors.items() if line < fine} == {}


@pytest.mark.parametrize("line", MISSPELT)
def test_what_is_misspelt_is_an_error(line, errors):
    place = len(FINE.splitlines()) + 1 + list(MISSPELT).index(line)
    assert MISSPELT[line] in errors[place]


@pytest.mark.parametrize("name", ["softmax", "reshape", "clamp", "max", "add_", "masked_fill_"])
def test_help_shows_the_arguments_and_the_meaning(name):
    text = pydoc.plain(pydoc.render_doc(getattr(chainrule.Tensor, name)))
    assert "*args" not in text
    assert len(text.splitlines()) > 3
