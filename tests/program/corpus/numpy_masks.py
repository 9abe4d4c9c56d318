import numpy as np

a = np.arange(-4, 5).astype(float)
mask = (a > -2) & (a < 3)
print(a[mask], mask.sum())
b = a.copy()
b[~mask] = 0
b[mask] *= 10
c = np.where(a < 0, -a, a)
rows, cols = np.nonzero(np.eye(3) == 0)
print(rows, cols)
grid = np.arange(12).reshape(3, 4)
print(grid[1:, ::2])
print(grid[[0, 2], [1, 3]])
view = grid[0]
view[:] = -1
print(grid.sum(axis=0), grid.min(axis=1))
print(np.clip(a, -1, 1).tolist())
