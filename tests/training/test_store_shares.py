"""An owner has a share of the store: what counts is what lives there, whoever deleted the rest."""

import threading
import time
from contextlib import suppress

import pytest
from chainrule.training import ConfigError, NotFoundError, Sessions, Share, ShareError, open_store

CSV = b"a,b\n1,2\n3,4\n"


@pytest.fixture
def owner(request):
    """A name of this test's own, since the tests share one Redis server."""
    return request.node.name


@pytest.fixture
def replicas(address):
    """Three servers with one store."""
    stores = (
        [open_store(address)] * 3 if address == "memory:" else [open_store(address) for _ in "abc"]
    )
    yield stores
    for store in stores:
        store.close()


def create(store, number, share):
    id = f"{share.owner}-{number}"
    store.create(id, {}, 0, b"", share)
    return id


def round_of(replicas, name, share):
    """The sessions that get in when 24 are begun over all replicas at the same moment."""
    barrier, entered = threading.Barrier(24), []

    def begin(number):
        barrier.wait(timeout=30)
        with suppress(ShareError):
            entered.append(create(replicas[number % 3], f"{name}-{number}", share))

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return entered


def test_exactly_as_many_get_in_as_the_share_has_room_for(replicas, owner):
    assert len(round_of(replicas, "first", Share(owner, 5))) == 5


def test_what_another_replica_deletes_makes_room_here(replicas, owner):
    share = Share(owner, 5)
    for place, id in enumerate(round_of(replicas, "first", share)):
        replicas[place % 3].delete(id)

    assert len(round_of(replicas, "second", share)) == 5


def test_shares_do_not_concern_each_other(store, owner):
    create(store, 1, Share(owner, 1))
    with pytest.raises(ShareError, match="may keep 1 sessions and uploads"):
        create(store, 2, Share(owner, 1))

    create(store, 3, Share(f"{owner} 2", 1))
    store.create(f"{owner}-4", {}, 0, b"")


def test_what_is_refused_leaves_nothing_behind(store, owner):
    with pytest.raises(ShareError):
        create(store, 1, Share(owner, 0))

    with pytest.raises(NotFoundError):
        store.load(f"{owner}-1")


def test_what_expires_makes_room(address, owner):
    store = open_store(address, lifetime_seconds=1)
    share = Share(owner, 3)
    for number in range(3):
        create(store, number, share)

    deadline = time.monotonic() + 30
    for number in range(3, 1000):
        try:
            create(store, number, share)
            break
        except ShareError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    store.close()


def test_what_is_used_stays_in_the_count_for_as_long_as_it_lives(redis_address, owner):
    import redis

    store = open_store(redis_address, lifetime_seconds=1000)
    id = create(store, 1, Share(owner, 1))
    client = redis.Redis.from_url(redis_address)
    for use in (lambda: store.load(id), lambda: store.commit(id, 1, {}, [0.5])):
        client.expire(f"chainrule:owner:{owner}", 10)
        use()
        assert client.ttl(f"chainrule:owner:{owner}") >= 999
    client.close()
    store.close()


def test_sessions_forks_and_uploads_are_of_one_share(store, owner):
    sessions, share = Sessions(store), Share(owner, 3)
    first = sessions.create("synthetic-linear", share)
    sessions.fork(first.id, 0, {}, share)
    sessions.upload(CSV, share=share)

    for more in (
        lambda: sessions.create("synthetic-linear", share),
        lambda: sessions.create({"fork": {"session": first.id, "step": 0}}, share),
        lambda: sessions.upload(CSV, share=share),
    ):
        with pytest.raises(ShareError):
            more()


def test_what_cannot_begin_does_not_count(store, owner):
    sessions, share = Sessions(store), Share(owner, 1)
    with pytest.raises(ConfigError):
        sessions.create({"lr": -1}, share)

    sessions.create("synthetic-linear", share)
