"""Files with tensors: what ``state_dict()`` gives, and whatever else of numbers, text and arrays.

A file is one of NumPy's ``.npz``: the arrays, and a text in JSON that says where each belongs.
Nothing in it is a program, so that a file of somebody else's can be read without a risk; PyTorch's
own files are pickled programs, and are refused.
"""

from __future__ import annotations

import json
import os
import zipfile
from contextlib import AbstractContextManager, nullcontext
from typing import Any, BinaryIO

import numpy as np

from chainrule.engine import ArgumentError, Tensor
from chainrule.engine import tensor as new_tensor

Array = np.ndarray[Any, Any]
Place = str | os.PathLike[str] | BinaryIO
STRUCTURE = "structure"


def save(obj: Any, f: Place) -> None:
    """Writes tensors, arrays, numbers, text, and lists and dictionaries of them.

    Args:
        obj: what to write; of a model or an optimiser its ``state_dict()``.
        f: a path, or a file that is open for writing bytes.

    Raises:
        ArgumentError: something in it is none of these; nothing is written then.
    """
    arrays: dict[str, Array] = {}
    text = json.dumps(_described(obj, arrays))
    with _opening(f, "wb") as file:
        np.savez(file, **{STRUCTURE: np.array(text), **arrays})  # type: ignore[arg-type]


def load(f: Place) -> Any:
    """What ``save`` wrote.

    Args:
        f: a path, or a file that is open for reading bytes.

    Raises:
        ArgumentError: it is no file that ``save`` wrote.
    """
    with _opening(f, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as archive:
                return _made(json.loads(str(archive[STRUCTURE])), archive)
        except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise ArgumentError(
                f"load(): that is no file that chainrule.save wrote ({error}); of PyTorch's write "
                "the arrays of its state_dict with NumPy, and read them with load_state_dict"
            ) from None


def from_dlpack(ext_tensor: Any) -> Tensor:
    """A leaf with the values of another library's array, by DLPack.

    Raises:
        ArgumentError: it has no values in the memory of the processor.
    """
    try:
        return new_tensor(np.from_dlpack(ext_tensor))
    except (AttributeError, BufferError, RuntimeError, TypeError) as error:
        raise ArgumentError(f"from_dlpack() takes an array of another library: {error}") from None


def _opening(f: Place, mode: str) -> AbstractContextManager[Any]:
    return open(f, mode) if isinstance(f, str | os.PathLike) else nullcontext(f)


def _described(value: Any, arrays: dict[str, Array]) -> Any:
    """The value in JSON; its arrays are put aside under numbers."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Tensor):
        place = _put_aside(value.detach().numpy(), arrays)
        return {"tensor": place, "requires_grad": value.requires_grad}
    if isinstance(value, np.ndarray | np.generic):
        return {"array": _put_aside(np.asarray(value), arrays)}
    if isinstance(value, dict):
        pairs = [[_described(k, arrays), _described(v, arrays)] for k, v in value.items()]
        return {"dict": pairs}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_described(item, arrays) for item in value]}
    raise ArgumentError(
        f"save() writes tensors, numbers, text, lists and dictionaries, no {type(value).__name__}: "
        "of a model or an optimiser save its state_dict()"
    )


def _put_aside(array: Array, arrays: dict[str, Array]) -> str:
    if array.dtype.kind not in "biuf":
        raise ArgumentError(f"save() writes arrays of numbers, not of {array.dtype}")
    place = f"array_{len(arrays)}"
    arrays[place] = array
    return place


def _made(described: Any, archive: Any) -> Any:
    match described:
        case {"tensor": place, "requires_grad": requires_grad}:
            return new_tensor(archive[place], requires_grad=requires_grad)
        case {"array": place}:
            return archive[place]
        case {"dict": pairs}:
            return {_made(k, archive): _made(v, archive) for k, v in pairs}
        case {"list": items}:
            return [_made(item, archive) for item in items]
        case {"tuple": items}:
            return tuple(_made(item, archive) for item in items)
        case _:
            return described
