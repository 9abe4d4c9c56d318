import torch
from torch.optim import Optimizer


class Signed(Optimizer):
    """Steps by the sign of a running mean of the gradients."""

    def __init__(self, params, lr=0.1, beta=0.9):
        if lr <= 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        super().__init__(params, dict(lr=lr, beta=beta))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if len(state) == 0:
                    state["mean"] = torch.zeros_like(p)
                mean = state["mean"]
                mean.mul_(group["beta"]).add_(p.grad, alpha=1 - group["beta"])
                p.add_(torch.sign(mean), alpha=-group["lr"])


w = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
opt = Signed([w], lr=0.25)
for i in range(6):
    opt.zero_grad()
    loss = ((w - torch.tensor([0.3, 0.4])) ** 2).sum()
    loss.backward()
    opt.step()
    print(i, w.tolist())
