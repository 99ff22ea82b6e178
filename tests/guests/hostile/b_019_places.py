import os

PLACES = (
    "/", "/proc", "/sys", "/dev", "/tmp", "/usr/lib", "/home", "/root", "C:\\", "/var/run/docker.sock", "/proc/self/environ",
    "/proc/self/maps", "/dev/stdin", "/dev/fd/3", "/etc", "/work", "/mnt", "/opt", "/run",
)
print([place for place in PLACES if os.path.exists(place)])
