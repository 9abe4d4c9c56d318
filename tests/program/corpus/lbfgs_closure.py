import torch

x = torch.tensor([-1.2, 1.0], requires_grad=True)
optimizer = torch.optim.LBFGS([x], lr=0.5, max_iter=4)
count = 0


def closure():
    global count
    count += 1
    optimizer.zero_grad()
    loss = 10 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2
    loss.backward()
    return loss


for step in range(3):
    loss = optimizer.step(closure)
    print(step, f"{loss.item():.5f}")
