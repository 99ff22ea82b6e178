# The bundle of certificate authorities is a file among the packages, and can be read although nothing can be connected to.
# expect: /packages/certifi/cacert.pem
# expect: True True
# expect: True

import base64

import certifi

print(certifi.where())
text = certifi.contents()
blocks = text.split("-----BEGIN CERTIFICATE-----")[1:]
bodies = [base64.b64decode(block.partition("-----END")[0]) for block in blocks]
# Every one is a DER sequence, and as long as it says.
print(len(blocks) > 100, all(body[:2] == b"\x30\x82" and int.from_bytes(body[2:4]) + 4 == len(body) for body in bodies))
print(text == open(certifi.where(), encoding="ascii").read())
