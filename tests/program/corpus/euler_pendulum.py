import math
import torch

length = torch.tensor(1.2, requires_grad=True)
theta0 = torch.tensor(0.4, requires_grad=True)
dt, g = 0.05, 9.81
theta, omega = theta0, torch.tensor(0.0)
path = []
for step in range(20):
    omega = omega - dt * (g / length) * torch.sin(theta)
    theta = theta + dt * omega
    path.append(theta.item())
miss = (theta - math.radians(10)) ** 2
miss.backward()
print(f"{miss.item():.6f} {length.grad:.5f} {theta0.grad:.5f}")
assert len(path) == 20
