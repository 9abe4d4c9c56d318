"""What programs about gradients use of scikit-learn: splitting, scaling, small sets of points.

The random numbers and their order are scikit-learn's, so that the same rows come out.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import numpy as np

from chainrule.engine import ArgumentError, Tensor, allocate
from chainrule.functions.numpy_random import RandomState
from chainrule.program.classes import OBJECT
from chainrule.program.libraries.session import numpy_generator
from chainrule.program.libraries.wrapping import as_array, given
from chainrule.program.numbers import Array
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Class, Library, Record, Value


def _generator(runtime: Runtime, random_state: Value) -> np.random.RandomState:
    if random_state is None:
        random_state = numpy_generator(runtime)
    if isinstance(random_state, RandomState):
        return random_state.source  # type: ignore[no-any-return]
    return np.random.RandomState(as_index(runtime, random_state))


def _values(runtime: Runtime, value: Value) -> np.ndarray[Any, Any]:
    value = given(runtime, "this function", value)
    return value.numpy() if isinstance(value, Tensor) else np.asarray(value)


def _count(share: Value, total: int, round_: Callable[[float], int]) -> int | None:
    if share is None:
        return None
    return round_(share * total) if isinstance(share, float) else int(share)


def _rows(values: Value, places: list[int]) -> Value:
    if isinstance(values, list):
        return [values[place] for place in places]
    return values[places]


def train_test_split(
    runtime: Runtime, *arrays: Value, test_size: Value = None, train_size: Value = None,
    random_state: Value = None, shuffle: Value = True, stratify: Value = None,
) -> list[Value]:  # fmt: skip
    """Rows for training and rows for the test, of every array."""
    if stratify is not None:
        raise ArgumentError("train_test_split() draws without stratify here: leave it out")
    if not arrays:
        raise ArgumentError("train_test_split() needs at least one array")
    total = len(arrays[0])
    for array in arrays:
        if len(array) != total:
            raise ArgumentError(
                "Found input variables with inconsistent numbers of samples: "
                f"{[len(other) for other in arrays]}"
            )
    tests, trains = _count(test_size, total, ceil), _count(train_size, total, floor)
    if tests is None:
        tests = ceil(0.25 * total) if trains is None else total - trains
    if trains is None:
        trains = total - tests
    if tests < 0 or trains <= 0 or tests + trains > total:
        raise ArgumentError(f"{trains} rows and {tests} rows are not to be had from {total}")
    runtime.budget.items(total)
    if shuffle:
        order = _generator(runtime, random_state).permutation(total).tolist()
        chosen = order[tests : tests + trains], order[:tests]
    else:
        chosen = list(range(trains)), list(range(trains, trains + tests))
    return [_rows(array, places) for array in arrays for places in chosen]


# Scaling


def _deviation(values: Any, axis: int | None) -> Any:
    deviation = values.std(axis=axis)
    return np.where(deviation == 0, 1.0, deviation)


def scale(
    runtime: Runtime, X: Value, *, axis: Value = 0, with_mean: Value = True,
    with_std: Value = True, copy: Value = True,
) -> Array:  # fmt: skip
    """Every column with mean 0 and deviation 1."""
    values = _values(runtime, X).astype(float)
    moved = values - values.mean(axis, keepdims=True) if with_mean else values
    if with_std:
        deviation = _deviation(values, axis)
        moved = moved / (deviation if axis == 0 else np.expand_dims(deviation, axis))
    return as_array(moved)


def _fit(runtime: Runtime, self: Record, X: Value, y: Value = None) -> Record:
    values = _values(runtime, X).astype(float)
    self.attributes |= {
        "mean_": as_array(values.mean(0)),
        "var_": as_array(values.var(0)),
        "scale_": as_array(_deviation(values, 0)),
        "n_features_in_": values.shape[1] if values.ndim > 1 else 1,
    }
    return self


def _fitted(self: Record) -> tuple[Value, Value]:
    if "mean_" not in self.attributes:
        raise ArgumentError("this scaler knows no data yet: call fit(X) first")
    return self.attributes["mean_"], self.attributes["scale_"]


def _transform(runtime: Runtime, self: Record, X: Value) -> Value:
    mean, deviation = _fitted(self)
    return (as_array(_values(runtime, X).astype(float)) - mean) / deviation


def _inverse(runtime: Runtime, self: Record, X: Value) -> Value:
    mean, deviation = _fitted(self)
    return as_array(_values(runtime, X)) * deviation + mean


def _fit_transform(runtime: Runtime, self: Record, X: Value, y: Value = None) -> Value:
    return _transform(runtime, _fit(runtime, self, X), X)


def _methods(functions: dict[str, Callable[..., Any]]) -> dict[str, Value]:
    return {name: Builtin(name, call, runtime=True) for name, call in functions.items()}


STANDARD_SCALER = Class("StandardScaler", (OBJECT,), _methods({
    "fit": _fit, "transform": _transform, "fit_transform": _fit_transform,
    "inverse_transform": _inverse,
}))  # fmt: skip


# Points


def _finished(
    source: np.random.RandomState, X: Any, y: Any, shuffle: Value, noise: Value
) -> tuple[Array, Array]:
    if shuffle:
        order = np.arange(len(X))
        source.shuffle(order)
        X, y = X[order], y[order]
    if noise is not None:
        X = X + source.normal(scale=float(noise), size=X.shape)
    return as_array(X), as_array(y)


def _two(outer: Any, inner: Any) -> tuple[Any, Any]:
    X = np.vstack([np.append(outer[0], inner[0]), np.append(outer[1], inner[1])]).T
    return X, np.hstack([np.zeros(len(outer[0]), int), np.ones(len(inner[0]), int)])


def _halves(runtime: Runtime, n_samples: Value) -> tuple[int, int]:
    total = as_index(runtime, n_samples)
    allocate((total, 2))
    return total // 2, total - total // 2


def make_moons(
    runtime: Runtime, n_samples: Value = 100, *, shuffle: Value = True, noise: Value = None,
    random_state: Value = None,
) -> tuple[Array, Array]:  # fmt: skip
    """Two half circles that reach into each other."""
    out, inside = _halves(runtime, n_samples)
    a, b = np.linspace(0, np.pi, out), np.linspace(0, np.pi, inside)
    X, y = _two((np.cos(a), np.sin(a)), (1 - np.cos(b), 1 - np.sin(b) - 0.5))
    return _finished(_generator(runtime, random_state), X, y, shuffle, noise)


def make_circles(
    runtime: Runtime, n_samples: Value = 100, *, shuffle: Value = True, noise: Value = None,
    random_state: Value = None, factor: Value = 0.8,
) -> tuple[Array, Array]:  # fmt: skip
    """A circle inside of another."""
    out, inside = _halves(runtime, n_samples)
    a = np.linspace(0, 2 * np.pi, out, endpoint=False)
    b = np.linspace(0, 2 * np.pi, inside, endpoint=False)
    X, y = _two((np.cos(a), np.sin(a)), (np.cos(b) * factor, np.sin(b) * factor))
    return _finished(_generator(runtime, random_state), X, y, shuffle, noise)


def make_blobs(
    runtime: Runtime, n_samples: Value = 100, n_features: Value = 2, *, centers: Value = None,
    cluster_std: Value = 1.0, center_box: Value = (-10.0, 10.0), shuffle: Value = True,
    random_state: Value = None,
) -> tuple[Array, Array]:  # fmt: skip
    """Normally distributed points around some centers."""
    source = _generator(runtime, random_state)
    total, features = as_index(runtime, n_samples), as_index(runtime, n_features)
    allocate((total, features))
    if centers is None or type(centers) is int:
        low, high = center_box
        places = source.uniform(low, high, size=(centers or 3, features))
    else:
        places = _values(runtime, centers)
    counts = [total // len(places) + (k < total % len(places)) for k in range(len(places))]
    widths = np.broadcast_to(np.asarray(cluster_std, float), len(places))
    parts = [
        source.normal(loc=place, scale=width, size=(count, places.shape[1]))
        for place, width, count in zip(places, widths, counts, strict=True)
    ]
    y = np.repeat(np.arange(len(places)), counts)
    return _finished(source, np.concatenate(parts), y, shuffle, None)


# Measures


def _alike(runtime: Runtime, *values: Value) -> list[Any]:
    """Targets and predictions as tables of the same shape; a single column may lack its axis.

    Raises:
        ValueError: they have different numbers of rows or columns.
    """
    tables = [np.atleast_1d(_values(runtime, value)) for value in values]
    tables = [table.reshape(-1, 1) if table.ndim == 1 else table for table in tables]
    if len({len(table) for table in tables}) > 1:
        raise ValueError(
            "Found input variables with inconsistent numbers of samples: "
            f"{[len(table) for table in tables]}"
        )
    if len({table.shape for table in tables}) > 1:
        raise ValueError("y_true and y_pred have different number of output")
    return tables


def accuracy_score(runtime: Runtime, y_true: Value, y_pred: Value) -> float:
    """The share of equal entries."""
    one, other = _alike(runtime, y_true, y_pred)
    return float((one == other).mean())


def mean_squared_error(runtime: Runtime, y_true: Value, y_pred: Value) -> float:
    """The mean of the squared differences."""
    one, other = _alike(runtime, y_true, y_pred)
    return float(((one - other) ** 2).mean())


def _library(name: str, table: dict[str, Value], missing: dict[str, str]) -> Library:
    return Library(f"sklearn.{name}", table, missing)


SETS = "write the numbers into the program, or use make_moons"
DATASETS = _library(
    "datasets",
    _methods({"make_moons": make_moons, "make_circles": make_circles, "make_blobs": make_blobs}),
    dict.fromkeys(
        ("load_iris", "load_digits", "load_wine", "load_breast_cancer", "fetch_openml",
         "fetch_california_housing", "make_classification", "make_regression"), SETS),
)  # fmt: skip
MODEL_SELECTION = _library(
    "model_selection", _methods({"train_test_split": train_test_split}),
    {"KFold": "slice the rows yourself", "cross_val_score": "write the loop over the folds"},
)  # fmt: skip
PREPROCESSING = _library(
    "preprocessing", {**_methods({"scale": scale}), "StandardScaler": STANDARD_SCALER},
    {"MinMaxScaler": "(X - X.min(0)) / (X.max(0) - X.min(0))",
     "OneHotEncoder": "np.eye(classes)[y]", "LabelEncoder": "np.unique(y, return_inverse=True)"},
)  # fmt: skip
METRICS = _library(
    "metrics",
    _methods({"accuracy_score": accuracy_score, "mean_squared_error": mean_squared_error}),
    {"confusion_matrix": "count with np.bincount(classes * y_true + y_pred)"},
)
SKLEARN = Library("sklearn", {
    "datasets": DATASETS, "model_selection": MODEL_SELECTION, "preprocessing": PREPROCESSING,
    "metrics": METRICS,
}, {"linear_model": "write the model: x @ w + b", "neural_network": "use nn.Linear"})  # fmt: skip

MODULES: dict[str, Value] = {
    "sklearn": SKLEARN,
    **{f"sklearn.{name}": module for name, module in SKLEARN.table.items()},
}
