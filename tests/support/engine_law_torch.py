"""PyTorch's functions by attribute, without importing PyTorch before one is called."""

from typing import Any


class _Torch:
    """``T.sin(a)`` is ``torch.sin(a)``; PyTorch is imported by the first call."""

    def __init__(self, *path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> "_Torch":
        return _Torch(*self._path, name)

    def __call__(self, *args: Any, **params: Any) -> Any:
        import torch

        found: Any = torch
        for name in self._path:
            found = getattr(found, name)
        return found(*args, **params)


T = _Torch()
F = T.nn.functional
