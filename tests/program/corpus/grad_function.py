import torch
from torch.autograd import grad

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
w = torch.tensor([0.5, -0.5, 1.5], requires_grad=True)
y = (w * x ** 3).sum()
gx, gw = grad(y, [x, w], create_graph=True)
print(gx, x.grad)
second = grad(gx.sum(), x)[0]
print(second)
out = x * w
weighted, = torch.autograd.grad(out, x, grad_outputs=torch.tensor([1.0, 0.0, 2.0]), retain_graph=True)
unused = torch.tensor(1.0, requires_grad=True)
nothing = torch.autograd.grad(out.sum(), [x, unused], allow_unused=True)
print(weighted, nothing[1])
