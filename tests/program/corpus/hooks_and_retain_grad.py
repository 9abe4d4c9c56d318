import torch

a = torch.tensor(2.0, requires_grad=True)
b = a * 3
b.retain_grad()
seen = []
b.register_hook(lambda g: seen.append(g.item()))
c = b ** 2
handle = a.register_hook(lambda g: g * 10)
c.backward()
print(b.grad, a.grad, seen)
handle.remove()
a.grad = None
(a * 4).backward()
print(a.grad)
