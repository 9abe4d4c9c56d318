from micrograd.engine import Value

x1 = Value(1.5)
x2 = Value(-0.5)
w1 = Value(-2.0)
w2 = Value(0.75)
bias = Value(4.2)
n = x1 * w1 + x2 * w2 + bias
out = n.relu()
loss = (out - 1.0) ** 2
loss.backward()
for name, v in [('x1', x1), ('w1', w1), ('x2', x2), ('w2', w2)]:
    print(name, v.grad)
lr = 0.1
params = [w1, w2, bias]
for p in params:
    p.data -= lr * p.grad
    p.grad = 0
after = ((x1 * w1 + x2 * w2 + bias).relu() - 1.0) ** 2
print("%.4f -> %.4f" % (loss.data, after.data))
