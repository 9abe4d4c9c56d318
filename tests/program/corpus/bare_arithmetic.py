# A neuron on paper.
x = 2.0
w = -1.5
b = 4.0
z = w * x + b
a = max(0, z)
target = 3
loss = (a - target) ** 2
dloss_da = 2 * (a - target)
da_dz = 1 if z > 0 else 0
dw = dloss_da * da_dz * x
db = dloss_da * da_dz
print("loss", loss, "dw", dw, "db", db)
