"""A page of another site in a real browser gets nothing from the preview, whatever it tries."""

import functools
import http.server
import json
import os
import shutil
import threading

import pytest

from tests.archive import Site
from tests.browser.conftest import CANDIDATES, QUIET
from tests.serving import serving
from tests.test_preview import free_port

TRIES = """
async ([address, token, seen]) => {
  const said = {};
  const soon = (promise) => Promise.race([promise, new Promise((done) => setTimeout(() => done("nothing"), 2000))]);
  const text = async (answer) => `${answer.type} ${await answer.text()}`;
  said.fetch = await fetch(address).then(text, (failure) => `failed`);
  said.opaque = await fetch(address, { mode: "no-cors" }).then(text, () => "failed");
  said.post = await fetch(address, { method: "POST", body: "x", mode: "no-cors" }).then(text, () => "failed");
  // With a token that it should never have come by.
  const headers = { "X-Sitegen-Token": token, "Content-Type": "application/json" };
  const edit = JSON.stringify({ page: "articles/one/", note: "a", seen: seen, kind: "context", body: "Taken." });
  const asks = {
    panel: ["-/panel?page=articles/one/", { headers }],
    note: ["-/note?page=articles/one/&note=a", { headers }],
    simple_note: ["-/note?page=articles/one/&note=a", { mode: "no-cors" }],
    edit: ["-/edits", { method: "POST", body: edit, headers }],
    simple_edit: ["-/edits", { method: "POST", body: edit, mode: "no-cors" }],
  };
  for (const [name, [path, options]] of Object.entries(asks)) {
    said[name] = await fetch(address + path, options).then(text, () => "failed");
  }
  const loaded = (tag, name, value) => soon(new Promise((done) => {
    const one = document.createElement(tag);
    one.onload = () => done("loaded");
    one.onerror = () => done("failed");
    one[name] = value;
    document.body.append(one);
  }));
  said.script = await loaded("script", "src", `${address}-/live.js`);
  said.panel_script = await loaded("script", "src", `${address}-/panel?page=articles/one/`);
  said.image = await loaded("img", "src", `${address}assets/icon.svg`);
  const events = new EventSource(`${address}-/events?token=${token}`);
  said.events = await soon(new Promise((done) => { events.onmessage = () => done("loaded"); events.onerror = () => done("failed"); events.addEventListener("state", () => done("loaded")); }));
  const socket = new WebSocket(address.replace("http", "ws"));
  said.socket = await soon(new Promise((done) => { socket.onopen = () => done("loaded"); socket.onerror = () => done("failed"); }));
  const frame = document.createElement("iframe");
  frame.src = address;
  document.body.append(frame);
  await soon(new Promise((done) => { frame.onload = done; }));
  try { said.frame = frame.contentDocument?.body?.innerText ?? "unreadable"; } catch { said.frame = "unreadable"; }
  return said;
}
"""


@pytest.fixture
def other_origin(tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Other</title><body>")
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_origin_reads_nothing(tmp_path, browser, other_origin):
    site = Site(tmp_path / "archive")
    site.article("one", "The GPU is a chip.")
    site.write("content/one.yaml", sidecar := "notes:\n  - {id: a, kind: context, quote: chip, body: Small.}\n")
    with serving(site.root, "-p", str(free_port())) as served:
        token = served.token()
        form = served.get("-/note?page=articles/one/&note=a", X_Sitegen_Token=token)[1]
        page = browser.new_page()
        page.goto(other_origin)
        said = page.evaluate(TRIES, [served.address, token, json.loads(form)["seen"]])
        page.close()
        assert said.pop("frame").strip() in ("", "unreadable")
        assert set(said.values()) <= {"failed", "nothing"}, said
        assert served.get("articles/one/")[0] == 200
        assert (site.root / "content/one.yaml").read_text() == sidecar


def test_a_name_that_leads_here_from_elsewhere_reads_nothing(tmp_path, browser):
    site = Site(tmp_path / "archive")
    site.article("one", "The GPU is a chip.")
    with serving(site.root, "-p", str(free_port())) as served:
        rules = "MAP evil.example 127.0.0.1"
        rebound = browser.browser_type.launch(
            executable_path=browser_path(), args=[*QUIET, "--no-sandbox", f"--host-resolver-rules={rules}"]
        )
        page = rebound.new_page()
        answer = page.goto(f"http://evil.example:{served.port}{served.base}")
        assert answer.status == 403
        assert "GPU" not in page.content()
        rebound.close()


def browser_path():
    return os.environ.get("SITEGEN_BROWSER") or next(filter(None, map(shutil.which, CANDIDATES)))
