"""Links that lead out of /app are refused wherever they stand in a path, are not followed below folders, and can be removed."""
# expect: ValueError: Path must be within /app: dir/out/file
# expect: ValueError: Path must be within /app: dir/out/file
# expect: ValueError: Path must be within /app: dir/out
# expect: ValueError: Path must be within /app: dir/out
# expect: ValueError: Path must be within /app: dir/outfile
# expect: ValueError: Path must be within /app: dir/out/new
# expect: ValueError: Path must be within /app: dir/dangling
# expect: ['file', 'sub'] secret
# expect: ['file', 'in', 'insub', 'self', 'sub', 'sub/loop']
# expect: ['file', 'in', 'insub', 'self', 'sub', 'sub/loop']
# expect: /app/dir/
# expect: ├── chained
# expect: ├── dangling
# expect: ├── file
# expect: ├── in
# expect: ├── insub
# expect: ├── out
# expect: ├── outfile
# expect: ├── self
# expect: └── sub/
# expect:     └── loop
# expect: [('/app/dir/file', 1, 'inside secret')] ['inside secret', 'inside secret']
# expect: inside secret
# expect:  ['loop'] inside secret
# expect: OSError: /app/dir/self
# expect: ../../tmp/outside True ['chained', 'dangling', 'file', 'in', 'insub', 'out', 'outfile', 'self', 'sub']
# expect: ValueError: Path must be within /app: /app/dir/outfile
# expect: ValueError: Path must be within /app: /app/dir/out
# expect: [] ['file', 'sub'] secret

import os

import sandbox_utils as u


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


os.makedirs("/tmp/outside/sub")
open("/tmp/outside/file", "w").write("secret\n")
u.mkdir("dir/sub")
u.echo("inside secret", "dir/file")
os.symlink("../../tmp/outside", "dir/out")
os.symlink("../../tmp/outside/file", "dir/outfile")
os.symlink("out/sub", "dir/chained")
os.symlink("../../tmp/not_there", "dir/dangling")
os.symlink("file", "dir/in")
os.symlink("sub", "dir/insub")
os.symlink("../../dir", "dir/sub/loop")
os.symlink("self", "dir/self")

for path in (
    "dir/out",
    "dir/out/file",
    "dir/outfile",
    "dir/chained",
    "dir/chained/x",
    "dir/sub/loop/out/file",
    "dir/dangling",
    "dir/out/../x",
):
    for call in (
        u.cat,
        u.ls,
        u.tree,
        u.head,
        lambda p: u.grep("x", p),
        lambda p: u.echo("x", p),
        u.touch,
        lambda p: u.cp("dir/file", p),
    ):
        try:
            print("FAIL", path, call(path))
        except ValueError as refused:
            assert str(refused) == f"Path must be within /app: {path}", refused
error(lambda: u.rm("dir/out/file"))
error(lambda: u.mv("dir/out/file", "x"))
error(lambda: u.mv("dir/file", "dir/out"))
error(lambda: u.cp("dir/file", "dir/out"))
error(lambda: u.save_state({"a": 1}, "dir/outfile"))
error(lambda: u.mkdir("dir/out/new"))
error(lambda: u.mkdir("dir/dangling"))
print(sorted(os.listdir("/tmp/outside")), open("/tmp/outside/file").read(), end="")

print([str(path)[9:] for path in u.find("*", "dir")])
print([str(path)[9:] for path in u.walk("dir")])
print(u.tree("dir"))
print(u.grep("secret", "dir"), [line for _, _, line in u.grep("secret", u.find("*", "dir"))])
print(u.cat("dir/in"), u.ls("dir/insub"), u.cat("dir/sub/loop/in"), end="")
error(lambda: u.cat("dir/self"))

u.copy_tree("dir", "copy")
print(os.readlink("copy/out"), os.path.islink("copy/in"), sorted(os.listdir("copy")))
u.mkdir("source")
u.echo("overwritten?", "source/outfile")
error(lambda: u.copy_tree("source", "dir"))
u.rm("source", recursive=True)
u.mkdir("source/out")
u.echo("planted?", "source/out/planted")
error(lambda: u.copy_tree("source", "dir"))
u.mv("dir/outfile", "copy/moved")
u.remove_tree("copy")
u.rm("dir", recursive=True)
u.rm("source", recursive=True)
print(u.ls(), sorted(os.listdir("/tmp/outside")), open("/tmp/outside/file").read(), end="")
