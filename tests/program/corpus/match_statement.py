# match: values, sequences, mappings, classes and guards
import numpy as np


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def activation(name, z):
    match name:
        case "relu":
            return np.maximum(0, z)
        case "tanh" | "th":
            return np.tanh(z)
        case None:
            return z
        case str() as other:
            raise ValueError(f"unknown activation {other}")


def describe(value):
    match value:
        case Point(x=0, y=0):
            return "origin"
        case Point(x, 0):
            return f"on the x axis at {x}"
        case [x, y] if x == y:
            return "a pair of equals"
        case [first, *rest]:
            return f"{first}, then {rest}"
        case {"kind": kind, **more}:
            return f"{kind} with {more}"
        case int(n) | float(n) if n > 10:
            return f"large {n}"
        case True | False:
            return "a truth value"
        case _:
            return "something else"


for value in (Point(0, 0), Point(3, 0), Point(1, 2), [2, 2], (1, 2, 3), {"kind": "a", "b": 1}, {}):
    print(describe(value))
for value in (12, 2.5, True, "text", None, range(2)):
    print(describe(value))
z = np.array([-1.0, 2.0])
a, b, c = activation("relu", z), activation("th", z), activation(None, z)
print(a, b, c)
try:
    activation("swish", z)
except ValueError as error:
    print(error)
