import random

random.seed(10)
r = random.random()
u = random.uniform(-1, 1)
i = [random.randint(1, 6) for _ in range(5)]
c = random.choice("abc")
s = random.sample(range(20), 4)
items = list(range(6))
random.shuffle(items)
g = random.gauss(0, 1)
k = random.choices([1, 2, 3], k=4)
print(f"{r:.6f} {u:.6f} {i} {c} {s} {items} {g:.5f} {k} {random.randrange(0, 100, 5)}")

inside = 0
for _ in range(200):
    x, y = random.random(), random.random()
    if x * x + y * y <= 1:
        inside += 1
print("pi is about", 4 * inside / 200)
