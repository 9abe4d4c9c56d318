import numpy as np

values = np.arange(3)
mean = values.mean()
print(mean)
print(meen)
