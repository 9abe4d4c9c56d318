from math import exp, log


def sigmoid(z):
    return 1 / (1 + exp(-z))


points = [(0.5, 0), (1.5, 0), (2.0, 1), (3.0, 1)]
w, b = 0.0, 0.0
rate = 0.5
history = []
for step in range(8):
    gw = gb = cost = 0.0
    for x, y in points:
        p = sigmoid(w * x + b)
        cost -= y * log(p) + (1 - y) * log(1 - p)
        gw += (p - y) * x
        gb += p - y
    w -= rate * gw / len(points)
    b -= rate * gb / len(points)
    history.append(round(cost / len(points), 4))
print(history)
