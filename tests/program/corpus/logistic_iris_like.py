import numpy as np
import torch
import torch.nn as nn

np.random.seed(1)
features = np.concatenate([np.random.randn(6, 2) + 2, np.random.randn(6, 2) - 2])
labels = np.array([1] * 6 + [0] * 6)
idx = np.random.permutation(12)
X = torch.from_numpy(features[idx]).float()
y = torch.tensor(labels[idx], dtype=torch.float32).view(-1, 1)
mean, std = X.mean(dim=0), X.std(dim=0)
X = (X - mean) / std

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
loss_fn = nn.BCELoss()
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.5)
history = {"loss": [], "acc": []}
for epoch in range(5):
    probs = model(X)
    loss = loss_fn(probs, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        acc = ((probs > 0.5).float() == y).float().mean().item()
    history["loss"].append(loss.item())
    history["acc"].append(acc)
print(f"final loss {history['loss'][-1]:.4f}, accuracy {history['acc'][-1]:.0%}")
confusion = torch.zeros(2, 2, dtype=torch.int64)
for t, p in zip(y.squeeze().long(), (model(X) > 0.5).long().squeeze()):
    confusion[t, p] += 1
print(confusion)
