"""What the tests of `tongbao serve` share: sites, servers, what browsers are
told.  A test counts by check() and same(), and ends with run(), whose last line
is `N passed, N failed`.  TONGBAO is the program under test.
"""
import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse

from room import LONG, REPO, TONGBAO, check, end

DAY = "2010-12-20"
PATIENCE = 120  # seconds; the machine may be busy, the program sanitized


def same(what, got, wanted):
    return check(what, got == wanted, f"got {got!r}, wanted {wanted!r}")


def until(ready, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.01)
    return None


# ---- sites and servers ----

work = tempfile.mkdtemp(prefix="tongbao-test.")


def sample(name, whole=False):
    """The sample site; unless `whole` with three editions, two bulletins."""
    site = os.path.join(work, name)
    shutil.rmtree(site, ignore_errors=True)
    for part in ("content", "scripts", "themes"):
        shutil.copytree(f"{REPO}/{part}", f"{site}/{part}")
    if not whole:
        yaml = f"{site}/content/site.yaml"
        write(yaml, re.sub(
            r"  - \{id: unit,.*\n",
            "  - {id: unit-jidian, title: 机电学院版, audience: jidian/members}\n",
            read(yaml)))
        os.remove(f"{site}/content/2010-q3/bulletin/jianbao-1.md")
        for name in "2010-13", "2010-15", "jianbao-4":
            os.remove(f"{site}/content/2010-q4/bulletin/{name}.md")
    return site


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def build(site):
    """A clean build of it, with nothing published before; None: refused."""
    out = os.path.join(work, "built", "output")
    shutil.rmtree(os.path.dirname(out), ignore_errors=True)
    os.makedirs(os.path.dirname(out))
    ran = subprocess.run([TONGBAO, "build", "-C", site, "--as-of", DAY, "-q",
                          "--output", out], capture_output=True)
    return out if ran.returncode == 0 else None


class Server:
    def __init__(self, site, *options, day=DAY):
        self.site = site
        command = [TONGBAO, "serve", "-C", site, "--port", "0", *options]
        if day:
            command += ["--as-of", day]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.first = self.process.stdout.readline()
        found = re.search(r"http://([^:]+|\[[^]]+\]):(\d+)/", self.first)
        if not found:
            raise RuntimeError(self.first + self.process.stderr.read())
        self.port = int(found.group(2))
        self.lines = []
        for pipe in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self.lines.extend, args=(pipe,),
                             daemon=True).start()

    def get(self, path, method="GET", raw=False, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        c.request(method, path if raw else urllib.parse.quote(path),
                  headers=headers)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, r.headers, body

    def page(self, path):
        status, _, body = self.get(path)
        return body.decode() if status == 200 else f"status {status}"

    def send(self, data, shut=False):
        """Bytes as they are; what comes back, to the end."""
        with socket.create_connection(("127.0.0.1", self.port),
                                      timeout=PATIENCE) as s:
            s.sendall(data)
            if shut:
                s.shutdown(socket.SHUT_WR)
            got = b""
            try:
                while True:
                    more = s.recv(65536)
                    if not more:
                        return got
                    got += more
            except OSError:
                return got

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "killed"


class Events:
    """What a browser that shows the page is told."""

    def __init__(self, server, path):
        status, _, body = server.get(path)
        self.body = body
        self.address = html.unescape(
            re.search(rb'data-events="([^"]*)"', body).group(1).decode())
        self.open(server)

    def open(self, server):
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", self.address)
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.type = self.response.headers["Content-Type"]
        self.got = []
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        event = None
        try:
            for line in self.response:
                line = line.decode().rstrip("\n")
                if line.startswith("event: "):
                    event = line[7:]
                elif line.startswith("data: "):
                    data = line[6:]
                    self.got.append(
                        (event, json.loads(data) if event == "faults" else data))
        except (OSError, ValueError, AttributeError):
            pass

    def count(self):
        return len(self.got)

    def wait(self, wanted, since=0):
        """The first of them that is wanted; None: it does not come."""
        return until(lambda: next(
            (e for e in self.got[since:] if wanted(*e)), None))

    def settled(self, since=0):
        return self.wait(lambda event, data: event == "faults" and
                         not data["checking"], since)

    def reloaded(self, since=0):
        return self.wait(lambda event, data: event == "reload", since)

    def begun(self, since=0):
        """A change was taken in."""
        return self.wait(lambda event, data: event == "faults" and
                         data["checking"], since)

    def close(self):
        """Without a word, as a browser does; the thread reads no more."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join(PATIENCE)
        self.connection.close()


def undressed(body):
    """Without what the preview injects."""
    lines = [line for line in body.split(b"\n")
             if not line.startswith(b'<link rel="stylesheet" href="/~tongbao/')
             and not line.startswith(b'<div id="tongbao-preview"')]
    body = b"\n".join(lines)
    for word in (b"connect-src", b"script-src", b"style-src"):
        body = body.replace(b'content="' + word + b" 'self'; ",
                            b'content="', 1)
    return body.replace(b"style-src 'self' 'sha256-", b"style-src 'sha256-", 1)


REVIEW = "content/2010-q3/review/jidian.md"
PAGE = "/leaders/record/2010-q3/review/jidian.html"




def edits_once(server, page, file, words):
    """A line is added, and the page comes with it."""
    events = Events(server, page)
    path = f"{server.site}/{file}"
    write(path, read(path).rstrip("\n") + words + "\n")
    good = bool(events.reloaded()) and words in server.page(page)
    events.close()
    return good


def run(tests):
    """All of them, or those that are named."""
    for test in tests:
        if sys.argv[1:] and test.__name__ not in sys.argv[1:]:
            continue
        start = time.monotonic()
        try:
            test()
        except Exception as e:
            traceback.print_exc(file=sys.stdout)
            check(test.__name__, False, e)
        print(f"{test.__name__}: {time.monotonic() - start:.1f} s", flush=True)
    shutil.rmtree(work, ignore_errors=True)
    end()
