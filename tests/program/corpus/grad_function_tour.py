import torch

x = torch.ones(2, 2, requires_grad=True)
print(x)
y = x + 2
print(y)
z = y * y * 3
out = z.mean()
print(z, out)
out.backward()
print(x.grad)

a = torch.tensor([[0.5, -1.0], [2.0, 0.25]])
a = ((a * 3) / (a - 1.5))
print(a.requires_grad)
a.requires_grad_(True)
print(a.requires_grad)
total = (a * a).sum()

v = torch.tensor([1.0, 0.5, -1.0], requires_grad=True)
doubled = v * 2
while doubled.norm() < 50:
    doubled = doubled * 2
doubled.backward(torch.tensor([0.1, 1.0, 0.0001]))
print(v.grad)
print((v ** 2).requires_grad)
with torch.no_grad():
    print((v ** 2).requires_grad)
w = v.detach()
print(w.requires_grad, v.eq(w).all())
