import math


class Layer:
    count = 0

    def __init__(self, name=None):
        Layer.count += 1
        self.name = name or f"{type(self).__name__.lower()}{Layer.count}"

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        raise NotImplementedError

    def __repr__(self):
        return f"<{self.name}>"


class Scale(Layer):
    def __init__(self, factor):
        super().__init__()
        self._factor = factor

    @property
    def factor(self):
        return self._factor

    @factor.setter
    def factor(self, value):
        if value <= 0:
            raise ValueError("factor must be positive")
        self._factor = value

    def forward(self, x):
        return self.factor * x

    @staticmethod
    def describe():
        return "multiplies"

    @classmethod
    def half(cls):
        return cls(0.5)


class Squash(Scale):
    def forward(self, x):
        return math.tanh(super().forward(x))


net = [Scale(3), Squash.half(), Squash(2.0)]
net[0].factor = 1.5
x = 0.8
trace = [x]
for layer in net:
    x = layer(x)
    trace.append(x)
print(net, Layer.count, Scale.describe())
print([round(v, 4) for v in trace])
print(isinstance(net[1], Layer), issubclass(Squash, Scale), hasattr(net[0], "factor"))
try:
    net[0].factor = -1
except ValueError as e:
    print(e)
