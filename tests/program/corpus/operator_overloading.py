class Vector:
    def __init__(self, *values):
        self.values = list(values)

    def __add__(self, other):
        return Vector(*[a + b for a, b in zip(self.values, other.values)])

    def __sub__(self, other):
        return self + (-1) * other

    def __mul__(self, other):
        if isinstance(other, Vector):
            return sum(a * b for a, b in zip(self.values, other.values))
        return Vector(*[other * a for a in self.values])

    __rmul__ = __mul__

    def __eq__(self, other):
        return self.values == other.values

    def __len__(self):
        return len(self.values)

    def __getitem__(self, i):
        return self.values[i]

    def __iter__(self):
        return iter(self.values)

    def __contains__(self, v):
        return v in self.values

    def __lt__(self, other):
        return self * self < other * other

    def __str__(self):
        return "(" + ", ".join(str(v) for v in self) + ")"


a, b = Vector(1, 2), Vector(3, -1)
print(a + b, a - b, a * b, 2 * a, a * 2 == 2 * a)
print(len(a), b[1], 3 in b, a < b, max([a, b]))
x, y = a + b
print(x, y)
smallest = sorted([b, a])[0].values
