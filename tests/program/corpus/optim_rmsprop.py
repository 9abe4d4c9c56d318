import torch
import torch.nn as nn

torch.manual_seed(1)
X = torch.linspace(-2, 2, 16).view(-1, 1)
Y = X ** 3 - X

net = nn.Sequential(nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.RMSprop(net.parameters(), lr=1e-2)
for epoch in range(15):
    out = net(X)
    loss = criterion(out, Y)
    if epoch % 5 == 0:
        print("epoch {}: {:.4f}".format(epoch, loss.item()))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
