"""Views: what a session's records, states and traces look like from outside."""

from __future__ import annotations

from chainrule.training.answers import Divergence, Epoch, Parent, Session, Step
from chainrule.training.evaluation import evaluate_split
from chainrule.training.state import State
from chainrule.training.store import Record
from chainrule.training.trainer import Trace, Trainer

SAMPLE_ROWS = 64
"""Rows of a batch that an answer shows."""


def session(record: Record, trainer: Trainer, halted: Divergence | None) -> Session:
    """Where a session stands."""
    epoch, used = trainer.batches.position(record.head)
    parent = record.document["parent"]
    return Session(
        id=record.id,
        config=trainer.config,
        dataset=trainer.data.dataset.declaration,
        parameters=dict(zip(trainer.network.names, trainer.network.shapes, strict=True)),
        origin=record.origin,
        head=record.head,
        loss=record.loss,
        epoch=epoch + used / len(trainer.data.train),
        steps_per_epoch=trainer.batches.per_epoch,
        last_step=trainer.last_step,
        parent=Parent(*parent) if parent else None,
        halted=halted,
        created=record.created,
    )


def divergence(trace: Trace, step: int, loss: float) -> Divergence:
    """Why a session halted at this step."""
    batch = trace.batch
    return Divergence(step, batch.epoch + 1, batch.start + 1, loss, trace.first_nonfinite())


def step(trainer: Trainer, trace: Trace, k: int, done: bool) -> Step:
    """Step ``k`` to look at; step 0 is the initial model, to which nothing is done."""
    places = trainer.data.train.places[trace.batch.rows]
    dataset = trainer.data.dataset
    return Step(
        step=k,
        epoch=trace.batch.epoch + 1,
        sample=trace.batch.start + 1,
        places=places,
        rows=[dataset.rows(int(place), 1)[0] for place in places[:SAMPLE_ROWS]],
        output=trace.output,
        values=trace.values,
        update=trace.update if k else (),
        rate=trace.rate,
        done=done,
    )


def epoch(trainer: Trainer, state: State, number: int, loss: float) -> Epoch:
    """The epoch that ended in ``state``, whose steps had this loss in the mean."""
    data = trainer.data
    train = evaluate_split(trainer, state, data.train)
    test = evaluate_split(trainer, state, data.test) if len(data.test) else None
    return Epoch(
        epoch=number,
        step=state.step,
        loss=loss,
        train_loss=train.loss,
        test_loss=test.loss if test else None,
        train_accuracy=train.accuracy,
        test_accuracy=test.accuracy if test else None,
    )
