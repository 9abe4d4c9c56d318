# the parameters with the largest gradients, by a heap; what is left over as text
import heapq
import json
import statistics

import torch

torch.manual_seed(1)
w = torch.randn(6, requires_grad=True)
loss = (w**3 - w).sum()
loss.backward()
heap = []
for place, slope in enumerate(w.grad.tolist()):
    heapq.heappush(heap, (-abs(slope), place))
first = [heapq.heappop(heap)[1] for _ in range(3)]
print(first, heapq.nsmallest(2, [4, 1, 3]), heapq.heappushpop([2, 5], 1))
queue = [5, 3, 8, 1]
heapq.heapify(queue)
print(queue[0], heapq.heapreplace(queue, 9), sorted(queue), list(heapq.merge([1, 4], [2, 3])))
losses = [0.5, 0.25, 0.75, 0.25]
print(statistics.mean(losses), statistics.median(losses), statistics.mode(losses))
print(statistics.stdev(losses), statistics.pvariance([1, 2, 3, 4]), statistics.mean([1, 2, 3]))
note = json.dumps({"lr": 0.1, "places": first, "done": True, "name": None}, sort_keys=True)
print(note, json.loads(note)["places"], json.loads("[1, 2.5, \"x\"]"))
