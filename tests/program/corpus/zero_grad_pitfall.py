import torch

w = torch.tensor(1.0, requires_grad=True)
for i in range(3):
    y = 3 * w
    y.backward()
    print(i, w.grad.item())

w.grad.zero_()
(w ** 2).backward()
print("after zero_:", w.grad)
w.grad = None
print(w.grad is None)
(5 * w).backward()
print("after None:", w.grad)
