# expect: socket refused
# expect: connect refused
# expect: resolve refused
# expect: urllib refused

import socket
import urllib.request

for name, attempt in {
    "socket": lambda: socket.socket(),
    "connect": lambda: socket.create_connection(("127.0.0.1", 22), timeout=1),
    "resolve": lambda: socket.getaddrinfo("localhost", 80),
    "urllib": lambda: urllib.request.urlopen("http://169.254.169.254/", timeout=1),
}.items():
    try:
        attempt()
        print(name, "allowed")
    except (OSError, AttributeError):
        print(name, "refused")
