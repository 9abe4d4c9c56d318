"""Data: sets of samples, and loaders that hand them out in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn.native import epoch_order, split_order


class Dataset:
    """The base: a subclass has ``__len__`` and ``__getitem__``."""

    def __getitem__(self, index: Any) -> Any:
        """One sample."""
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    """Tensors of equally many rows; a sample is one row of each."""

    def __init__(self, *tensors: Tensor) -> None:
        for tensor in tensors:
            if len(tensor) != len(tensors[0]):
                raise ArgumentError("Size mismatch between tensors: each has as many rows")
        self.tensors = tensors

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.tensors[0])

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        """One row of each."""
        return tuple(tensor[index] for tensor in self.tensors)


class Subset(Dataset):
    """Some samples of another set."""

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset = dataset
        self.indices = indices

    def __len__(self) -> int:
        """How many samples there are."""
        return len(self.indices)

    def __getitem__(self, index: int) -> Any:
        """One sample."""
        return self.dataset[self.indices[index]]


class ConcatDataset(Dataset):
    """Several sets, one after another."""

    def __init__(self, datasets: Iterable[Any]) -> None:
        self.datasets = list(datasets)

    def __len__(self) -> int:
        """How many samples there are."""
        return sum(len(dataset) for dataset in self.datasets)

    def __getitem__(self, index: int) -> Any:
        """One sample."""
        place = range(len(self))[index]
        for dataset in self.datasets:
            if place < len(dataset):
                return dataset[place]
            place = place - len(dataset)
        raise IndexError("there is no such sample")


class SequentialSampler:
    """The positions of all samples, in order."""

    def __init__(self, data_source: Any) -> None:
        self.data_source = data_source

    def __len__(self) -> int:
        """How many there are."""
        return len(self.data_source)

    def __iter__(self) -> Iterator[int]:
        """One after the other."""
        return iter(range(len(self.data_source)))


class WeightedRandomSampler:
    """Positions that are drawn with weights."""

    def __init__(
        self, weights: Any, num_samples: int, replacement: bool = True, generator: Any = None
    ) -> None:
        self.weights = weights if isinstance(weights, Tensor) else F.tensor(weights)
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __len__(self) -> int:
        """How many are drawn."""
        return self.num_samples

    def __iter__(self) -> Iterator[int]:
        """Draws them."""
        drawn = F.multinomial(self.weights, self.num_samples, self.replacement, self.generator)
        return iter(drawn.tolist())


def random_split(dataset: Any, lengths: Sequence[float], generator: Any = None) -> list[Subset]:
    """Sets with so many samples each, or so large a share, drawn at random."""
    total = len(dataset)
    counts = [int(length) for length in lengths]
    if sum(lengths) <= 1.0 + 1e-9 and all(length <= 1 for length in lengths):
        counts = [int(total * length) for length in lengths]
        for place in range(total - sum(counts)):
            counts[place % len(counts)] = counts[place % len(counts)] + 1
    if sum(counts) != total:
        raise ArgumentError("Sum of input lengths does not equal the length of the input dataset!")
    order = split_order(total, generator)
    parts = []
    start = 0
    for count in counts:
        parts.append(Subset(dataset, order[start : start + count]))
        start = start + count
    return parts


def default_collate(samples: list[Any]) -> Any:
    """Samples as one batch: tensors and numbers stacked, tuples and dictionaries part by part."""
    first = samples[0]
    if isinstance(first, Tensor):
        return F.stack(samples)
    if isinstance(first, dict):
        return {name: default_collate([sample[name] for sample in samples]) for name in first}
    if isinstance(first, tuple | list):
        return [default_collate([sample[k] for sample in samples]) for k in range(len(first))]
    if isinstance(first, bool | int | float):
        return F.tensor(samples)
    return samples


class DataLoader:
    """Batches of a set, in order or shuffled anew every time it is gone through."""

    def __init__(
        self,
        dataset: Any,
        batch_size: int | None = 1,
        shuffle: bool = False,
        sampler: Any = None,
        drop_last: bool = False,
        collate_fn: Callable[[list[Any]], Any] | None = None,
        generator: Any = None,
        **ignored: Any,
    ) -> None:
        if batch_size is not None and batch_size < 1:
            raise ArgumentError(
                f"batch_size should be a positive integer value, but got batch_size={batch_size}"
            )
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.sampler = sampler
        self.drop_last = drop_last
        self.collate_fn = default_collate if collate_fn is None else collate_fn
        self.generator = generator

    def __len__(self) -> int:
        """How many batches there are."""
        total = len(self.dataset if self.sampler is None else self.sampler)
        size = self.batch_size or 1
        return total // size if self.drop_last else (total + size - 1) // size

    def __iter__(self) -> Iterator[Any]:
        """Batch after batch."""
        shuffles = self.shuffle and self.sampler is None
        order = epoch_order(len(self.dataset), shuffles, self.generator)
        if self.sampler is not None:
            order = list(self.sampler)
        if self.batch_size is None:
            for index in order:
                yield self.dataset[index]
            return
        for start in range(0, len(order), self.batch_size):
            chosen = order[start : start + self.batch_size]
            if self.drop_last and len(chosen) < self.batch_size:
                return
            yield self.collate_fn([self.dataset[index] for index in chosen])
