"""Commands that write, each on a small site of its own, for the tests that break
them off or let what they ask of the system fail.
"""
import os
import shutil

import crash_room as room
from crash_room import check, plain, points, same, tree

DAY = "2010-12-20"


def there(root):
    """What there is below it, but for what only spares work, which holds when
    files were changed: tests/site/kept-readings."""
    return {name: found for name, found in tree(root).items()
            if ".kept/" not in name}


class Command:
    """A command on a site: what there is below `root` before it and after."""
    def __init__(self, what, root, words, again=0, writes=True):
        self.what, self.words, self.root = what, words, root
        self.writes = writes
        self.again = again  # status when all is done already
        self.kept = room.Kept(root, os.listdir(root))
        self.before = there(root)
        self.points, ran = points(words, cwd=root)
        good = check(f"{what}: is done", ran.status == 0, ran)
        self.after = there(root)
        good &= check(f"{what}: something is written, or nothing is to be",
                      (self.after != self.before) == writes, ran)
        self.back()
        if not good or (writes and not self.points):
            raise RuntimeError(what)

    def back(self):
        for name in os.listdir(self.root):
            room.remove(f"{self.root}/{name}")
        self.kept.back()

    def whole(self, what):
        """Each file: as it was, or as it is to be; but those that are made, which
        no command reads."""
        now = there(self.root)
        half = [name for name in now if not is_temporary(name) and now[name]
                not in (self.before.get(name), self.after.get(name))]
        gone = (self.before.keys() & self.after.keys()) - now.keys()
        check(f"{what}: each file is whole", not half and not gone,
              f"{half} {gone}")

    def again_done(self, what):
        """The same command again."""
        ran = plain(*self.words, cwd=self.root)
        check(f"{what}: again", ran.status in (0, self.again), ran)
        # A build that failed when it had published was one all the same: the
        # next one has that as its spare.
        same(f"{what}: all is written, nothing is left",
             without_spare(there(self.root)), without_spare(self.after))


def is_temporary(name):
    return (".tongbao" in name or name.endswith(".part") or
            any(part.endswith(".new") for part in name.split("/")))


def without_spare(found):
    return {name: found[name] for name in found
            if "/output.spare/" not in name}


def without_temporary(found):
    """What can't be removed the next command removes."""
    return {name: found[name] for name in found if not is_temporary(name)}


def decides(point):
    return point.call.startswith(("rename", "rmdir"))


def golden(work, name):
    root = f"{work}/{name}"
    os.mkdir(root)
    shutil.copytree(room.REPO + "/tests/golden/circles", root + "/site")
    shutil.rmtree(root + "/site/expected")
    return root


def spoil(root):
    """What fix mends: a full-width colon behind a field's name."""
    for name in ("review/yuan.md", "reply/yuan.md"):
        path = f"{root}/site/content/2010-q3/{name}"
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("date: ", "date：", 1))


ON = ["-C", "site", "--as-of", DAY]


def fix(work, kind):
    root = golden(work, "fix")
    spoil(root)
    return kind("fix", root, ["fix", "--yes", *ON])


def imported(work, kind):
    root = golden(work, "import")
    with open(root + "/site/more.csv", "w", encoding="utf-8") as file:
        file.write("编号,姓名,所在支部\nxin-yi,新一,yi-bu\n")
    return kind("import", root,
                ["import", "people", "site/more.csv", "--yes", *ON])


def new(work, kind):
    root = golden(work, "new")
    return kind("new", root, ["new", "exemplar", "--subject", "yuan",
                              "--path", "a/b/new.md", *ON], again=2)


def release(work, kind):
    root = golden(work, "release")
    words = ["release", "--edition", "masses", "--period", "2010-q3", *ON]
    ran = plain(*words, cwd=root)
    check("a release is begun", ran.status == 0, ran)
    with open(root + "/site/content/2010-q3/review/yuan.md", "a") as file:
        file.write("\n又一段。\n")
    return kind("release", root, [*words, "--yes"])


def printed(work, kind, name="print"):
    root = golden(work, name)
    if name == "print again":
        with open(root + "/a.pdf", "w") as file:
            file.write("%PDF-1.4 an old one\n")
        os.chmod(root + "/a.pdf", 0o640)
    return kind(name, root, ["print", "2010-q3/bulletin/1", "-o", "a.pdf", *ON])


def printed_again(work, kind):
    return printed(work, kind, "print again")


def printed_each(work, kind):
    root = golden(work, "print each")
    return kind("print each", root, ["print", "--form", "organisation",
                                     "--period", "2010-q3", "--each", "pdf",
                                     *ON])


def exported(work, kind):
    root = golden(work, "export")
    return kind("export", root, ["export", "sheet", "people", "-o", "p.csv",
                                 *ON], again=2)


def init(work, kind):
    root = work + "/init"
    os.mkdir(root)
    return kind("init", root, ["init", "new"], again=2)


def init_here(work, kind):
    root = work + "/init here"
    os.mkdir(root)
    return kind("init here", root, ["init", "."], again=2)


# make(work, kind) gives the command and its site.
MAKERS = {"fix": fix, "import": imported, "new": new, "release": release,
          "print": printed, "print again": printed_again,
          "print each": printed_each, "export": exported, "init": init,
          "init here": init_here}
