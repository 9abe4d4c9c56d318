import torch


class EmptyBatch(ValueError):
    pass


def mean_loss(values):
    if not values:
        raise EmptyBatch("no values given")
    return sum(values) / len(values)


log = []
for batch in ([1.0, 2.0], [], None):
    try:
        result = mean_loss(batch)
    except EmptyBatch as e:
        log.append(f"empty: {e}")
    except (TypeError, KeyError) as e:
        log.append(type(e).__name__)
    else:
        log.append(result)
    finally:
        log.append("done")
print(log)

try:
    {}["missing"]
except KeyError as err:
    print("KeyError", err)
try:
    [1, 2][5]
except IndexError as err:
    print(err)
try:
    1 / 0
except ZeroDivisionError as err:
    print(err)
try:
    int("seven")
except ValueError as err:
    print(err)
x = torch.ones(3, requires_grad=True)
try:
    (x * 2).backward()
except RuntimeError as err:
    print("PyTorch refuses:", "scalar" in str(err))
total = (x * 2).sum()
total.backward()
assert x.grad is not None, "no gradient"
