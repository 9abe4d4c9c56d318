import torch
from torch.autograd.functional import jacobian, hessian


def f(x):
    return torch.stack([x[0] * x[1], torch.sin(x[0]), x[1] ** 2])


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


x = torch.tensor([0.5, -2.0])
J = jacobian(f, x)
print(J.shape)
H = hessian(rosenbrock, torch.tensor([1.0, 1.0]))
print(H)
newton = torch.tensor([-1.0, 1.5])
for _ in range(2):
    g = jacobian(rosenbrock, newton)
    newton = newton - torch.linalg.solve(hessian(rosenbrock, newton), g)
print(newton.shape)
