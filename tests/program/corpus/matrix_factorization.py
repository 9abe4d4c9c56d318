import numpy as np

R = np.array([[5, 3, 0, 1], [4, 0, 0, 1], [1, 1, 0, 5]])
rng = np.random.RandomState(1)
K = 2
P = rng.rand(3, K)
Q = rng.rand(4, K)
alpha, beta = 0.02, 0.02
for step in range(30):
    for i in range(len(R)):
        for j in range(len(R[i])):
            if R[i][j] > 0:
                eij = R[i][j] - np.dot(P[i, :], Q.T[:, j])
                for k in range(K):
                    P[i][k] = P[i][k] + alpha * (2 * eij * Q[j][k] - beta * P[i][k])
                    Q[j][k] = Q[j][k] + alpha * (2 * eij * P[i][k] - beta * Q[j][k])
e = 0
for i in range(len(R)):
    for j in range(len(R[i])):
        if R[i][j] > 0:
            e += (R[i][j] - P[i] @ Q[j]) ** 2
print("error %.4f" % e)
print(np.round(P @ Q.T, 2))
