# the optimisers that come with autograd, and its check of gradients
import autograd.numpy as np
from autograd import grad, hessian
from autograd.misc.flatten import flatten
from autograd.misc.optimizers import adam, rmsprop, sgd
from autograd.test_util import check_grads

inputs = np.array([[0.5, 1.1, 0.8], [0.9, -1.1, 0.2], [0.5, 0.1, -1.3], [0.7, -2.5, 1.4]])
targets = np.array([1.0, 1.0, 0.0, 1.0])


def predict(params, x):
    return 0.5 * (np.tanh(np.dot(x, params["w"]) + params["b"]) + 1)


def loss(params, step=0):
    p = predict(params, inputs)
    return -np.sum(np.log(p * targets + (1 - p) * (1 - targets)))


start = {"w": np.array([0.1, -0.2, 0.3]), "b": np.array(0.0)}
vector, unflatten = flatten(start)
print(vector.shape, unflatten(vector * 2)["w"])
check_grads(lambda w: loss({"w": w, "b": 0.1}), modes=["rev"])(start["w"])


def report(params, step, gradient):
    if step % 5 == 0:
        print(step, loss(params), gradient["b"])


for optimise in (sgd, rmsprop, adam):
    found = optimise(grad(loss), start, callback=report, num_iters=10, step_size=0.05)
    print(optimise.__name__, loss(found))
    print(found["w"])
print(hessian(lambda w: loss({"w": w, "b": 0.0}))(start["w"]))
