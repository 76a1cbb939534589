"""Edits of a site's records by chance, for tests that compare what is made after
each of them with what is made anew.
"""
import os
import random
import re

from serve_room import read, write


class Editor:
    def __init__(self, site, seed):
        self.site = site
        self.chance = random.Random(seed)
        self.paths = sorted(os.path.join(folder, name)
                            for folder, _, names in os.walk(site + "/content")
                            for name in names if name.endswith(".md"))
        self.original = {path: read(path) for path in self.paths}
        self.gone = {}

    def here(self):
        return [path for path in self.paths if path not in self.gone]

    def edit(self):
        """One change of one record: its path, and what was done."""
        chance = self.chance
        kind = chance.random()
        if kind < 0.1 and self.gone:
            path = chance.choice(sorted(self.gone))
            write(path, self.gone.pop(path))
            return path, "back"
        path = chance.choice(self.here())
        text = read(path)
        if kind < 0.2:
            os.remove(path)
            self.gone[path] = text
            return path, "gone"
        if kind < 0.5:
            write(path, text.rstrip("\n") + f"第{chance.randrange(10**6)}次。\n")
            return path, "prose"
        lines = text.split("\n")
        fields = [i for i, line in enumerate(lines)
                  if re.match(r"\s*[^\s#-][^:]*: ", line)]
        if kind < 0.65 and fields:
            i = chance.choice(fields)
            write(path, "\n".join(lines[:i] + lines[i + 1:]))
            return path, "without " + lines[i]
        if kind < 0.75:
            other = chance.choice(self.here())
            write(path, read(other))
            return path, "copy of " + other
        if kind < 0.9:
            label = chance.choice(["root/cadres", "root/leaders",
                                   "root/masses", "subject/members"])
            write(path, text.replace("---\n", f"---\nscope: {label}\n", 1))
            return path, label
        write(path + ".new", self.original[path])
        os.replace(path + ".new", path)
        return path, "original"

    def restore(self):
        changed = [path for path in self.paths
                   if not os.path.exists(path) or
                   read(path) != self.original[path]]
        for path in changed:
            write(path, self.original[path])
        self.gone.clear()
        return bool(changed)
