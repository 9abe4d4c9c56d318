# training that stops half-way and goes on from what was saved
import torch
import torch.nn as nn

PATH = "checkpoint.pt"
torch.manual_seed(8)
x = torch.randn(12, 2)
y = x[:, :1] - 2 * x[:, 1:]


def make():
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    return model, torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)


def train(model, optimizer, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


model, optimizer = make()
print(optimizer.state_dict()["param_groups"])
print(optimizer)
train(model, optimizer, 4)
torch.save({"step": 4, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, PATH)
straight = train(model, optimizer, 3)

fresh, other = make()
saved = torch.load(PATH)
fresh.load_state_dict(saved["model"])
other.load_state_dict(saved["optimizer"])
resumed = train(fresh, other, 3)
print(saved["step"], abs(straight - resumed) < 1e-6)
print(list(saved["model"]), f"{torch.tensor(straight):.4f}")
