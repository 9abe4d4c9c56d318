# one gradient for each sample, and a module as a function of its parameters
import torch
import torch.nn as nn
import torch.nn.functional as F
from functools import partial
from torch.func import functional_call, grad, grad_and_value, hessian, jacrev, jvp, vjp, vmap

torch.manual_seed(3)
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
data, targets = torch.randn(5, 3), torch.tensor([0, 1, 1, 0, 1])
params = {name: p.detach() for name, p in net.named_parameters()}


def sample_loss(params, x, y):
    scores = functional_call(net, params, (x.unsqueeze(0),))
    return F.cross_entropy(scores, y.unsqueeze(0))


each = vmap(grad(sample_loss), in_dims=(None, 0, 0))(params, data, targets)
for name, value in each.items():
    print(name, tuple(value.shape))
F.cross_entropy(net(data), targets).backward()
print(torch.allclose(each["0.weight"].mean(0), net[0].weight.grad))


def energy(w, x):
    return (torch.sin(w @ x) ** 2).sum()


w, x = torch.randn(2, 3), torch.randn(3)
slope, value = grad_and_value(energy, argnums=1)(w, x)
curvature = hessian(partial(energy, w))(x)
print(slope, f"{value:.4f}")
print(jacrev(lambda v: w @ v)(x).equal(w), torch.allclose(curvature, curvature.T))
out, back = vjp(lambda v: v**3, x)
(pulled,) = back(torch.ones(3))
_, pushed = jvp(lambda v: v**3, (x,), (torch.ones(3),))
print(torch.allclose(pulled, 3 * x**2), torch.allclose(pulled, pushed))
outer = torch.vmap(lambda a, b: a * b)(data, data)
