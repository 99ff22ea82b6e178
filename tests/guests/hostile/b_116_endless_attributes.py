import io


class Hostile:
    def __getattr__(self, name):
        while True:
            pass

    def fileno(self):
        while True:
            pass

    def __repr__(self):
        while True:
            pass


class HostileStream(io.StringIO):
    def fileno(self):
        while True:
            pass


h = Hostile()
s = HostileStream()
