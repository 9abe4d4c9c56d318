def divide(a, b):
    if b == 0:
        raise ValueError("b must not be zero")
    return a / b


print(divide(6, 3))
result = divide(1, 0)
print("not reached")
