import torch
import torch.nn as nn

torch.manual_seed(15)
net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(p=0.5), nn.Linear(4, 1))
x = torch.linspace(-2, 2, 18).reshape(6, 3)
net.train()
a = net(x)
b = net(x)
print(net.training, torch.equal(a, b))
net.eval()
c = net(x)
d = net(x)
print(net.training, torch.equal(c, d))
loss = d.mean()
loss.backward()
print(net[1].num_batches_tracked.item())
