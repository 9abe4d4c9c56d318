import random
import torch


class Dynamic(torch.nn.Module):
    """Uses one weight a random number of times."""

    def __init__(self):
        super().__init__()
        self.a = torch.nn.Parameter(torch.tensor(0.5))
        self.e = torch.nn.Parameter(torch.tensor(0.01))

    def forward(self, x):
        y = self.a * x
        for exp in range(2, random.randint(3, 6)):
            y = y + self.e * x ** exp
        return y


random.seed(7)
x = torch.linspace(-1.5, 1.5, 12)
y = torch.sin(x)
model = Dynamic()
opt = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
history = []
for t in range(12):
    loss = ((model(x) - y) ** 2).sum()
    history.append(loss.item())
    opt.zero_grad()
    loss.backward()
    opt.step()
print([f"{h:.3f}" for h in history[:4]])
