"""What the server counts, in the text format of Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts of requests and of the time they took."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.buckets: Counter[float] = Counter()
        self.seconds = 0.0

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one finished request."""
        self.requests[method, route, status] += 1
        self.seconds += seconds
        for bound in BOUNDS:
            if seconds <= bound:
                self.buckets[bound] += 1

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything counted, and the ``gauges`` that others know."""
        total = sum(self.requests.values())
        lines = ["# TYPE chainrule_requests_total counter"]
        lines += [
            f'chainrule_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(self.requests.items())
        ]
        lines.append("# TYPE chainrule_request_seconds histogram")
        lines += [f'chainrule_request_seconds_bucket{{le="{b}"}} {self.buckets[b]}' for b in BOUNDS]
        lines += [
            f'chainrule_request_seconds_bucket{{le="+Inf"}} {total}',
            f"chainrule_request_seconds_sum {self.seconds:.6f}",
            f"chainrule_request_seconds_count {total}",
        ]
        for name, value in gauges.items():
            lines += [f"# TYPE chainrule_{name} gauge", f"chainrule_{name} {value:g}"]
        return "\n".join(lines) + "\n"
