"""What the tests in Python that share a room have in common: the program under
test (TONGBAO), how much there is to do (TEST_LONG), and counting.
"""
import os
import sys
import time

REPO = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
TONGBAO = os.path.abspath(os.environ.get("TONGBAO", REPO + "/tongbao"))
LONG = bool(os.environ.get("TEST_LONG"))
# Nothing of the host's shows in what is built.
for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "LANGUAGE", "LC_ALL",
             "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)

passed = failed = 0


def every_second(items):
    """A short run's, from a fresh seed on, which is printed; TEST_SEED=N takes
    that one again.  In a long run all of them."""
    if LONG:
        return items
    seed = int(os.environ.get("TEST_SEED") or time.time())
    print(f"TEST_SEED={seed}")
    return items[seed % 2::2]


def check(what, good, why=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what)
        if why:
            print("  |", str(why)[:2000].replace("\n", "\n  | "))
    return good


def end():
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
