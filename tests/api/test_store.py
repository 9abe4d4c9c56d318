"""What clients are told of the store: whose sessions it counts, that it is full, or damaged."""

import sqlite3
from contextlib import closing

import pytest
from chainrule.training.store.database import Database

SESSIONS = "/api/v1/sessions"
PRESET = "synthetic-linear"
CSV = {"content": "a,b\n1,2\n3,4\n", "headers": {"content-type": "text/csv"}}


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "sessions.sqlite3")


def test_replicas_count_a_clients_sessions_together(make_client, database):
    replicas = [make_client(database=database, sessions_per_client=5) for _ in range(3)]

    for _ in range(2):
        answers = [replicas[k % 3].post(SESSIONS, json=PRESET) for k in range(20)]
        begun = [answer.json()["id"] for answer in answers if answer.status_code == 201]
        assert len(begun) == 5
        assert {answer.status_code for answer in answers} == {201, 429}
        for k, id in enumerate(begun):
            assert replicas[(k + 1) % 3].delete(f"{SESSIONS}/{id}").status_code == 204


def test_what_expires_counts_no_more(make_client, monkeypatch):
    client = make_client(sessions_per_client=2)
    client.post(SESSIONS, json=PRESET)
    client.post("/api/v1/datasets", **CSV)
    assert client.post("/api/v1/datasets", **CSV).status_code == 429

    client.app.state.service.desk.sessions.store.lifetime_seconds = -1

    assert client.post("/api/v1/datasets", **CSV).status_code == 201
    assert client.post(SESSIONS, json=PRESET).status_code == 201


def test_a_full_disk_is_named_and_reading_and_deleting_go_on(
    make_client, database, monkeypatch, tmp_path
):
    client = make_client(database=database)
    ids = [client.post(SESSIONS, json=PRESET).json()["id"] for _ in range(2)]
    connect = Database._connect

    def connect_to_full_disk(self):
        connection = connect(self)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(Database, "_connect", connect_to_full_disk)
    client.app.state.service.desk.sessions.store.close()
    large = {"dataset": "synthetic", "hidden": [100, 100]}

    for answer in (client.post(SESSIONS, json=large), client.get("/readyz")):
        assert answer.status_code == 507
        assert answer.json()["code"] == "store_full"
        assert "the disk" in answer.json()["detail"]
        assert str(tmp_path) not in answer.text
    assert client.get(f"{SESSIONS}/{ids[0]}").json()["head"] == 0
    assert client.get(f"{SESSIONS}/{ids[0]}/steps/1").status_code == 200
    assert client.delete(f"{SESSIONS}/{ids[0]}").status_code == 204
    assert client.get("/healthz").status_code == 200


def test_a_damaged_session_is_no_bug_and_can_be_deleted(make_client, database):
    client = make_client(database=database)
    path = f"{SESSIONS}/{client.post(SESSIONS, json=PRESET).json()['id']}"
    with closing(sqlite3.connect(database)) as file:
        file.execute("UPDATE sessions SET document = replace(document, '0', '1')")
        file.commit()

    problem = make_client(database=database).get(path).json()

    assert (problem["status"], problem["code"]) == (500, "damaged_session")
    assert client.delete(path).status_code == 204


def test_a_store_that_fails_is_named_without_its_place(make_client, database, tmp_path):
    client = make_client(database=database)
    path = f"{SESSIONS}/{client.post(SESSIONS, json=PRESET).json()['id']}"
    with closing(sqlite3.connect(database)) as file:
        file.execute("DROP TABLE losses")
        file.execute("DROP TABLE checkpoints")

    answer = client.post(f"{path}/advance", json={"to": 1})

    assert answer.status_code == 503
    assert answer.json()["code"] == "store_unavailable"
    assert str(tmp_path) not in answer.text
