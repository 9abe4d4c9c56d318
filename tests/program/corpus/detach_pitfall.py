import torch

x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
z = y.detach() * x + y
z.backward()
print("with detach:", x.grad.item())

x.grad = None
value = (x ** 3).item()
out = x * value
out.backward()
print("with item:", x.grad.item())

x.grad.zero_()
a = torch.tensor((x * 2).tolist()) + x
a.backward()
print("rebuilt:", x.grad.item(), a.grad_fn is not None)
shared = x.data
shared += 1
print(x)
