"""Ranks: the positions of the largest elements, and of the k-th smallest.

Of equal elements PyTorch takes those at which its algorithms happen to end: for ``topk`` the C++
library's ``nth_element`` or ``partial_sort``, for ``kthvalue`` a quick select. As gradients flow to
these positions, rows that have equal elements are put in order by the same steps; in all others
there is but one answer. Sources: bits/stl_algo.h and bits/stl_heap.h of libstdc++,
ATen/native/TopKImpl.h and ATen/native/Sorting.cpp.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from chainrule.engine.errors import ArgumentError
from chainrule.engine.node import Node
from chainrule.engine.tensor import Array

Ranks = list[int]
"""A row's elements as whole numbers in the same order; equal ones are equal."""


def _partition(order: list[int], rank: Ranks, first: int, last: int) -> int:
    """Moves what comes before a pivot, the median of three, to the front: where the rest starts."""
    a, b, c = first + 1, first + (last - first) // 2, last - 1
    x, y, z = (rank[order[k]] for k in (a, b, c))
    below, above = (a, b) if x < y else (b, a)
    lower, upper = min(x, y), max(x, y)
    chosen = above if upper < z else c if lower < z else below
    order[first], order[chosen] = order[chosen], order[first]
    pivot, low, high = rank[order[first]], first + 1, last
    while True:
        while rank[order[low]] < pivot:
            low += 1
        high -= 1
        while pivot < rank[order[high]]:
            high -= 1
        if not low < high:
            return low
        order[low], order[high] = order[high], order[low]
        low += 1


def _insert(order: list[int], rank: Ranks, first: int, last: int) -> None:
    """An insertion sort: equal elements keep their order."""
    order[first:last] = sorted(order[first:last], key=rank.__getitem__)


def nth_element(order: list[int], rank: Ranks, nth: int) -> None:
    """Brings the element of this rank to its place, smaller ones before it."""
    first, last, depth = 0, len(order), 2 * (len(order).bit_length() - 1)
    while last - first > 3:
        if not depth:
            part = order[first:last]
            _heap_select(part, rank, nth + 1 - first)
            part[0], part[nth - first] = part[nth - first], part[0]
            order[first:last] = part
            return
        depth -= 1
        cut = _partition(order, rank, first, last)
        first, last = (cut, last) if cut <= nth else (first, cut)
    _insert(order, rank, first, last)


def sort(order: list[int], rank: Ranks, stop: int) -> None:
    """Puts the first elements in order."""
    depth = 2 * max(stop.bit_length() - 1, 0)
    pending = [(0, stop, depth)]
    while pending:
        first, last, depth = pending.pop()
        while last - first > 16:
            if not depth:
                part = order[first:last]
                partial_sort(part, rank, len(part))
                order[first:last] = part
                break
            depth -= 1
            cut = _partition(order, rank, first, last)
            pending.append((cut, last, depth))
            last = cut
    _insert(order, rank, 0, stop)


def _sink(heap: list[int], rank: Ranks, hole: int, length: int, value: int) -> None:
    """Lets a hole sink to the bottom of a heap, then the value rise from there."""
    top, child = hole, hole
    while child < (length - 1) // 2:
        child = 2 * (child + 1)
        if rank[heap[child]] < rank[heap[child - 1]]:
            child -= 1
        heap[hole] = heap[child]
        hole = child
    if length % 2 == 0 and child == (length - 2) // 2:
        child = 2 * (child + 1)
        heap[hole] = heap[child - 1]
        hole = child - 1
    parent = (hole - 1) // 2
    while hole > top and rank[heap[parent]] < rank[value]:
        heap[hole] = heap[parent]
        hole, parent = parent, (parent - 1) // 2
    heap[hole] = value


def _heap_select(order: list[int], rank: Ranks, middle: int) -> None:
    for parent in range((middle - 2) // 2, -1, -1):
        _sink(order, rank, parent, middle, order[parent])
    for k in range(middle, len(order)):
        if rank[order[k]] < rank[order[0]]:
            value, order[k] = order[k], order[0]
            _sink(order, rank, 0, middle, value)


def partial_sort(order: list[int], rank: Ranks, middle: int) -> None:
    """Brings so many of the smallest elements to the front, in order."""
    _heap_select(order, rank, middle)
    for last in range(middle - 1, 0, -1):
        value, order[last] = order[last], order[0]
        _sink(order, rank, 0, last, value)


def largest(row: Array, k: int, descending: bool) -> list[int]:
    """The positions of the k largest (or smallest) elements of a row, as PyTorch finds them."""
    number = np.where(np.isnan(row), np.inf, row)
    keys = np.stack([number, np.isnan(row)])  # NaN is larger than infinity
    _, inverse = np.unique(keys, axis=1, return_inverse=True)
    rank = (-inverse if descending else inverse).ravel().tolist()
    order = list(range(len(row)))
    if not k:
        return []
    if k * 64 <= len(row):
        partial_sort(order, rank, k)
    else:
        nth_element(order, rank, k - 1)
        sort(order, rank, k - 1)
    return order[:k]


def quick_select(row: Array, k: int) -> int:
    """The position of the element of rank k, counted from 0, as PyTorch finds it."""
    nan = np.isnan(row)
    _, inverse = np.unique(np.stack([np.where(nan, np.inf, row), nan]), axis=1, return_inverse=True)
    rank: list[int] = inverse.ravel().tolist()
    order = list(range(len(row)))

    def swap(i: int, j: int) -> None:
        order[i], order[j] = order[j], order[i]

    def greater(i: int, j: int) -> bool:
        return bool(rank[order[i]] > rank[order[j]])

    left, right = 0, len(row) - 1
    while right > left + 1:
        swap((left + right) // 2, left + 1)
        for i, j in ((left + 1, right), (left, right), (left + 1, left)):
            if greater(i, j):
                swap(i, j)
        i, j, pivot = left + 1, right, rank[order[left]]
        while True:
            i += 1
            while pivot > rank[order[i]]:
                i += 1
            j -= 1
            while rank[order[j]] > pivot:
                j -= 1
            if j < i:
                break
            swap(i, j)
        swap(left, j)
        left, right = (i if j <= k else left), (j - 1 if j >= k else right)
    if right == left + 1 and greater(left, right):
        swap(left, right)
    return order[k]


def _by_row(a: Array, axis: int, count: int, find: Callable[[Array], Any]) -> Array:
    """What is found in each row, along the axis."""
    moved = np.moveaxis(a, axis, -1)
    found = np.empty((*moved.shape[:-1], count), dtype=np.int64)
    for index in np.ndindex(*moved.shape[:-1]):
        found[index] = find(moved[index])
    return np.moveaxis(found, -1, axis).astype(np.int64)


def _differ(a: Array, axis: int) -> bool:
    """Whether no row has equal elements, nor a NaN."""
    ordered = np.sort(a, axis=axis)
    return bool(np.all(np.diff(ordered, axis=axis) > 0))


class RankNode(Node):
    """Positions by rank along an axis; they have no gradient."""

    method = False
    gradients = ()

    @classmethod
    def cost(cls, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[int, int]:
        """Elements of the result, and steps: some microseconds for each element."""
        return prod(shapes[0]), 5_000 * prod(shapes[0])


class TopKNode(RankNode):
    """The positions of the k largest elements along an axis, or of the smallest."""

    name = "argtopk"
    symbol = "argtopk"
    formula = "argtopk(a, k)"
    torch = "torch.topk({0}, {k}, dim={axis}, largest={largest_first}).indices"
    listed = False

    @staticmethod
    def forward(a: Array, k: int = 1, axis: int = -1, largest_first: bool = True) -> Array:
        """The positions, in the order of the elements."""
        length = a.shape[axis] if a.ndim else 1
        if not isinstance(k, int | np.integer) or not 0 <= k <= length:
            raise ArgumentError(f"selected index k out of range: k is 0 … {length}, not {k!r}")
        if a.ndim == 0:
            return np.zeros((), dtype=np.int64)
        if _differ(a, axis):
            order = np.argsort(-a if largest_first else a, axis=axis)
            found = np.take(order, np.arange(k), axis=axis)
            return found.astype(np.int64)
        return _by_row(a, axis, int(k), lambda row: largest(row, int(k), largest_first))


class KthNode(RankNode):
    """The position of the k-th smallest element along an axis."""

    name = "argkth"
    symbol = "argkth"
    formula = "argkth(a, k)"
    torch = "torch.kthvalue({0}, {k}, dim={axis}, keepdim=True).indices"
    listed = False

    @staticmethod
    def forward(a: Array, k: int = 1, axis: int = -1) -> Array:
        """The position, with the axis kept at length 1."""
        length = a.shape[axis] if a.ndim else 1
        if not isinstance(k, int | np.integer) or not 1 <= k <= length:
            raise ArgumentError(
                f"kthvalue(): selected number k out of range: k is 1 … {length}, not {k!r}"
            )
        if a.ndim == 0:
            return np.zeros((), dtype=np.int64)
        if _differ(a, axis):
            return np.take(np.argsort(a, axis=axis), [k - 1], axis=axis).astype(np.int64)
        return _by_row(a, axis, 1, lambda row: quick_select(row, int(k) - 1))
