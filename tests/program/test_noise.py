"""Noise: what leaves a program's numbers as they are is left out; what fetches data is refused."""

import pytest
from chainrule.program import ProgramError, run


def printed(source: str) -> list[str]:
    """What a program prints."""
    return [line.text for line in run(source).printed]


PLOTS = """
import matplotlib.pyplot as plt
from matplotlib import cm
import seaborn as sns
%matplotlib inline
import numpy as np
x = np.linspace(0.0, 1.0, 5)
fig, ax = plt.subplots(figsize=(3, 2))
ax.plot(x, x ** 2, label="a")
ax.set_title("title").set_color(cm.viridis(0.5))
line, = plt.plot(x, x)
sns.heatmap(np.outer(x, x))
with plt.style.context("ggplot"):
    plt.show()
ax.lines[0].x = 3
s = np.sum(x ** 2)
"""


def test_plots_are_left_out_and_said_once():
    found = run(PLOTS)

    assert float(found.names["s"]) == 1.875
    assert found.notes.count("nothing is plotted here") == 1


@pytest.mark.parametrize(
    ("axes", "count"),
    [("plt.subplots(2, 3)[1].flat", 6), ("plt.subplots(2, 3)[1].ravel()", 6),
     ("plt.subplots(1, 4)[1]", 4), ("plt.subplots(3)[1]", 3), ("plt.subplots(2, 3)[1]", 2),
     ("plt.subplots(2, 3)[1][0]", 3)],
)  # fmt: skip
def test_a_loop_over_axes_runs_as_often_as_there_are_some(axes, count):
    source = (
        f"import matplotlib.pyplot as plt\nn = 0\nfor ax in {axes}:\n    ax.plot(n)\n    n += 1\n"
    )

    assert printed(source + "print(n)") == [str(count)]


def test_progress_bars_give_what_they_go_through():
    source = """
from tqdm import tqdm, trange
print([i for i in tqdm(range(3), desc="epoch")], list(trange(2)))
for i in (bar := tqdm([4, 5])):
    pass
total = tqdm(total=3)
total.update(1)
print(i)
"""
    assert printed(source) == ["[0, 1, 2] [0, 1]", "5"]


def test_clocks_give_numbers():
    source = "import time\nfrom timeit import default_timer\nt = time.time()\n"

    assert printed(source + "print(time.time() - t >= 0, default_timer() > 0)") == ["True True"]


def test_a_command_line_that_was_not_given_has_its_defaults():
    source = """
import argparse
parser = argparse.ArgumentParser(description="x")
parser.add_argument("--learning-rate", "-l", type=float, default=0.1)
parser.add_argument("--fast", action="store_true")
args = parser.parse_args()
print(args.learning_rate, args.fast, vars(args))
"""
    assert printed(source) == [
        "0.1 False {'learning_rate': 0.1, 'fast': False}",
    ]


def test_logs_warnings_and_paths_are_quiet():
    source = """
import warnings, logging, os, os.path
warnings.filterwarnings("ignore")
logging.getLogger(__name__).info("text")
os.environ["A"] = "1"
os.makedirs("out", exist_ok=True)
print(os.path.join("a", "b"), os.path.exists("a"), os.environ.get("A", "none"))
from IPython.display import display
from graphviz import Digraph
dot = Digraph(format="svg")
dot.node(name="1", label="x")
"""
    assert printed(source) == ["a/b False none"]


def test_a_program_changes_no_class_of_the_language():
    with pytest.raises(ProgramError, match="class of the program"):
        run("from dataclasses import dataclass\ndataclass(ValueError)")
    with pytest.raises(ProgramError, match="ValueError: no"):
        run("raise ValueError('no')")


@pytest.mark.parametrize(
    "name", ["torchvision", "transformers", "pandas", "requests", "gym", "datasets", "pickle"]
)
def test_what_is_not_there_may_be_imported_and_complains_where_it_is_used(name):
    assert printed(f"import {name}\nprint(1)") == ["1"]
    with pytest.raises(ProgramError) as refusal:
        run(f"import {name}\ny = 1.0\nx = {name}.load('a')")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.span.line) == ("unknown_module", 3)
    assert problem.hint
