import torch

A = torch.ones(2, 3)
B = torch.ones(2, 3)
print(A.shape)
C = A @ B
