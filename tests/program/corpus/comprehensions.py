import torch

nums = [n for n in range(20) if n % 3 == 0]
squares = {n: n ** 2 for n in nums}
odd = {n % 2 for n in nums}
matrix = [[i * j for j in range(3)] for i in range(3)]
flat = [v for row in matrix for v in row if v]
pairs = [(a, b) for a in "xy" for b in (1, 2)]
total = sum(v * 0.5 for v in flat)
print(nums, squares, odd, flat, total)
weights = [torch.full((2,), float(i), requires_grad=True) for i in range(1, 4)]
loss = sum((w ** 2).sum() for w in weights)
loss.backward()
grads = [w.grad.tolist() for w in weights]
print(grads)
print(any(g[0] > 5 for g in grads), all(len(g) == 2 for g in grads))
lengths = list(map(len, ["a", "bb", ""]))
kept = list(filter(None, lengths))
ordered = sorted([(2, 'b'), (1, 'z'), (2, 'a')], key=lambda p: (-p[0], p[1]))
print(lengths, kept, ordered, max(squares, key=squares.get))
