import torch

src = torch.tensor([0.5, -1.5, 2.5], requires_grad=True)
A = torch.zeros(3, 3)
A[0] = src
A[1, 1:] = src[:2] * 2
A[2, [0, 2]] = src[1]
A[A < 0] = 0.25
out = (A ** 2).sum()
out.backward()
print(A.detach())
print(src.grad)

B = torch.arange(6).reshape(2, 3)
B[:, 0] = B[:, 2]
B[0, 0], B[1, 1] = B[1, 1].item(), B[0, 0].item()
print(B.tolist())
