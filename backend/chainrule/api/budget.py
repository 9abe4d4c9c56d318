"""How much computing each client may use: a bucket of work units that refills with time.

A unit is a millisecond of processor time. A request is let in while the client's bucket is not
empty, and is charged afterwards for what it really cost, so no price list has to be guessed.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict

from starlette.requests import HTTPConnection

from chainrule.api.problems import Problem

MOST_CLIENTS = 10_000
REQUEST_UNITS = 1.0
"""What a request costs at least."""


class WorkBudget:
    """One bucket per client: ``rate`` units a second, at most ``burst``; no limit at rate 0."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, client: str) -> None:
        """Lets the client compute.

        Raises:
            Problem: the bucket is empty; the answer says when it no longer is (429).
        """
        if self.rate and (balance := self._balance(client)) <= 0:
            seconds = math.ceil((REQUEST_UNITS - balance) / self.rate)
            raise Problem(
                "rate_limited",
                f"{self.rate:g} work units per second are free for everybody",
                headers={"retry-after": str(seconds)},
            )

    def charge(self, client: str, units: float) -> None:
        """Takes what a computation cost; the balance may become negative."""
        if self.rate:
            balance = self._balance(client) - max(units, REQUEST_UNITS)
            self._buckets[client] = (balance, time.monotonic())
            self._buckets.move_to_end(client)
            if len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)

    def _balance(self, client: str) -> float:
        balance, then = self._buckets.get(client, (self.burst, 0.0))
        return min(self.burst, balance + (time.monotonic() - then) * self.rate)


def shortened(host: str) -> str:
    """The network that an address belongs to: enough to tell clients apart in a log, no more."""
    try:
        bits = 48 if ":" in host else 24
        return str(ipaddress.ip_network(f"{host.partition('%')[0]}/{bits}", strict=False))
    except ValueError:
        return "unknown"


def client_of(connection: HTTPConnection) -> str:
    """Who is asking."""
    return customer(connection.client.host if connection.client else "unknown")


def customer(host: str) -> str:
    """An address as it stands, for IPv6 the network of 64 bits that one customer gets."""
    if ":" not in host:
        return host
    try:
        return str(ipaddress.ip_network(f"{host.partition('%')[0]}/64", strict=False))
    except ValueError:
        return host
