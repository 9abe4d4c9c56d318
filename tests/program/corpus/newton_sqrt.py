def newton(a, x=1.0, tol=1e-10):
    count = 0
    while abs(x * x - a) > tol:
        x = x - (x * x - a) / (2 * x)
        count += 1
    return x, count


for a in (2, 9, 50):
    root, steps = newton(a)
    print(f"sqrt({a}) = {root:.8f} after {steps} steps")
