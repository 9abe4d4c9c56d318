import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import scale

X = scale(X)
np.random.seed(0)
perm = np.random.permutation(len(X))
X, Y = X[perm], Y[perm]
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.2, random_state=0)


def train_model(model, X, Y, epochs=10, lr=0.01):
    optimizer = SGD(model.parameters(), lr)
    for epoch in range(epochs):
        total = 0.0
        for row in range(len(X)):
            x = tensor(X[[row]])
            y = tensor(Y[[row]])
            optimizer.zero_grad()
            loss = bce_loss(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(f"Epoch {epoch + 1}: BCE = {total / len(X)}")


def evaluate_model(model, X, Y):
    model.disable_grad()
    right = 0
    for row in range(len(X)):
        right += round(model(tensor(X[[row]])).item()) == Y[row]
    print(f"Accuracy on test set: {right / len(X):.2%}")


np.random.seed(1)
model = MLP(7, 100, 1)
train_model(model, X_train, Y_train)
evaluate_model(model, X_test, Y_test)
