import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x ** 2
first = h.sum()
second = h.prod()
first.backward(retain_graph=True)
print(x.grad)
second.backward()
print(x.grad)

u = torch.tensor(2.0, requires_grad=True)
v = u ** 3
v.backward(create_graph=True)
g = u.grad.clone()
u.grad = None
g.backward()
print(g.item(), u.grad.item())
