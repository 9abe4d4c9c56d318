import torch
from torch import nn, optim
from torch.utils.data import TensorDataset, DataLoader

torch.manual_seed(0)
xs = torch.randn(12, 3)
ys = (xs.sum(1) > 0).long()
train_ds = TensorDataset(xs[:8], ys[:8])
valid_ds = TensorDataset(xs[8:], ys[8:])
train_dl = DataLoader(train_ds, batch_size=4, shuffle=True)
valid_dl = DataLoader(valid_ds, batch_size=8)


def loss_batch(model, loss_func, xb, yb, opt=None):
    loss = loss_func(model(xb), yb)
    if opt is not None:
        loss.backward()
        opt.step()
        opt.zero_grad()
    return loss.item(), len(xb)


def get_model():
    model = nn.Sequential(nn.Linear(3, 6), nn.Dropout(0.25), nn.Tanh(), nn.Linear(6, 2))
    return model, optim.SGD(model.parameters(), lr=0.3, momentum=0.9)


model, opt = get_model()
for epoch in range(3):
    model.train()
    for xb, yb in train_dl:
        loss_batch(model, nn.functional.cross_entropy, xb, yb, opt)
    model.eval()
    with torch.no_grad():
        losses, nums = zip(*[loss_batch(model, nn.functional.cross_entropy, xb, yb) for xb, yb in valid_dl])
    val_loss = sum(l * n for l, n in zip(losses, nums)) / sum(nums)
    print(epoch, f"{val_loss:.4f}")
