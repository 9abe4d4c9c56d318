import torch
import torch.nn.functional as F

y_pred = torch.tensor([[1.0], [2.0], [3.0]], requires_grad=True)
y_true = torch.tensor([1.0, 2.0, 3.0])
wrong = ((y_pred - y_true) ** 2).mean()
right = F.mse_loss(y_pred.squeeze(1), y_true)
print((y_pred - y_true).shape, f"{wrong.item():.3f} instead of {right.item():.3f}")
wrong.backward()
print(y_pred.grad.flatten())

a = torch.ones(2, 1, 3, requires_grad=True)
b = torch.full((4, 1), 2.0, requires_grad=True)
c = (a * b)
c.sum().backward()
print(c.shape, a.grad.shape, b.grad.shape)
