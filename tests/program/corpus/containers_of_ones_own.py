# layers and settings in containers that inherit what Python gives them
from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence

import torch


class Layers(Sequence):
    def __init__(self, *layers):
        self._layers = layers

    def __len__(self):
        return len(self._layers)

    def __getitem__(self, index):
        return self._layers[index]


class Settings(MutableMapping):
    def __init__(self):
        self.table = {}

    def __getitem__(self, key):
        return self.table[key]

    def __setitem__(self, key, value):
        self.table[key] = value

    def __delitem__(self, key):
        del self.table[key]

    def __iter__(self):
        return iter(self.table)

    def __len__(self):
        return len(self.table)


class Steps(MutableSequence[float]):
    def __init__(self):
        self.items = []

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def insert(self, index, value):
        self.items.insert(index, value)


layers = Layers(torch.tanh, torch.sigmoid, torch.tanh)
print(isinstance(layers, Sequence), layers.index(torch.sigmoid), layers.count(torch.tanh))
settings = Settings()
settings.update({"lr": 0.1, "scale": 2.0}, decay=0.5)
print(isinstance(settings, Mapping), settings.get("momentum", 0.9), settings.pop("decay"))
print(list(settings.items()), settings == {"lr": 0.1, "scale": 2.0}, "lr" in settings)
steps = Steps()
steps.extend([3.0, 1.0])
steps.append(2.0)
steps.reverse()
steps += [7.0]
steps.remove(1.0)
print(list(reversed(steps)), steps.pop(), isinstance([], Sequence), isinstance({}, Sequence))
x = torch.tensor([0.5, -1.0], requires_grad=True)
h = x * settings["scale"]
for layer in layers:
    h = layer(h)
loss = h.sum()
loss.backward()
