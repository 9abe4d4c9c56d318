# layers that learn from their first input how wide it is
import torch
from torch import nn

torch.manual_seed(5)


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.LazyConv2d(3, kernel_size=2, stride=2), nn.ReLU(), nn.Flatten(), nn.LazyLinear(2)
        )

    def forward(self, x):
        return self.body(x)


def init(module):
    if type(module) == nn.Linear:
        nn.init.constant_(module.weight, 0.1)


net = Small()
pictures = torch.rand(2, 1, 4, 4)
print(net(pictures).shape)
print(net)
net.apply(init)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    loss = net(pictures).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss}")
print([name for name, _ in net.named_parameters()])
layer = nn.LazyLinear(4, bias=False)
print(layer, layer(torch.ones(2, 6)).shape, layer)
