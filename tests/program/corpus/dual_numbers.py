import math


class Dual:
    """Forward mode: a value with its derivative."""

    def __init__(self, value, slope=0.0):
        self.value = value
        self.slope = slope

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Dual) else Dual(x)

    def __add__(self, o):
        o = Dual.wrap(o)
        return Dual(self.value + o.value, self.slope + o.slope)

    __radd__ = __add__

    def __mul__(self, o):
        o = Dual.wrap(o)
        return Dual(self.value * o.value, self.slope * o.value + self.value * o.slope)

    __rmul__ = __mul__

    def __pow__(self, n):
        return Dual(self.value ** n, n * self.value ** (n - 1) * self.slope)

    def sin(self):
        return Dual(math.sin(self.value), math.cos(self.value) * self.slope)


def derivative(f, at):
    return f(Dual(at, 1.0)).slope


slopes = [derivative(lambda x: 3 * x ** 2 + x.sin() * x + 1, at) for at in (0.0, 1.0, 2.0)]
for s in slopes:
    print(f"{s:.6f}")
