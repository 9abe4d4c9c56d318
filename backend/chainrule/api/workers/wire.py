"""How tasks and replies travel between the server and a worker.

A frame is its two lengths, a header and a content. Tasks are pickled: the server made them. Replies
are JSON and bytes: a worker may have computed anything, and the server only ever reads data.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

from pydantic_core import from_json, to_json

from chainrule.api.cache import Answer
from chainrule.api.problems import Problem
from chainrule.api.task import Fault, Reply, Task

LENGTHS = struct.Struct("!II")
BEGUN = b"!"
"""What a worker says when it has read a task: from here on the task is to blame."""


def frame(header: bytes, content: bytes = b"") -> bytes:
    """Both parts with their lengths in front."""
    return LENGTHS.pack(len(header), len(content)) + header + content


def task_frame(task: Task) -> bytes:
    """A task on its way to a worker."""
    return frame(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))


def read_pickled(connection: socket.socket) -> Any:
    """What the server sent: a task, or what it begins with.

    Raises:
        EOFError: the server has gone.
    """
    length, _ = LENGTHS.unpack(_exactly(connection, LENGTHS.size))
    return pickle.loads(_exactly(connection, length))  # noqa: S301 - from the server itself


def reply_frame(reply: Reply) -> bytes:
    """A reply on its way to the server."""
    header: dict[str, Any] = {
        "milliseconds": reply.milliseconds,
        "facts": reply.facts,
        "worn": reply.worn,
    }
    content = b""
    if reply.answer is not None:
        header["media_type"] = reply.answer.media_type
        header["gzip"] = reply.answer.compressed is not None
        content = reply.answer.compressed or reply.answer.content
    if isinstance(reply.failure, Problem):
        header["problem"] = {
            "kind": reply.failure.kind.code,
            "detail": reply.failure.detail,
            "code": reply.failure.code,
            "headers": reply.failure.headers,
            "members": reply.failure.members,
        }
    elif reply.failure is not None:
        header["fault"] = {"name": reply.failure.name, "places": reply.failure.places}
    return frame(to_json(header, inf_nan_mode="strings"), content)


def read_reply(header: bytes, content: bytes) -> Reply:
    """The reply in a frame's two parts."""
    said = from_json(header)
    answer: Answer | None = None
    failure: Problem | Fault | None = None
    if "media_type" in said:
        whole, compressed = (b"", content) if said["gzip"] else (content, None)
        answer = Answer(whole, said["media_type"], compressed)
    if "problem" in said:
        problem = said["problem"]
        failure = Problem(
            problem["kind"],
            problem["detail"],
            code=problem["code"],
            headers=problem["headers"],
            **problem["members"],
        )
    elif "fault" in said:
        failure = Fault(**said["fault"])
    return Reply(said["milliseconds"], answer, said["facts"], failure, said["worn"])


def _exactly(connection: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        read = connection.recv_into(view)
        if not read:
            raise EOFError
        view = view[read:]
    return data
