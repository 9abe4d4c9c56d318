#!/usr/bin/env python3
"""Logistic regression by gradient descent."""
import argparse
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit(X, y, lr: float = 0.5, steps: int = 10) -> np.ndarray:
    theta = np.zeros(X.shape[1])
    for _ in range(steps):
        h = sigmoid(X @ theta)
        theta -= lr * X.T @ (h - y) / len(y)
    return theta


def main():
    X = np.c_[np.ones(4), [0.5, 1.5, 2.5, 3.5]]
    y = np.array([0, 0, 1, 1])
    theta = fit(X, y)
    print("theta:", np.round(theta, 4))
    print("predictions:", (sigmoid(X @ theta) >= 0.5).astype(int))
    return theta


if __name__ == "__main__":
    theta = main()
