from collections import namedtuple
from typing import NamedTuple
Point = namedtuple('Point', 'x y z', defaults=[0])
class Vector(Point):
    @property
    def total(self):
        return self.x + self.y + self.z
    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)
v = Vector(1, 2)
print(v, v.total, v + v, v._asdict(), isinstance(v, Point), isinstance(v, tuple), Point._make([1, 2, 3]))
print(v._replace(y=9), Point._fields, Point(1, 2) == (1, 2, 0), Point(1, 2) < (2,), {Point(1, 2): 5}[(1, 2, 0)])
print('%d-%d-%d' % Point(1, 2), max(Point(1, 2, 3)), sorted([Point(2, 1), Point(1, 5)]), len(v), v[1:], v[-1])
x, *rest = v
print(x, rest, [*v], v + Vector(1, 1) == (2, 3, 0), 2 in v, v.index(2), v.count(0), tuple(v), v * 1 if False else '')
class Batch(NamedTuple):
    inputs: list
    rate: float = 0.5
    def size(self):
        return len(self.inputs)
b = Batch([1, 2])
print(b, b.size(), b.rate, b._fields, Batch(inputs=[], rate=1))
for call in (lambda: Batch(), lambda: Batch(1, 2, 3), lambda: Batch(1, speed=2), lambda: Point(1)):
    try:
        call()
    except TypeError as error:
        print(error)
try:
    b.rate = 3
except AttributeError as error:
    print(error)
Pair = NamedTuple('Pair', [('a', int), ('b', int)])
print(Pair(1, 2), Pair(b=1, a=2).a)
