x1 = tensor([[2.0, 3.0]])
x2 = tensor([[1.0, 4.0]])
w = tensor([[-1.0], [1.2]])
print("x1 + x2:", x1 + x2)
print("x1 - x2:", x1 - x2)
print("x2 ** 2:", x2**2)
print("x1 @ w:", x1 @ w)
print((x1**2 - x2 @ w) ** 3)
x = tensor([[2.0, 3.0]])
w1 = tensor([[1.0, 4.0]], requires_grad=True)
w2 = tensor([[3.0, -1.0]], requires_grad=True)
g = x + w1 + w2
assert isinstance(g.grad_fn, AdditionNode)
assert g.grad_fn.right is w2
assert g.grad_fn.left.grad_fn.left is x
assert g.grad_fn.left.grad_fn.right is w1

x = tensor([[2.0, 3.0]])
w = tensor([[-1.0], [1.2]], requires_grad=True)
y = tensor([[0.2]])
loss = (x @ w - y) ** 2
loss.backward()
print(w.grad)
