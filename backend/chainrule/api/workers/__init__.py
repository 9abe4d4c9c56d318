"""Worker processes: where programs, checks, sweeps, drawings and training are computed.

A *nursery* is a clean copy of the server that does nothing but fork *workers*. A worker computes
one task after the other, with so much memory and so much time. The server holds each worker by one
end of a socket pair, a *seat*; the *crew* gives tasks to seats, fairly.
"""

from chainrule.api.workers.crew import Crew
from chainrule.api.workers.nursery import Nursery
from chainrule.api.workers.seat import ProcessSeat, Seat, ThreadSeat

__all__ = ["Crew", "Nursery", "ProcessSeat", "Seat", "ThreadSeat"]
