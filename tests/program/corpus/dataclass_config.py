from dataclasses import dataclass, field

import torch


@dataclass
class Config:
    lr: float = 0.1
    steps: int = 4
    sizes: list = field(default_factory=lambda: [2, 2])
    name: str = "demo"


@dataclass
class Point:
    x: float
    y: float

    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5


cfg = Config(steps=3)
print(cfg)
print(Point(3.0, 4.0).norm(), Point(1.0, 2.0) == Point(1.0, 2.0))
w = torch.ones(*cfg.sizes, requires_grad=True)
for _ in range(cfg.steps):
    loss = (w - 3).pow(2).sum()
    loss.backward()
    with torch.no_grad():
        w -= cfg.lr * w.grad
        w.grad.zero_()
print(f"{cfg.name}: {loss.item():.4f}")
