"""Every function that takes a path refuses one outside /app, in each of its path arguments, and nothing is done."""
# creates: inside.txt, inside/x
# expect: True
# expect: ['inside', 'inside.txt'] secret ['file']
# expect: TypeError
# expect: TypeError
# expect: TypeError
# expect: ['x', 'x', 'x', 'x', 'x']

import os

import sandbox_utils as u

u.echo("x", "inside.txt")
u.echo("y", "inside/x") if os.path.isdir("inside") else (u.mkdir("inside"), u.echo("y", "inside/x"))
os.makedirs("/tmp/victim")
open("/tmp/victim/file", "w").write("secret")

calls = {
    "find": lambda p: u.find("*", p),
    "tree": u.tree,
    "walk": u.walk,
    "copy_tree from": lambda p: u.copy_tree(p, "x"),
    "copy_tree to": lambda p: u.copy_tree("inside", p),
    "remove_tree": u.remove_tree,
    "remove_tree by pattern": lambda p: u.remove_tree(p, "*"),
    "grep one": lambda p: u.grep("x", p),
    "grep list": lambda p: u.grep("x", ["inside.txt", p]),
    "head": u.head,
    "tail": u.tail,
    "wc": u.wc,
    "diff first": lambda p: u.diff(p, "inside.txt"),
    "diff second": lambda p: u.diff("inside.txt", p),
    "csv_to_json": u.csv_to_json,
    "csv_to_json output": lambda p: u.csv_to_json("inside.txt", p),
    "json_to_csv": u.json_to_csv,
    "ls": u.ls,
    "cat": u.cat,
    "cat second": lambda p: u.cat("inside.txt", p),
    "touch": u.touch,
    "mkdir": u.mkdir,
    "rm": lambda p: u.rm(p, recursive=True, force=True),
    "cp from": lambda p: u.cp(p, "x", recursive=True),
    "cp to": lambda p: u.cp("inside.txt", p),
    "mv from": lambda p: u.mv(p, "x"),
    "mv to": lambda p: u.mv("inside.txt", p),
    "echo": lambda p: u.echo("x", p),
    "echo append": lambda p: u.echo("x", p, append=True),
    "save_state": lambda p: u.save_state({"a": 1}, p),
    "load_state": lambda p: u.load_state(file=p),
    "load_state default": lambda p: u.load_state({}, p),
    "update_state": lambda p: u.update_state(p, a=1),
}
paths = [
    "/etc/passwd", "/tmp/victim", "/tmp/victim/file", "/", "/application", "/app2/x", "..", "../tmp/victim", "inside/../../tmp/victim",
    "/app/../../etc", "/app/..", "//tmp/victim", "./../tmp", "inside/x\0", "", "~/../../tmp/victim", "/packages", "/APP",
]  # fmt: skip
refused = 0
for name, call in calls.items():
    for path in paths:
        try:
            print("FAIL", name, repr(path), call(path))
        except ValueError as error:
            if str(error) == "Path must be within /app: " + path.replace("\0", "\\0"):
                refused += 1
            else:
                print("FAIL", name, repr(path), error)
print(refused == len(calls) * len(paths))
print(sorted(os.listdir("/app")), open("/tmp/victim/file").read(), os.listdir("/tmp/victim"))
for path in (b"inside.txt", 5, None):
    try:
        u.cat(path)
    except TypeError as error:
        print(type(error).__name__)
os.chdir("/tmp")
print(u.cat("inside.txt", "/app/inside.txt", "./inside/../inside.txt", "/app/../app/inside.txt", "//app/inside.txt").split())
