import torch
from torch.optim.lr_scheduler import StepLR, ExponentialLR, CosineAnnealingLR, LambdaLR

results = {}
for label, make in {
    "step": lambda o: StepLR(o, step_size=3, gamma=0.5),
    "exp": lambda o: ExponentialLR(o, gamma=0.9),
    "cos": lambda o: CosineAnnealingLR(o, T_max=8),
    "warm": lambda o: LambdaLR(o, lr_lambda=lambda e: min(1.0, (e + 1) / 4)),
}.items():
    w = torch.tensor(3.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.2, momentum=0.5)
    scheduler = make(optimizer)
    rates = []
    for epoch in range(8):
        optimizer.zero_grad()
        (w ** 2).backward()
        optimizer.step()
        rates.append(optimizer.param_groups[0]['lr'])
        scheduler.step()
    results[label] = w.item()
    print(label, ["%.4f" % r for r in rates], scheduler.get_last_lr()[0] > 0)
