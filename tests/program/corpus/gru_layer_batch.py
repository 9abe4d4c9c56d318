import torch
from torch import nn

torch.manual_seed(17)
rnn = nn.GRU(input_size=2, hidden_size=3, num_layers=2, batch_first=True)
x = torch.linspace(-1, 1, 16).reshape(2, 4, 2)
output, h_n = rnn(x)
print(output.shape, h_n.shape)
target = torch.zeros_like(output)
loss = nn.functional.smooth_l1_loss(output, target)
loss.backward()
total = sum(p.numel() for p in rnn.parameters() if p.requires_grad)
print(total)
