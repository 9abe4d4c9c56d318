import copy
class Bag(list):
    pass
b = Bag([[1], [2]])
b.tag = 'x'
c, d = copy.copy(b), copy.deepcopy(b)
b[0].append(9)
print(b, c, d, c.tag, type(d).__name__, d.tag)
from enum import Enum
class E(Enum):
    A = 1
print(copy.deepcopy({'k': E.A})['k'] is E.A)
