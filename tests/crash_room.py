"""What the tests that kill `tongbao` at each call that writes share: folders as
values, kept states to begin from, runs under tests/tools/crash.  A test counts by
check() and ends with run(), whose last line is `N passed, N failed`.  TONGBAO is
the program under test, BUILD where the tool lies.
"""
import os
import random
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import traceback

from room import LONG, REPO, TONGBAO, check, end

CRASH = os.path.join(REPO, os.environ.get("BUILD", ".build"),
                     "tests/tools/crash")
SEED = int(os.environ.get("TEST_SEED", time.time()))
KILLED = 128 + signal.SIGKILL
# A leak can't be looked for in what is watched.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"

chance = random.Random(SEED)


def same(what, got, wanted):
    good = got == wanted
    return check(what, good, "" if good else difference(got, wanted))


# ---- folders ----

def tree(path, leave_out=()):
    """Of each path below: its kind and mode, and its bytes or where it leads;
    None where there is nothing at all."""
    if not os.path.lexists(path):
        return None
    found = {}

    def look(folder, prefix):
        with os.scandir(folder) as entries:
            for entry in entries:
                name = prefix + entry.name
                if name in leave_out:
                    continue
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    found[name] = (mode, None)
                    look(entry.path, name + "/")
                elif stat.S_ISLNK(mode):
                    found[name] = (mode, os.readlink(entry.path))
                else:
                    with open(entry.path, "rb") as file:
                        found[name] = (mode, file.read())
    if not os.path.isdir(path):
        with open(path, "rb") as file:
            return {"": (os.stat(path).st_mode, file.read())}
    look(path, "")
    return found


def difference(got, wanted):
    """In words, for who reads what failed."""
    if got is None or wanted is None or isinstance(got, (int, str)):
        return f"got {str(got)[:200]}, wanted {str(wanted)[:200]}"
    lines = [f"{'has' if name in got else 'lacks'} {name}"
             for name in sorted(got.keys() ^ wanted.keys())]
    lines += [f"differs: {name}" for name in sorted(got.keys() & wanted.keys())
              if got[name] != wanted[name]]
    return "\n".join(lines[:20])


class Kept:
    """The folders of `root` by name, to be put back as they were."""
    def __init__(self, root, names):
        self.root, self.names = root, names
        self.copy = tempfile.mkdtemp(dir=work)
        for name in names:
            if os.path.lexists(f"{root}/{name}"):
                os.makedirs(os.path.dirname(f"{self.copy}/{name}"),
                            exist_ok=True)
                copy(f"{root}/{name}", f"{self.copy}/{name}")

    def back(self):
        for name in self.names:
            remove(f"{self.root}/{name}")
            if os.path.lexists(f"{self.copy}/{name}"):
                copy(f"{self.copy}/{name}", f"{self.root}/{name}")


def copy(source, target):
    if os.path.isdir(source):
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


# ---- runs ----

class Ran:
    def __init__(self, words, **more):
        done = subprocess.run(words, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              **more)
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __str__(self):
        return f"exit status {self.status}\n{self.out}{self.err}"


def plain(*words, **more):
    return Ran([TONGBAO, *words], **more)


def crash(options, words, **more):
    return Ran([CRASH, *map(str, options), "--", TONGBAO, *words], **more)


class Point:
    def __init__(self, line):
        number, self.call, self.path = (line.rstrip("\n") + " ").split(" ", 2)
        self.number, self.path = int(number), self.path.strip()

    def __str__(self):
        return f"{self.number} ({self.call} {self.path})"


def points(words, calls="write", **more):
    """Of an undisturbed run; and that run."""
    ran = crash(["--calls", calls, "--list", work + "/points"], words, **more)
    with open(work + "/points", encoding="utf-8", errors="replace") as file:
        return [Point(line) for line in file], ran


def steps(words, look, stderr=None, calls="write", room=0, **more):
    """look(point) at each point of one run, before its call is made: what is
    there then is what a kill would leave.  `room`: bytes of memory that it may
    have.  The exit status."""
    with subprocess.Popen([CRASH, "--calls", calls, "--room", str(room),
                           "--step", "--", TONGBAO, *words],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=stderr or subprocess.DEVNULL, text=True,
                          errors="replace", **more) as run:
        for line in run.stdout:
            look(Point(line))
            run.stdin.write("\n")
            run.stdin.flush()
    return run.returncode


def some(all_points, most, always=lambda point: False, long=None):
    """In a long run all of them, or `long`; else those, and of the others as many
    as make `most`, by chance."""
    if LONG:
        most = long or len(all_points)
    rest = [p for p in all_points if not always(p)]
    taken = [p for p in all_points if always(p)]
    taken += chance.sample(rest, min(len(rest), max(0, most - len(taken))))
    return sorted(taken, key=all_points.index)


def run(test):
    global work
    with tempfile.TemporaryDirectory(prefix="tongbao-test.") as work:
        print(f"TEST_SEED={SEED}")
        # What the program puts there for a moment is to be gone with it.
        os.mkdir(work + "/tmp")
        os.environ["TMPDIR"] = work + "/tmp"
        try:
            test(work)
        except Exception:
            check("the test itself", False, traceback.format_exc())
    end()
