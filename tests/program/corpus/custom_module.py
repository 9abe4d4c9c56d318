import torch


class Wave(torch.nn.Module):
    def __init__(self):
        """Three coefficients are the parameters of this module."""
        super().__init__()
        self.offset = torch.nn.Parameter(torch.tensor(0.2))
        self.slope = torch.nn.Parameter(torch.tensor(-0.4))
        self.bend = torch.nn.Parameter(torch.tensor(0.7))

    def forward(self, t):
        return self.offset + self.slope * t + self.bend * t ** 2

    def string(self):
        return f'y = {self.offset.item():.3f} + {self.slope.item():.3f} t + {self.bend.item():.3f} t^2'


t = torch.linspace(-1, 1, 11)
goal = torch.cos(2 * t)
model = Wave()
criterion = torch.nn.MSELoss(reduction='sum')
optimizer = torch.optim.SGD(model.parameters(), lr=1e-2)
for i in range(30):
    loss = criterion(model(t), goal)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(f'Result: {model.string()}')
