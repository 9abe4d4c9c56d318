import math
import torch
from torch import nn


def masked_softmax(X, valid_lens):
    shape = X.shape
    mask = torch.arange(shape[-1])[None, :] < valid_lens[:, None]
    X = X.masked_fill(~mask[:, None, :], -1e6)
    return nn.functional.softmax(X, dim=-1)


class DotProductAttention(nn.Module):
    def __init__(self, dropout, **kwargs):
        super().__init__(**kwargs)
        self.dropout = nn.Dropout(dropout)

    def forward(self, queries, keys, values, valid_lens=None):
        d = queries.shape[-1]
        scores = torch.bmm(queries, keys.transpose(1, 2)) / math.sqrt(d)
        self.attention_weights = masked_softmax(scores, valid_lens)
        return torch.bmm(self.dropout(self.attention_weights), values)


queries = torch.arange(8.).reshape(2, 1, 4) / 4
keys = torch.linspace(-1, 1, 40).reshape(2, 5, 4).requires_grad_()
values = torch.arange(20, dtype=torch.float32).reshape(1, 5, 4).repeat(2, 1, 1)
valid_lens = torch.tensor([2, 4])
attention = DotProductAttention(dropout=0.5)
attention.eval()
out = attention(queries, keys, values, valid_lens)
print(out.shape)
out.mean().backward()
print(keys.grad[0].abs().sum() > 0)
