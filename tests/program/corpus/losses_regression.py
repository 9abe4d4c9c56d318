import torch
from torch import nn

pred = torch.tensor([0.2, -1.0, 3.0, 0.7], requires_grad=True)
goal = torch.tensor([0.0, 1.0, 2.5, 0.7])
losses = {
    "mse": nn.MSELoss(),
    "sum": nn.MSELoss(reduction="sum"),
    "l1": nn.L1Loss(),
    "smooth": nn.SmoothL1Loss(beta=0.5),
    "huber": nn.HuberLoss(delta=1.5),
    "poisson": nn.PoissonNLLLoss(),
}
grads = {}
for name, criterion in losses.items():
    pred.grad = None
    value = criterion(pred, goal)
    value.backward()
    grads[name] = pred.grad.clone()
    print(f"{name:>8}: {value.item():.5f}")
var = torch.tensor([1.0, 0.5, 2.0, 1.0], requires_grad=True)
gauss = nn.GaussianNLLLoss()(pred, goal, var)
gauss.backward()
print(var.grad)
