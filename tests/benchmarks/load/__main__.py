"""A lesson's load on a real server: requests a second, waiting times, errors, memory, descriptors.

    python tests/benchmarks/load --minutes 10 --people 40

Starts ``chainrule serve`` on a free port of this machine, lets Locust play the people of
``users.py``, and looks at the server's processes every few seconds. Ends with status 1 where an
answer was none of a busy server's, or where memory or descriptors kept growing.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

FLAT = 1.25
"""What memory and descriptors may be in the last third, as a multiple of those in the second."""


def free_port():
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running_server(workers, port):
    """The server in a directory of its own; the people's addresses come from a trusted proxy."""
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "chainrule", "serve", "--port", str(port)]
        environment = {
            **os.environ,
            "CHAINRULE_TRUSTED_PROXIES": "127.0.0.1",
            "CHAINRULE_LOG": "error",
            "CHAINRULE_WORKERS": str(workers),
        }
        process = subprocess.Popen(command, cwd=directory, env=environment)
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def looked_at(server):
    """MB of memory, processor seconds and descriptors of the server and its processes."""
    memory = seconds = descriptors = 0
    for process in [server, *server.children(recursive=True)]:
        try:
            # What processes share is counted once, by its share in each.
            memory += process.memory_full_info().pss / 1e6
            times = process.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
            descriptors += process.num_fds()
        except psutil.Error:
            continue  # a worker that has just been replaced
    return memory, seconds, descriptors


def played(arguments, port, server):
    """Locust's figures, and what the server took while they came about."""
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).parent / "users.py"),
        "--headless", "--json", "--skip-log", "--only-summary",
        "--users", str(arguments.people), "--spawn-rate", str(max(1, arguments.people / 10)),
        "--run-time", f"{round(arguments.minutes * 60)}s", "--stop-timeout", "20",
        "--host", f"http://127.0.0.1:{port}",
    ]  # fmt: skip
    looks = []
    environment = {**os.environ, "LOAD_BOMBS": str(arguments.bombers)}
    with tempfile.TemporaryFile("w+") as output:
        locust = subprocess.Popen(command, stdout=output, env=environment)
        began = time.monotonic()
        try:
            while locust.poll() is None:
                looks.append(looked_at(server))
                memory, _, descriptors = looks[-1]
                now = time.monotonic() - began
                print(
                    f"\r{now:6.0f} s   {memory:6.0f} MB   {descriptors:5} descriptors",
                    end="", file=sys.stderr, flush=True,
                )  # fmt: skip
                time.sleep(min(5.0, arguments.minutes))
        finally:
            locust.terminate()
        print(file=sys.stderr)
        output.seek(0)
        text = output.read()
    (told,) = [line for line in text.splitlines() if line.startswith("ANSWERS ")]
    figures = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return figures, json.loads(told.removeprefix("ANSWERS ")), looks


def percentile(times, share):
    """Of Locust's histogram: milliseconds within which this share of the answers came."""
    wanted = share * sum(times.values())
    seen = 0
    for milliseconds, number in sorted((float(k), n) for k, n in times.items()):
        seen += number
        if seen >= wanted:
            return milliseconds
    return 0.0


def show(figures, answers, looks, minutes):
    """Prints the tables; whether all was well."""
    print(f"\n{'ms until the answer':24}{'requests':>10}{'p50':>8}{'p95':>8}{'p99':>8}")
    together = {}
    for entry in sorted(figures, key=lambda entry: -entry["num_requests"]):
        times = entry["response_times"]
        for milliseconds, number in times.items():
            together[milliseconds] = together.get(milliseconds, 0) + number
        row = "".join(f"{percentile(times, share):8.0f}" for share in (0.5, 0.95, 0.99))
        print(f"{entry['name']:24}{entry['num_requests']:10}{row}")
    row = "".join(f"{percentile(together, share):8.0f}" for share in (0.5, 0.95, 0.99))
    total = sum(entry["num_requests"] for entry in figures)
    print(f"{'all':24}{total:10}{row}")
    seconds = looks[-1][1] - looks[0][1]
    print(
        f"\n{total / minutes / 60:.0f} requests a second, "
        f"{total / max(seconds, 1e-9):.0f} for each second of the server's processor time"
    )
    print("answers: " + ", ".join(f"{n} of {status}" for status, n in sorted(answers.items())))
    fine = {*answers} <= {"200", "201", "204", "304", "429", "503", "refused bombs"}
    third = len(looks) // 3
    for place, what in ((0, "MB of memory"), (2, "descriptors")):
        second, last = (
            sorted(look[place] for look in part)[len(part) // 2]
            for part in (looks[third : 2 * third], looks[2 * third :])
        )
        print(f"{what}: {second:.0f} in the second third, {last:.0f} in the last")
        fine = fine and last <= FLAT * second
    print("as it should be" if fine else "NOT as it should be")
    return fine


def main():
    parser = argparse.ArgumentParser(prog="load", description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (10)")
    parser.add_argument("--people", type=int, default=40, help="how many at once (40)")
    parser.add_argument("--bombers", type=int, default=0, help="who send a bomb a second (0)")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is one per core")
    arguments = parser.parse_args()
    port = free_port()
    with running_server(arguments.workers, port) as server:
        found = played(arguments, port, server)
    sys.exit(0 if show(*found, arguments.minutes) else 1)


if __name__ == "__main__":
    main()
