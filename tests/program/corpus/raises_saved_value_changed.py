import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.exp(x)
z = y.sum()
y += 1
z = (y * 2).sum()
z.backward()
