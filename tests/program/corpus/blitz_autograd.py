import torch

a = torch.tensor([1., 4.], requires_grad=True)
b = torch.tensor([5., 2.], requires_grad=True)
Q = 2 * a ** 3 - b ** 2
external = torch.tensor([1., 1.])
Q.backward(gradient=external)

print(6 * a ** 2 == a.grad)
print(-2 * b == b.grad)

x = torch.zeros(3, 2)
y = torch.ones(3, 2)
z = torch.ones((3, 2), requires_grad=True)
print(f"Does `first` require gradients? : {(x + y).requires_grad}")
print(f"Does `second` require gradients?: {(x + z).requires_grad}")
