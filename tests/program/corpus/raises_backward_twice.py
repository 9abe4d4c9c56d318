import torch

w = torch.tensor(3.0, requires_grad=True)
y = w ** 2
y.backward()
print(w.grad)
y.backward()
