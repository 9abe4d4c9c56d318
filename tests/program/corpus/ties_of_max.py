import torch

x = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]], requires_grad=True)
values, indices = x.max(dim=1)
values.sum().backward()
print(indices, x.grad)
g_max = x.grad.clone()

x.grad = None
x.amax(dim=1).sum().backward()
g_amax = x.grad.clone()
print(g_amax)

x.grad = None
x.max().backward()
print(x.grad)

x.grad = None
torch.maximum(x[0], torch.tensor([1.0, 2.0, 3.0])).sum().backward()
print(x.grad)
x.grad = None
torch.relu(x - 2).sum().backward()
print(x.grad)
