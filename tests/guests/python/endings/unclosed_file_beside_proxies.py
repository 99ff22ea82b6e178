# Objects that lie about their class, or cannot say it, do not keep open files from being flushed.
# expect: done
# creates: out.txt
# file: out.txt 4


class Lying:
    @property
    def __class__(self):
        raise RuntimeError("no class")


class Pretending:
    __class__ = open("/tmp/other", "w").__class__


objects = [Lying(), Pretending()]
out = open("out.txt", "w")
out.write("text")
print("done")
