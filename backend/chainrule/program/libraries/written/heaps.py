"""``heapq``: lists whose first element is the smallest (Williams, "Heapsort", 1964)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def _rise(heap: list[Any], start: int, place: int) -> None:
    """Lets an element rise until its parent is no larger."""
    item = heap[place]
    while place > start:
        parent = (place - 1) >> 1
        if not item < heap[parent]:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = item


def _sink(heap: list[Any], place: int) -> None:
    """Lets an element sink to a leaf along its smaller children, and rise from there."""
    end, start, item = len(heap), place, heap[place]
    child = 2 * place + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = item
    _rise(heap, start, place)


def heappush(heap: list[Any], item: Any) -> None:
    """Puts an element in."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap: list[Any]) -> Any:
    """Takes the smallest away and answers it."""
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap: list[Any], item: Any) -> Any:
    """Takes the smallest away, then puts an element in."""
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap: list[Any], item: Any) -> Any:
    """Puts an element in, then takes the smallest away."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(x: list[Any]) -> None:
    """Makes a heap of a list."""
    for place in reversed(range(len(x) // 2)):
        _sink(x, place)


def nsmallest(n: int, iterable: Any, key: Callable[[Any], Any] | None = None) -> list[Any]:
    """The smallest elements in their order."""
    return sorted(iterable, key=key)[: max(n, 0)]


def nlargest(n: int, iterable: Any, key: Callable[[Any], Any] | None = None) -> list[Any]:
    """The largest elements, the largest first."""
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


def merge(
    *iterables: Any, key: Callable[[Any], Any] | None = None, reverse: bool = False
) -> Iterator[Any]:
    """Sorted sequences as one; all of them are read before the first element comes."""
    yield from sorted([item for each in iterables for item in each], key=key, reverse=reverse)
