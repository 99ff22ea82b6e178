# creates: a.gz, a.bz2, a.xz, a.zip, a.tar.gz
# creates-any
# expect: gz True
# expect: bz2 True
# expect: zlib True
# expect: zip True ['a.txt', 'd/b.txt']
# expect: tar True

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib

data = b"some text that repeats " * 1000
with gzip.open("a.gz", "wb") as file:
    file.write(data)
print("gz", gzip.open("a.gz").read() == data)
with bz2.open("a.bz2", "wb") as file:
    file.write(data)
print("bz2", bz2.open("a.bz2").read() == data)
print("zlib", zlib.decompress(zlib.compress(data, 9)) == data)
with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.txt", data)
    archive.writestr("d/b.txt", "b")
with zipfile.ZipFile("a.zip") as archive:
    print("zip", archive.read("a.txt") == data, archive.namelist())
with tarfile.open("a.tar.gz", "w:gz") as archive:
    info = tarfile.TarInfo("a.txt")
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))
with tarfile.open("a.tar.gz") as archive:
    print("tar", archive.extractfile("a.txt").read() == data)
