import torch

w = torch.tensor(4.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.3)
best, patience, waited = float('inf'), 2, 0
best_state = None
for epoch in range(100):
    loss = (w - 1).abs() + 0.1
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    current = loss.item()
    if current < best - 1e-6:
        best = current
        best_state = {"epoch": epoch, "w": w.detach().clone()}
        waited = 0
    else:
        waited += 1
        if waited >= patience:
            print(f"Early stopping at epoch {epoch}, best {best:.3f}")
            break
else:
    print("never stopped")
