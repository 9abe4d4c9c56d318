import numpy as np


def init(sizes, seed=0):
    rng = np.random.default_rng(seed)
    params = {}
    for l in range(1, len(sizes)):
        params['W' + str(l)] = rng.standard_normal((sizes[l], sizes[l - 1])) * 0.5
        params['b' + str(l)] = np.zeros((sizes[l], 1))
    return params


def forward(X, params):
    L = len(params) // 2
    cache = {'A0': X}
    for l in range(1, L + 1):
        Z = params[f'W{l}'] @ cache[f'A{l-1}'] + params[f'b{l}']
        cache[f'Z{l}'] = Z
        cache[f'A{l}'] = np.tanh(Z) if l < L else 1 / (1 + np.exp(-Z))
    return cache[f'A{L}'], cache


def backward(AL, Y, cache, params):
    m = Y.shape[1]
    L = len(params) // 2
    grads = {}
    dZ = AL - Y
    for l in reversed(range(1, L + 1)):
        grads[f'dW{l}'] = dZ @ cache[f'A{l-1}'].T / m
        grads[f'db{l}'] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dZ = (params[f'W{l}'].T @ dZ) * (1 - cache[f'A{l-1}'] ** 2)
    return grads


X = np.array([[0., 0., 1., 1.], [0., 1., 0., 1.]])
Y = np.array([[0., 1., 1., 0.]])
params = init([2, 3, 1])
for i in range(5):
    AL, cache = forward(X, params)
    cost = -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    grads = backward(AL, Y, cache, params)
    params = {k: v - 0.5 * grads['d' + k] for k, v in params.items()}
    print("Cost after iteration {}: {:.6f}".format(i, cost))
