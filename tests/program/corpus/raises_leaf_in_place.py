import torch

w = torch.zeros(2, requires_grad=True)
loss = (w - 1).pow(2).sum()
loss.backward()
w -= 0.1 * w.grad
