"""The page's files: served with the right types, compressed, kept as long as they may be."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import anyio
import pytest
from chainrule.api import Settings, create_app
from chainrule.api.pagefiles import PageFiles

FILES = {
    "index.html": b"<!doctype html><title>page</title>" + b" " * 500,
    "icon.svg": b"<svg/>",
    "assets/index-4f2a.js": b"export const x = 1;\n" * 200,
    "assets/graphviz-1.wasm": b"\0asm" + b"\0" * 1000,
    "assets/mono-1.woff2": bytes(range(256)),
}


@pytest.fixture
def built_page(tmp_path):
    """A folder with a built page."""
    (tmp_path / "page" / "assets").mkdir(parents=True)
    for name, content in FILES.items():
        (tmp_path / "page" / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "page"


@pytest.fixture
def client(make_client, built_page):
    return make_client(page=str(built_page))


@pytest.fixture
def asked(built_page):
    """Asks for a path as it is: clients over HTTP would tidy it up first."""
    app = create_app(Settings(database="memory:", page=str(built_page)))

    def ask(method, path):
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"testserver")],
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }
        sent = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        anyio.run(app, scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers

    return ask


@pytest.mark.parametrize("path", ["/", "/train", "/embed"])
def test_every_view_is_the_one_document(client, path):
    answer = client.get(path)

    assert answer.content == FILES["index.html"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("assets/index-4f2a.js", "text/javascript; charset=utf-8"),
        ("assets/graphviz-1.wasm", "application/wasm"),
        ("assets/mono-1.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_files_have_their_types(client, path, media_type):
    answer = client.get(f"/{path}")

    assert answer.content == FILES[path]
    assert answer.headers["content-type"] == media_type


def test_assets_never_change_and_other_files_may(client):
    assert "immutable" in client.get("/assets/index-4f2a.js").headers["cache-control"]
    assert client.get("/icon.svg").headers["cache-control"] == "no-cache"


def test_a_workers_script_brings_the_policy_that_it_lives_under(client):
    headers = client.get("/assets/index-4f2a.js").headers
    assert "'wasm-unsafe-eval'" in headers["content-security-policy"]


def test_text_is_compressed_for_those_who_understand_it(client):
    packed = client.get("/assets/index-4f2a.js", headers={"accept-encoding": "gzip, br"})
    plain = client.get("/assets/index-4f2a.js", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 10
    assert packed.content == plain.content == FILES["assets/index-4f2a.js"]


def test_graphs_are_compressed_as_well(client):
    body = {"source": "w = 2.0\nloss = w * w"}
    packed = client.post("/api/v1/graphs", json=body, headers={"accept-encoding": "gzip"})
    plain = client.post("/api/v1/graphs", json=body, headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["nodes"] == plain.json()["nodes"]
    assert packed.headers["etag"] != plain.headers["etag"]
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_an_unchanged_file_is_not_sent_again(client):
    tag = client.get("/").headers["etag"]

    assert client.get("/", headers={"if-none-match": tag}).status_code == 304


def test_a_page_that_is_built_anew_is_seen_at_once(client, built_page):
    client.get("/")
    (built_page / "index.html").write_bytes(b"<!doctype html>new")

    assert client.get("/").content == b"<!doctype html>new"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets//etc/passwd",
        "/assets/",
    ],
)
def test_no_way_leads_out_of_the_folder(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_link_out_of_the_folder_is_not_followed(client, built_page):
    (built_page / "assets" / "link.txt").symlink_to(built_page.parent / "secret.txt")

    assert client.get("/assets/link.txt").status_code == 404


def test_head_is_get_without_the_body(client):
    answer = client.head("/")

    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(FILES["index.html"])) or answer.headers.get(
        "content-encoding"
    )


def test_without_a_built_page_the_address_says_how_to_build_it(make_client, tmp_path):
    client = make_client(page=str(tmp_path / "nothing"))

    answer = client.get("/")

    assert answer.status_code == 200
    assert "make run" in answer.text
    assert client.get("/api/v1/functions").status_code == 200


OTHER_SPELLINGS = [
    "/assets/./index-4f2a.js",
    "/assets/././././index-4f2a.js",
    "/assets//index-4f2a.js",
    "/assets////index-4f2a.js",
    "/assets/../assets/index-4f2a.js",
    "/assets/x/../index-4f2a.js",
    "/assets/index-4f2a.js/",
    "/assets/index-4f2a.js/.",
    "/assets/INDEX-4F2A.JS",
    "/assets/../index.html",
    "/assets/../icon.svg",
    "/assets/..%2Findex.html",
    "/assets/..\\icon.svg",
    "/assets/",
    "/assets/.",
    "/assets/..",
    "/assets/%00",
    "/assets/" + "a" * 5_000,
    "/assets/" + "a/" * 2_000,
    "/assets/../../secret.txt",
    "/.",
    "/..",
    "/%2e%2e",
    "/..%2Fsecret.txt",
]


@pytest.mark.parametrize("path", OTHER_SPELLINGS, ids=lambda path: path[:40])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_has_one_name(asked, built_page, method, path):
    """Whatever leads elsewhere is not there, so that nothing is kept, and nothing kept twice."""
    status, headers = asked(method, path)

    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


@pytest.mark.parametrize("name", [name for name in FILES if name != "index.html"])
def test_that_name_leads_to_it(asked, name):
    assert asked("HEAD", f"/{name}")[0] == 200


def test_each_file_is_kept_once(built_page):
    files = PageFiles(built_page)
    for path in [*OTHER_SPELLINGS, *(f"/{name}" for name in FILES)] * 2:
        files.get(unquote(path[1:]))

    assert files._files.keys() == FILES.keys()


def test_many_who_ask_for_a_file_at_once_get_the_same(built_page):
    files = PageFiles(built_page)
    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(files.get, ["assets/index-4f2a.js"] * 20))

    assert len(set(map(id, found))) == 1


def test_a_file_that_changed_is_read_again(built_page):
    files = PageFiles(built_page)
    before = files.get("icon.svg")
    (built_page / "icon.svg").write_bytes(b"<svg></svg>")
    os.utime(built_page / "icon.svg", ns=(1, 1))

    assert (before.content, files.get("icon.svg").content) == (b"<svg/>", b"<svg></svg>")


def test_links_out_of_the_page_lead_nowhere(built_page):
    (built_page / "assets" / "link.txt").symlink_to(built_page.parent / "secret.txt")

    assert PageFiles(built_page).get("assets/link.txt") is None
