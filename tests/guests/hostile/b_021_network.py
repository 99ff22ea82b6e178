import socket
import urllib.request

for attempt in (
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 22), timeout=1),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.fromfd(3, 2, 1),
    lambda: urllib.request.urlopen("http://169.254.169.254/", timeout=1),
):
    try:
        attempt()
        print("done")
    except (OSError, AttributeError) as error:
        # Some of what OSError stands for elsewhere is not there at all.
        print("refused", type(error).__name__)
