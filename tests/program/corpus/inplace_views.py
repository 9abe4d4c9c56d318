import torch

base = torch.zeros(3, 4)
row = base[1]
row += 2
col = base[:, 2]
col.mul_(10)
flat = base.view(-1)
flat[0] = -1
t = base.t()
t[3, 2] = 7
copy = base.clone()
copy[0, 0] = 100
print(base)
print(base.is_contiguous(), t.is_contiguous())

x = torch.ones(4, requires_grad=True)
y = x * 2
left, right = y[:2], y[2:]
left *= 3
right.zero_()
loss = (y * torch.arange(4.)).sum()
loss.backward()
print(x.grad)
