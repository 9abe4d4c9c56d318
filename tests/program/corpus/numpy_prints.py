import numpy as np

print(np.array([1.0, 2.5, -3.25]))
print(np.array([[1, 20], [300, 4]]))
print(np.arange(5) / 4)
print(np.array([1e-8, 1.0]))
print(np.zeros((2, 2)), np.eye(2))
print(np.array([True, False]))
print(np.float64(0.1) + 0.2, np.mean([1, 2, 4]))
print(np.round(np.array([1.23456, 2.34567]), 2))
print(repr(np.array([1.0, 2.0])), np.array([]).shape)
print(np.linspace(0, 1, 4))
print(np.array([1, 2, 3]).mean(), np.array([1, 2, 3]).sum())
