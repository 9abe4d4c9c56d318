import torch
import math

dtype = torch.float
device = torch.device("cpu")
# device = torch.device("cuda:0")

torch.manual_seed(11)
x = torch.linspace(-math.pi, math.pi, 30, device=device, dtype=dtype)
y = torch.sin(x)

a = torch.randn((), device=device, dtype=dtype)
b = torch.randn((), device=device, dtype=dtype)
c = torch.randn((), device=device, dtype=dtype)

rate = 1e-5
for t in range(50):
    pred = a + b * x + c * x ** 2
    loss = (pred - y).pow(2).sum().item()
    if t % 25 == 24:
        print(t, round(loss, 3))
    back = 2.0 * (pred - y)
    ga = back.sum()
    gb = (back * x).sum()
    gc = (back * x ** 2).sum()
    a -= rate * ga
    b -= rate * gb
    c -= rate * gc

print(f"Result: y = {a.item():.4f} + {b.item():.4f} x + {c.item():.4f} x^2")
