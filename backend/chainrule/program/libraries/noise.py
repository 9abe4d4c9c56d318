"""Noise: libraries that draw, time, show and log, which leave a program's numbers as they are.

Calls of them do nothing. What a program may go on to use has an answer: a progress bar gives what
it goes through, a clock gives a number, a figure gives as many axes as were asked for. Libraries
that fetch data or models are not there, and say what to write instead where they are used.
"""

from __future__ import annotations

from chainrule.program.libraries.builtins import range_
from chainrule.program.libraries.standard import clock
from chainrule.program.libraries.writings import written
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Library, Missing, Quiet, Value, builtins


def quiet_library(name: str, table: dict[str, Value] | None = None) -> Library:
    """A module of which everything that is not in the table does nothing."""
    library = Library(name, dict(table or {}))
    library.quiet = True
    return library


# Plots

PLOTS = "nothing is plotted here"


def _axes(rows: int, columns: int) -> Quiet:
    """One pair of axes, a row of them, or rows of rows."""
    one = Quiet("axes")
    if rows * columns == 1:
        return one
    row = Quiet("axes", (one,) * columns)
    if rows == 1 or columns == 1:
        return Quiet("axes", (one,) * (rows * columns))
    return Quiet("axes", (row,) * rows)


def subplots(
    runtime: Runtime, nrows: Value = 1, ncols: Value = 1, *args: Value, **kwargs: Value
) -> tuple[Value, ...]:  # fmt: skip
    """A figure and its axes."""
    runtime.note(PLOTS)
    rows, columns = as_index(runtime, nrows), as_index(runtime, ncols)
    runtime.budget.items(max(rows, 0) * max(columns, 0))
    return Quiet("figure"), _axes(rows, columns)


def plot(runtime: Runtime, *args: Value, **kwargs: Value) -> Quiet:
    """A drawing that is left out."""
    runtime.note(PLOTS)
    return Quiet("plot")


DRAWINGS = ("plot", "scatter", "show", "figure", "imshow", "hist", "bar", "contour", "contourf",
            "savefig", "subplot", "semilogy", "loglog", "quiver", "errorbar")  # fmt: skip
PYPLOT = quiet_library(
    "matplotlib.pyplot", builtins({"subplots": subplots, **dict.fromkeys(DRAWINGS, plot)})
)
MATPLOTLIB = quiet_library("matplotlib", {"pyplot": PYPLOT})


# Progress bars


def bar(runtime: Runtime, iterable: Value = None, *args: Value, **kwargs: Value) -> Value:
    """``tqdm(x)``: what it goes through."""
    return Quiet("tqdm") if iterable is None else iterable


def bar_of_range(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
    """``trange(n)``: the range."""
    return range_(runtime, *args)


BARS = builtins({"tqdm": bar, "trange": bar_of_range, "track": bar})


# Clocks, paths, command lines


def make_directory(runtime: Runtime, *args: Value, **kwargs: Value) -> None:
    """``os.makedirs``: there are no folders."""
    runtime.note("there are no files here: nothing is written")


def get_environment(runtime: Runtime, key: Value, default: Value = None) -> Value:
    """``os.environ.get``: no variable is set."""
    return default


def join(runtime: Runtime, *parts: Value) -> str:
    """``os.path.join``."""
    runtime.budget.text(sum(len(part) for part in parts))
    return "/".join(parts)


PATH = quiet_library("os.path", {
    **builtins({"join": join}), "exists": Builtin("exists", lambda path: False),
    "basename": Builtin("basename", lambda path: path.rpartition("/")[2]),
    "dirname": Builtin("dirname", lambda path: path.rpartition("/")[0]),
})  # fmt: skip
OS = quiet_library("os", {
    "sep": "/", "linesep": "\n", "name": "posix", "path": PATH,
    "environ": quiet_library("os.environ", builtins({"get": get_environment})),
    **builtins({"makedirs": make_directory, "mkdir": make_directory}),
    "getenv": Builtin("getenv", get_environment, runtime=True),
})  # fmt: skip

TIMEIT = Library("timeit", builtins({"default_timer": clock}), {
    "timeit": "how long something takes is not measured here",
    "repeat": "how long something takes is not measured here",
})  # fmt: skip


# What is not there

DATA = "data must stand in the program: write a small array, or make one by a formula"
MODELS = "pretrained models cannot be fetched: build the layers with torch.nn"
NETWORK = "there is no network here: write the data into the program"
ABSENT = {
    "torchvision": DATA,
    "torchtext": DATA,
    "torchaudio": DATA,
    "datasets": DATA,
    "pandas": "write the columns as arrays: np.array([...])",
    "PIL": DATA,
    "cv2": DATA,
    "h5py": DATA,
    "transformers": MODELS,
    "timm": MODELS,
    "huggingface_hub": MODELS,
    "requests": NETWORK,
    "urllib": NETWORK,
    "urllib.request": NETWORK,
    "gym": "there are no environments here: write the transition and the reward as functions",
    "gymnasium": "there are no environments here: write the transition and the reward as functions",
    **dict.fromkeys(
        ("pickle", "pathlib", "glob", "shutil"),
        "there are no files here: write the values into the program",
    ),
    "subprocess": "no other programs are run here",
    "threading": "a program runs in one thread here",
    "multiprocessing": "a program runs in one process here",
    "pytorch_lightning": "write the loop itself: loss.backward(), optimizer.step()",
    "lightning": "write the loop itself: loss.backward(), optimizer.step()",
    "flax": "write the parameters as dictionaries and the layers as functions of them",
    "equinox": "write the parameters as dictionaries and the layers as functions of them",
    "haiku": "write the parameters as dictionaries and the layers as functions of them",
    "keras": "write the layer as a function of its variables, and the loop with tf.GradientTape()",
    "tinygrad": "write it with torch: the methods have the same names",
    "sympy": "symbols have no values here: compute with numbers",
    "cupy": "write numpy: it has the same names",
}
"""Libraries that are left out, and what to write instead."""

QUIET = (
    "matplotlib.cm", "matplotlib.colors", "matplotlib.animation", "matplotlib.ticker",
    "matplotlib.patches", "matplotlib.gridspec", "matplotlib_inline",
    "matplotlib_inline.backend_inline", "mpl_toolkits", "mpl_toolkits.mplot3d", "pylab",
    "seaborn", "plotly", "plotly.express", "plotly.graph_objects", "plotly.subplots", "bokeh",
    "altair", "graphviz", "torchviz", "torchsummary", "torchinfo", "IPython", "IPython.display",
    "ipywidgets", "google.colab", "warnings", "logging", "datetime", "gc", "wandb",
    "mlflow", "tensorboard", "torch.utils.tensorboard", "tensorboardX", "pprint", "rich",
    "tabulate", "termcolor", "colorama", "traceback", "networkx", "imageio",
)  # fmt: skip
"""Libraries of which nothing changes a number."""

MODULES: dict[str, Value] = {
    **{name: quiet_library(name) for name in QUIET},
    "matplotlib": MATPLOTLIB,
    "matplotlib.pyplot": PYPLOT,
    "tqdm": quiet_library("tqdm", BARS),
    "tqdm.auto": quiet_library("tqdm.auto", BARS),
    "tqdm.notebook": quiet_library("tqdm.notebook", BARS),
    "rich.progress": quiet_library("rich.progress", BARS),
    "fastprogress": quiet_library(
        "fastprogress", {"progress_bar": BARS["tqdm"], "master_bar": BARS["tqdm"]}
    ),
    "timeit": TIMEIT,
    "argparse": written("argparse", "command_line"),
    "os": OS,
    "os.path": PATH,
    **{name: Missing(f"module {name}", hint) for name, hint in ABSENT.items()},
}
