import autograd.numpy as np
from autograd import grad


def sigmoid(x):
    return 0.5 * (np.tanh(x / 2.) + 1)


def logistic_predictions(weights, inputs):
    return sigmoid(np.dot(inputs, weights))


def training_loss(weights):
    preds = logistic_predictions(weights, inputs)
    label_probabilities = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probabilities))


inputs = np.array([[0.4, 1.0, 0.8], [0.9, -1.1, 0.1], [0.5, 0.1, -1.2], [0.7, -2.4, 1.3]])
targets = np.array([True, True, False, True])
training_gradient = grad(training_loss)
weights = np.array([0.0, 0.0, 0.0])
print("Initial loss:", training_loss(weights))
for i in range(20):
    weights -= training_gradient(weights) * 0.01
print("Trained loss:", training_loss(weights))
