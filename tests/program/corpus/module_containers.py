import torch
from torch import nn


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.acts = nn.ModuleDict({"relu": nn.ReLU(), "tanh": nn.Tanh()})
        self.layers = nn.ModuleList()
        for i in range(2):
            self.layers.append(nn.Linear(3, 3))
        self.scales = nn.ParameterList([nn.Parameter(torch.ones(1) * (i + 1)) for i in range(2)])
        self.head = nn.Linear(3, 3, bias=False)
        self.head.weight = self.layers[0].weight  # shared
        self.apply(self._init)

    def _init(self, m):
        if isinstance(m, nn.Linear):
            nn.init.constant_(m.weight, 0.1)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    def forward(self, x, act="relu"):
        for layer, scale in zip(self.layers, self.scales):
            x = self.acts[act](layer(x)) * scale
        return self.head(x)


net = Branches()
out = net(torch.tensor([[1.0, 2.0, 3.0]]), act="tanh")
out.sum().backward()
for name, p in net.named_parameters():
    print(name, tuple(p.shape), f"{p.grad.sum().item():.4f}")
print(sum(1 for _ in net.modules()), [n for n, _ in net.named_children()])
