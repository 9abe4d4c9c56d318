"""Training sessions: data sets, what to train on them, and every step of it to look at.

A session is a pure, append-only function: ``state(step + 1) = update(config, state(step), batch)``.
Its ``head`` is the number of steps done. Step ``k`` (from 1) is the k-th update: it starts from
state ``k - 1`` and ends in state ``k``; state 0 is the freshly initialised model. What servers and
scripts use is the service:

    sessions = Sessions(open_store("sessions.db"))        # or "memory:", "redis://host/0"
    session = sessions.create("raisins-mlp")              # a preset's name, a Config, or a mapping
    session = sessions.create({"dataset": "moons", "hidden": [8], "lr": 0.05})
    sessions.fork(session.id, step=60, changes={"lr": 0.001})       -> Session
    sessions.get(id)                                                -> Session
    sessions.advance(id, to=120, time_limit=2.0)                    -> Session (head may be < to)
    sessions.advance(id, to_epoch=4)                                -> Session
    sessions.losses(id, after=0, limit=1000)                        -> Losses
    sessions.epochs(id)                                             -> list[Epoch]
    sessions.step(id, k)                                            -> Step
    sessions.evaluation(id, step=None)                              -> Evaluation
    sessions.surface(id, step=None, x=None, y=None, resolution=40)  -> Surface
    sessions.landscape(id, step=None, x="w[0, 0]", y="b[0, 0]")     -> Landscape
    sessions.measures(id, after=0, limit=1000, stride=1)            -> Measures
    sessions.diagnosis(id)                                          -> Diagnosis
    sessions.upload(csv_bytes, target=None, task=None)                 -> Dataset (its name: config)
    sessions.dataset(name)                                          -> Dataset (bundled or uploaded)
    sessions.delete(id)

Every answer is a frozen dataclass; ``chainrule.graph.serialisation`` makes JSON of it.
``Step.output`` and ``Step.values`` go to ``chainrule.graph.build``, ``Step.update`` has every
parameter before, its gradient, and after. Errors are ``TrainingError`` with ``code``, ``message``
and ``field``.
"""

from chainrule.training.answers import (
    Diagnosis,
    Divergence,
    Epoch,
    Losses,
    RunFinding,
    Session,
    Step,
    TriedCure,
)
from chainrule.training.config import SETTINGS, Config, Setting
from chainrule.training.datasets import DATASETS, Dataset, Declaration, load
from chainrule.training.errors import (
    CapacityError,
    ConfigError,
    DamagedError,
    DatasetError,
    DiskError,
    MovedOnError,
    NotFoundError,
    ShareError,
    StepError,
    StoreError,
    TrainingError,
    UnreachableError,
)
from chainrule.training.evaluation import Evaluation, Norms, SplitEvaluation, Surface
from chainrule.training.landscape import Landscape
from chainrule.training.limits import TrainingLimits
from chainrule.training.measures import LayerMeasures, Measures
from chainrule.training.presets import PRESETS, USUAL, Preset
from chainrule.training.sessions import Sessions
from chainrule.training.store import Share, Store, open_store
from chainrule.training.trainer import Change
from chainrule.training.uploads import parse_csv

__all__ = [
    "DATASETS",
    "PRESETS",
    "SETTINGS",
    "USUAL",
    "CapacityError",
    "Change",
    "Config",
    "ConfigError",
    "DamagedError",
    "Dataset",
    "DatasetError",
    "Declaration",
    "Diagnosis",
    "DiskError",
    "Divergence",
    "Epoch",
    "Evaluation",
    "Landscape",
    "LayerMeasures",
    "Losses",
    "Measures",
    "MovedOnError",
    "Norms",
    "NotFoundError",
    "Preset",
    "RunFinding",
    "Session",
    "Sessions",
    "Setting",
    "Share",
    "ShareError",
    "SplitEvaluation",
    "Step",
    "StepError",
    "Store",
    "StoreError",
    "Surface",
    "TrainingError",
    "TrainingLimits",
    "TriedCure",
    "UnreachableError",
    "load",
    "open_store",
    "parse_csv",
]
