import os

fd = os.open("/app/s", os.O_CREAT | os.O_RDWR)


def seek_and_write(offset):
    os.lseek(fd, offset, 0)
    os.write(fd, b"x")


for attempt in (
    lambda: seek_and_write(1 << 43),
    lambda: os.pwrite(fd, b"x", 1 << 62),
    lambda: os.ftruncate(fd, 1 << 43),
    lambda: seek_and_write(2**63 - 1),
):
    try:
        attempt()
        print("done")
    except (OSError, OverflowError):
        print("refused")
print("size", os.stat("/app/s").st_size)
