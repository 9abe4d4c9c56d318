"""What the server counts, for Prometheus, by its maintained client.

Every app has a registry of its own: two servers in one process would count into each other's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from chainrule import __version__

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
NAMESPACE = "chainrule"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that somebody else knows; a name that ends in ``_total`` only ever grows."""

    name: str
    help: str
    read: Callable[[], float]

    def family(self) -> Metric:
        """The number as it stands now."""
        name, value = f"{NAMESPACE}_{self.name}", self.read()
        if self.name.endswith("_total"):
            return CounterMetricFamily(name, self.help, value)
        return GaugeMetricFamily(name, self.help, value)


class Metrics(Collector):
    """Counts of requests and of the time they took, and the measures of others."""

    def __init__(self, measures: Iterable[Measure] = ()) -> None:
        self.measures = tuple(measures)
        # Else there is a second series for each, which nobody asks for.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        build = Info(
            "build", "Which Chainrule this is.", namespace=NAMESPACE, registry=self.registry
        )
        build.info({"version": __version__})
        self.requests = Counter(
            "requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            namespace=NAMESPACE,
            registry=self.registry,
        )
        self.seconds = Histogram(
            "request_seconds",
            "How long answers took.",
            ("route",),
            namespace=NAMESPACE,
            buckets=BOUNDS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """The measures of others, as they stand now."""
        return (measure.family() for measure in self.measures)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one finished request."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Everything counted and measured, in the text format."""
        return generate_latest(self.registry)
