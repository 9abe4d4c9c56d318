import torch
import torch.nn as nn
import torch.nn.functional as F

logits = torch.tensor([[2.0, -1.0, 0.5], [0.0, 1.0, -2.0], [0.3, 0.3, 0.3]], requires_grad=True)
target = torch.tensor([0, 2, 1])
weight = torch.tensor([1.0, 2.0, 0.5])
ce = nn.CrossEntropyLoss()(logits, target)
weighted = nn.CrossEntropyLoss(weight=weight, label_smoothing=0.1)(logits, target)
ignored = F.cross_entropy(logits, torch.tensor([0, -100, 1]))
soft = F.cross_entropy(logits, torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.0, 1.0, 0.0]]))
nll = F.nll_loss(F.log_softmax(logits, dim=1), target, reduction='none')
margin = nn.MultiMarginLoss()(logits, target)
total = ce + weighted + ignored + soft + nll.sum() + margin
total.backward()
print(ce, weighted)
print(nll)

z = torch.tensor([1.5, -0.5, 0.0], requires_grad=True)
t = torch.tensor([1.0, 0.0, 1.0])
bce = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(3.0))(z, t)
plain = nn.BCELoss()(torch.sigmoid(z), t)
hinge = F.hinge_embedding_loss(z, torch.tensor([1., -1., 1.]))
(bce + plain + hinge).backward()
print(f"{bce:.4f} {plain:.4f} {hinge:.4f}")
