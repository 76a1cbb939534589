"""What the tests that break off `tongbao seal` share: a small site that can be
sealed, and what is to be there afterwards.
"""
import os
import re
import shutil
import subprocess

import crash_room as room
from crash_room import check, plain, points, same, tree

PERIOD, DAY = "2010-q3", "2010-12-01"
EDITIONS = ["masses", "yuan"]


def git(root, *words):
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", "-C", root, *who, *words], check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def edit(path, *changes):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for pattern, words in changes:
        text, count = re.subn(pattern, words, text, flags=re.M)
        check(f"{path}: {pattern}", count > 0)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def key_give(folder, user=None):
    """The office key, in a folder of its own, where only its owner reads it."""
    os.makedirs(folder, exist_ok=True)
    path = folder + "/office.key"
    with open(path, "w", encoding="ascii") as file:
        file.write("0123456789abcdef" * 4 + "\n")
    os.chmod(path, 0o600)
    if user is not None:
        os.chown(path, user, user)
    return path


class Site:
    """The golden site of circles, committed, two of its editions approved.
    Without the bulletin, whose fonts take longest, unless it is asked for."""
    def __init__(self, place, bulletin=False):
        self.root = place + "/site"
        shutil.copytree(room.REPO + "/tests/golden/circles", self.root)
        shutil.rmtree(self.root + "/expected")
        if not bulletin:
            shutil.rmtree(self.root + "/content/2010-q3/bulletin")
        os.environ["TONGBAO_KEY"] = key_give(place + "/key")
        self.settle()
        self.words = ["seal", "-C", self.root, "--lang", "en", "--jobs", "1",
                      "-q", PERIOD, *EDITIONS]
        self.kept = room.Kept(self.root, ["archive", "content", ".git"])
        self.points, ran = points(self.words)
        good = check("it is sealed", ran.status == 0, ran)
        self.bags, self.seal = self.archive(), self.sealed()
        good &= check("there is all of it", self.seal is not None and
                      all(f"{PERIOD}-{name}.tar" in (self.bags or ())
                          for name in EDITIONS), ran)
        good &= check("it has many points", len(self.points) > 100,
                      len(self.points))
        self.left = self.office()
        self.kept.back()
        self.outside_then = self.outside()
        if not good:
            raise RuntimeError("seal")

    def settle(self):
        programme = self.root + "/content/programme.yaml"
        families = set(re.findall(
            r'"family":"([a-z]*)"', plain("explain", "--format", "json").out))
        edit(programme, (r"^(?=scope:)",
                         "authority: {release: root-head, "
                         "amendment: root-head}\n"),
             (r"^scope:\n", "scope:\n  release: root/masses\n"))
        with open(programme, encoding="utf-8") as file:
            text = re.sub(r"^rules:.*\n(?: .*\n)*", "", file.read(), flags=re.M)
        with open(programme, "w", encoding="utf-8") as file:
            file.write(text + "rules:\n" + "".join(
                f"  {name}: off\n" for name in sorted(families)))
        for edition, audience in zip(EDITIONS, ("xiao/masses",
                                                "yuan/members")):
            path = f"{PERIOD}/release/{edition}.md"
            ran = plain("release", "-C", self.root, "--edition", edition,
                        "--period", PERIOD, "--as-of", DAY, "--proposer", "yi",
                        "--approver", "jia", "--audience", audience, "--path",
                        path, "--lang", "en")
            check(f"{edition}: a release", ran.status == 0, ran)
            edit(f"{self.root}/content/{path}",
                 (r"^  date:  # when.*", f"  date: {DAY}"),
                 (r"^what:$", "what: 三季度"), (r"^means:$", "means: 传阅"))
        with open(self.root + "/.gitignore", "w") as file:
            file.write("/output\n/archive\n")
        git(self.root, "-c", "init.defaultBranch=main", "init", "-q")
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "x")

    def archive(self):
        return tree(f"{self.root}/archive/{PERIOD}")

    def sealed(self):
        return tree(f"{self.root}/content/seals/{PERIOD}.yaml")

    def office(self):
        return tree(self.root + "/archive/.tongbao")

    def outside(self):
        """All that no seal is to touch, and what is left of temporary files."""
        found = tree(self.root, ("archive", "content/seals",
                                 "content/.tongbao"))
        return {**found, **{"$TMPDIR/" + name: what for name, what in
                            (tree(os.environ["TMPDIR"]) or {}).items()}}

    def whole(self, what):
        bags, seal = self.archive(), self.sealed()
        check(f"{what}: no bag or all", bags in (None, self.bags),
              bags and bags.keys())
        check(f"{what}: no seal or all of it", seal in (None, self.seal),
              seal)
        check(f"{what}: no seal without bags", not seal or bags)
        same(f"{what}: nothing else was touched", self.outside(),
             self.outside_then)

    def again(self, what):
        """The same command; or it is said that all was done."""
        done = self.sealed() is not None
        ran = plain(*self.words)
        if done and ran.status == 1:
            check(f"{what}: it is not committed, which is said",
                  "content/seals/" in ran.err, ran)
        else:
            check(f"{what}: again", ran.status == 0, ran)
        same(f"{what}: the same bags", self.archive(), self.bags)
        same(f"{what}: the same seal", self.sealed(), self.seal)
        if not done:
            self.alone(what)
        self.kept.back()

    def alone(self, what):
        """No temporary file is left."""
        same(f"{what}: nothing is left", self.office(), self.left)
        same(f"{what}: nor in the archive", sorted(
            os.listdir(self.root + "/archive")), [".tongbao", PERIOD])
        same(f"{what}: nor beside the seal", os.listdir(
            self.root + "/content/seals"), [PERIOD + ".yaml"])
        check(f"{what}: nor in content/",
              not os.path.exists(self.root + "/content/.tongbao"))


os.environ["GIT_CONFIG_GLOBAL"] = os.environ["GIT_CONFIG_SYSTEM"] = "/dev/null"
