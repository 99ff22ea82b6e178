# Scratch files live in /tmp and do not appear in the result.
# expect: /tmp
# expect: text True
# expect: True
# expect: False
# expect: b'spooled'

import os
import tempfile

print(tempfile.gettempdir())
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("text")
    file.flush()
    print(open(file.name).read(), file.name.startswith("/tmp/"))
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, "x"), "w").close()
    print(os.path.exists(folder))
print(os.path.exists(folder))
with tempfile.SpooledTemporaryFile(max_size=2) as file:
    file.write(b"spooled")
    file.seek(0)
    print(file.read())
