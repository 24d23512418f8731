"""Writing notes: who may, into which files, and what happens when others write at the same time."""

import http.client
import json
import threading

import pytest
import yaml

from tests.archive import Site
from tests.serving import serving
from tests.test_preview import free_port

NOTE = {"page": "articles/one/", "kind": "context", "body": "Small.", "quote": "chip"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("archive"))
    site.article("one", "The GPU is a chip. A twin stands here, and a twin stands there.")
    site.article("two", "Other words: a plate and its chip.")
    with serving(site.root, "-p", str(free_port())) as running:
        running.site = site
        yield running


def post(served, note, token=None, path="-/notes", **headers):
    """Ask for a note to be written; status and what is said."""
    own = {
        "Host": f"127.0.0.1:{served.port}",
        "Origin": f"http://127.0.0.1:{served.port}",
        "Content-Type": "application/json",
        "X-Sitegen-Token": served.token() if token is None else token,
    }
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = note if isinstance(note, bytes) else json.dumps(note).encode()
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.putrequest("POST", served.base + path, skip_host=True)
    for name, value in (own | {"Content-Length": str(len(data))}).items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(data)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer.status, said.decode()


def sidecar(served, name="one"):
    path = served.site.root / f"content/{name}.yaml"
    return yaml.safe_load(path.read_text())["notes"] if path.exists() else []


def files(served):
    return {p: p.read_bytes() for p in (served.site.root / "content").rglob("*") if p.is_file()}


@pytest.fixture(autouse=True)
def as_it_was(served):
    """What a test wrote is gone afterwards: each may be the first."""
    before = files(served)
    yield
    for path, data in files(served).items():
        if path not in before:
            path.unlink()
        elif data != before[path]:
            path.write_bytes(before[path])


OTHERS = [
    {"token": ""}, {"token": "x" * 32}, {"token": "\u00ff"}, {"Origin": None}, {"Origin": "null"}, {"Origin": "http://evil.example"},
    {"Origin": "http://localhost"}, {"Host": "evil.example"}, {"Host": "localhost"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
]  # fmt: skip
WRITES = {
    "-/notes": NOTE,
    "-/pins": {"page": "articles/one/", "form": "GPU", "term": "none"},
    "-/changes": {"page": "articles/one/", "note": "a"},
    "-/edits": {"page": "articles/one/", "note": "a", "seen": "x", "kind": "context", "body": "x"},
}


@pytest.mark.parametrize("headers", OTHERS, ids=str)
@pytest.mark.parametrize("path", WRITES)
def test_only_our_own_pages_may_write(served, headers, path):
    before = files(served)
    assert post(served, WRITES[path], path=path, **headers)[0] == 403
    assert files(served) == before


@pytest.mark.parametrize("headers", [one for one in OTHERS if one != {"Origin": None}], ids=str)
@pytest.mark.parametrize("path", ["-/panel?page=articles/one/", "-/note?page=articles/one/&note=a"])
def test_only_our_own_pages_are_told_what_notes_say(served, headers, path):
    own = {"X_Sitegen_Token": headers.get("token", served.token())}
    status, said, _ = served.get(path, **own, **{name: value for name, value in headers.items() if name != "token"})
    assert (status, b"GPU" in said) == (403, False)
    # The token of an address is no token: addresses are kept and passed on.
    assert served.get(f"{path}&token={served.token()}")[0] == 403


@pytest.mark.parametrize("path", [*WRITES, "-/panel?page=articles/one/", "-/note?page=articles/one/&note=a"])
def test_other_methods_are_refused(served, path):
    before = files(served)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        status, _, headers = served.get(path, method, X_Sitegen_Token=served.token())
        assert (status, "POST" in headers["Allow"]) == (405, False)
    if path in WRITES:
        assert served.get(path, X_Sitegen_Token=served.token())[0] == 404
    else:
        assert post(served, NOTE, path=path)[0] == 404
    assert files(served) == before


@pytest.mark.parametrize("path", WRITES)
def test_what_is_too_long_or_nothing_that_is_asked_for_is_not_written(served, path):
    before = files(served)
    wanted = WRITES[path]
    for data, status in [
        (wanted | {"page": "x" * 70_000}, 413), (b"x" * 70_000, 413), (b"", 400), (b"[]", 400), (b"{}", 400),
        (b"\xff", 400), (b"[" * 60_000, 400), (wanted | {"more": 1}, 400), (wanted | {"page": 1}, 400),
        (wanted | {"page": "articles/none/"}, 409), (wanted | {"page": "articles/../articles/one/"}, 409),
        (wanted | {"page": "../../etc/passwd"}, 409), (wanted | {"page": "articles/one/\0"}, 409), (wanted | {"page": ""}, 409),
    ]:  # fmt: skip
        found, said = post(served, data, path=path)
        assert found == status, (data, said)
        assert "Traceback" not in said
        assert str(served.site.root) not in said
    for other in (f"{path}/", f"{path}/x", path.replace("-/", "-/../-/"), path.replace("-/", "-//"), f"{path}%00"):
        assert post(served, wanted, path=other)[0] in (404, 405)
    assert files(served) == before


@pytest.mark.parametrize(
    ("note", "status", "why"),
    [
        (b"", 400, "not a note"),
        (b"[]", 400, "not a note"),
        (b"\xff", 400, "not a note"),
        (NOTE | {"path": "../x"}, 400, "unknown field"),
        (NOTE | {"kind": "wrong"}, 400, "wrong"),
        (NOTE | {"page": "articles/../one/"}, 409, "No article"),
        (NOTE | {"page": "../../etc/passwd"}, 409, "No article"),
        (NOTE | {"page": "glossary/"}, 409, "No article"),
        (NOTE | {"body": " "}, 409, "nothing yet"),
        (NOTE | {"quote": "words that are nowhere"}, 409, "more words"),
        (NOTE | {"quote": "twin stands"}, 409, "more words"),
        (NOTE | {"quote": ""}, 409, "more words"),
        (NOTE | {"kind": "correction", "was": "plate", "now": "x"}, 409, "not in the passage"),
        (NOTE | {"kind": "correction", "was": "chip"}, 409, "both"),
        (NOTE | {"was": "chip", "now": "board"}, 409, "both"),
        (NOTE | {"sources": [{"title": "x", "url": "javascript:alert(1)"}]}, 409, "address"),
        (NOTE | {"body": "x" * 70_000}, 413, "too long"),
    ],
)
def test_what_is_no_note_is_not_written(served, note, status, why):
    before = files(served)
    found, said = post(served, note)
    assert (found, why in said) == (status, True), said
    assert files(served) == before


def test_other_kinds_of_content_and_other_addresses_take_nothing(served):
    assert post(served, NOTE, Content_Type="text/plain")[0] == 400
    assert post(served, NOTE, path="-/")[0] == 404
    assert post(served, NOTE, path="articles/one/")[0] == 405


def test_a_twin_is_told_by_what_stands_around_it(served):
    note = NOTE | {"page": "articles/one/", "quote": "twin", "prefix": "here, and a ", "suffix": " stands there"}
    status, said = post(served, note)
    assert status == 201, said
    (written,) = [one for one in sidecar(served) if one["id"] == json.loads(said)["done"]]
    source = (served.site.root / "content/one.md").read_text()
    body = source.partition("---\n")[2].partition("---\n")[2]
    assert body[int(written["start"]) :].startswith("twin stands there")
    served.until("articles/one/", f'id="note-{written["id"]}"')


def test_many_who_write_at_once_lose_nothing_and_break_nothing(served):
    path = served.site.root / "content/two.yaml"
    path.write_text("# by hand\nnotes: []\n")
    token = served.token()
    answers = []

    def write(number):
        note = NOTE | {"page": "articles/two/", "body": f"Note {number}."}
        while True:
            status, said = post(served, note, token)
            if status == 201:
                answers.append(json.loads(said)["done"])
                return
            assert status == 409, said
            assert "changed meanwhile" in said

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for number in range(20):
        # An editor who saves the same file all the while, as editors do: with what he has just read.
        text = path.read_text()
        yaml.safe_load(text)
        assert text.startswith("# by hand\n"), number
    for thread in threads:
        thread.join()
    notes = sidecar(served, "two")
    assert sorted(note["body"] for note in notes) == sorted(f"Note {number}." for number in range(12))
    assert sorted(answers) == sorted(note["id"] for note in notes)
    assert len(set(answers)) == 12
    assert not [p for p in path.parent.iterdir() if p.name.endswith("~")]


def test_a_sidecar_that_can_not_be_read_is_left_alone(served):
    path = served.site.root / "content/one.yaml"
    path.write_text("notes: [")
    status, said = post(served, NOTE)
    assert (status, path.read_text()) == (409, "notes: [")
    assert "content/one.yaml" in said


def test_a_note_is_moved_and_withdrawn_and_its_neighbours_stay(served):
    path = served.site.root / "content/two.yaml"
    path.write_text(
        "# by hand\nnotes:\n  - {id: a, kind: context, quote: lost, body: x}\n  - {id: b, kind: context, quote: plate, body: y}\n"
    )
    moved = {"page": "articles/two/", "note": "a", "quote": "chip", "prefix": "its ", "suffix": "."}
    assert post(served, moved, path="-/changes")[0] == 201
    notes = {note["id"]: note for note in sidecar(served, "two")}
    assert (notes["a"]["quote"], notes["b"]["quote"]) == ("chip", "plate")
    served.until("articles/two/", 'data-note="a" id=')
    assert post(served, {"page": "articles/two/", "note": "b"}, path="-/changes")[0] == 201
    assert [note.get("status") for note in sidecar(served, "two")] == [None, "withdrawn"]
    assert path.read_text().startswith("# by hand\n")
    assert post(served, {"page": "articles/two/", "note": "nothing"}, path="-/changes")[0] == 409
    assert post(served, {"page": "articles/two/", "note": "a"}, token="", path="-/changes")[0] == 403


def test_a_note_is_edited_unless_it_changed_meanwhile(served):
    path = served.site.root / "content/two.yaml"
    path.write_text(text := "# by hand\nnotes:\n  - {id: a, kind: context, quote: chip, body: 'x'} # one\n")
    asked = "-/note?page=articles/two/&note=a"
    status, said, _ = served.get(asked, X_Sitegen_Token=served.token())
    form = json.loads(said)
    assert (status, form["body"], form["file"], form["line"]) == (200, "x", "content/two.yaml", 3)
    edit = {"page": "articles/two/", "note": "a", "seen": form["seen"], "kind": "question", "body": "Small?"}
    assert post(served, edit | {"note": "b"}, path="-/edits")[0] == 409
    assert path.read_text() == text
    assert post(served, edit, path="-/edits") == (201, '{"done":"a"}')
    assert path.read_text() == (new := text.replace("context", "question").replace("'x'", "'Small?'"))
    served.until("articles/two/", "Small?")
    status, said = post(served, edit, path="-/edits")
    assert (status, "changed in its file meanwhile" in said, path.read_text()) == (409, True, new)
    assert served.get(asked.replace("=a", "=b"), X_Sitegen_Token=served.token())[0] == 409
    for page in ("", "../two", "articles/two", "content/two.md"):
        assert served.get(f"-/note?page={page}&note=a", X_Sitegen_Token=served.token())[0] == 409


def test_a_pin_is_written_for_a_term_that_there_is(served):
    pin = {"page": "articles/one/", "form": "GPU", "term": "none"}
    assert post(served, pin | {"term": "nothing"}, path="-/pins")[0] == 409
    assert post(served, pin | {"page": "glossary/"}, path="-/pins")[0] == 409
    assert post(served, pin, token="", path="-/pins")[0] == 403
    assert post(served, pin, path="-/pins") == (201, '{"done":"GPU"}')
    written = yaml.safe_load((served.site.root / "content/one.yaml").read_text())
    assert written["pins"] == [{"form": "GPU", "term": "none"}]
    served.until("articles/one/", "!terms/gpu/")
    assert post(served, pin, path="-/nothing")[0] == 404
