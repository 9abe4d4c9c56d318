import torch
import torch.nn as nn


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, weight=None):
        super().__init__()
        self.gamma = gamma
        self.weight = weight

    def forward(self, logits, target):
        log_p = nn.functional.log_softmax(logits, dim=-1)
        log_pt = log_p.gather(1, target.unsqueeze(1)).squeeze(1)
        pt = log_pt.exp()
        loss = -((1 - pt) ** self.gamma) * log_pt
        if self.weight is not None:
            loss = loss * self.weight[target]
        return loss.mean()


class DiceLoss(nn.Module):
    def forward(self, pred, target, smooth=1.):
        inter = (pred * target).sum()
        return 1 - (2. * inter + smooth) / (pred.sum() + target.sum() + smooth)


logits = torch.tensor([[1.0, 0.2, -1.0], [0.1, 0.1, 2.0]], requires_grad=True)
target = torch.tensor([0, 1])
focal = FocalLoss(weight=torch.tensor([1.0, 2.0, 1.0]))(logits, target)
dice = DiceLoss()(torch.sigmoid(logits), torch.eye(3)[target])
total = focal + 0.5 * dice
total.backward()
print(f"{focal.item():.4f} {dice.item():.4f}")
