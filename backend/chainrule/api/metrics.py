"""What the server counts, in the text format of Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from chainrule import __version__

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that somebody else knows: a counter only ever grows, a gauge goes up and down."""

    name: str
    value: float
    help: str
    kind: Literal["counter", "gauge"] = "gauge"


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

    def text(self, measures: Iterable[Measure]) -> str:
        """Everything counted, and the ``measures`` of others."""
        lines = [*_about("build_info", "gauge", "Which Chainrule this is.")]
        lines.append(f'chainrule_build_info{{version="{__version__}"}} 1')
        lines += _about("requests_total", "counter", "Requests that were answered.")
        lines += [
            f'chainrule_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(self.requests.items())
        ]
        total = sum(self.requests.values())
        lines += _about("request_seconds", "histogram", "How long answers took.")
        lines += [f'chainrule_request_seconds_bucket{{le="{b}"}} {self.buckets[b]}' for b in BOUNDS]
        lines += [
            f'chainrule_request_seconds_bucket{{le="+Inf"}} {total}',
            f"chainrule_request_seconds_sum {self.seconds:.6f}",
            f"chainrule_request_seconds_count {total}",
        ]
        for measure in measures:
            lines += _about(measure.name, measure.kind, measure.help)
            lines.append(f"chainrule_{measure.name} {measure.value:.15g}")
        return "\n".join(lines) + "\n"


def _about(name: str, kind: str, help: str) -> Iterator[str]:
    yield f"# HELP chainrule_{name} {help}"
    yield f"# TYPE chainrule_{name} {kind}"
