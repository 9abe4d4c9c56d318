import torch
import torch.nn as nn

torch.manual_seed(10)
cell = nn.RNNCell(3, 4)
head = nn.Linear(4, 1)
seq = torch.sin(torch.arange(15.)).view(5, 1, 3)
hx = torch.zeros(1, 4)
outputs = []
for step in seq:
    hx = cell(step, hx)
    outputs.append(head(hx))
out = torch.stack(outputs).squeeze()
loss = ((out - torch.linspace(0, 1, 5)) ** 2).mean()
loss.backward()
print(cell.weight_hh.grad.norm())
print([tuple(p.shape) for p in cell.parameters()])
