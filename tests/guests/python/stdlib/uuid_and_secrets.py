# expect: 36 4
# expect: 886313e1-3b8a-5372-9b90-0c9aee199e5d
# expect: 32 True

import secrets
import uuid

print(len(str(uuid.uuid4())), uuid.uuid4().version)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"))
print(len(secrets.token_hex(16)), secrets.token_bytes(16) != secrets.token_bytes(16))
