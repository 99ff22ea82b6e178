# expect: 900150983cd24fb0d6963f7d28e17f72
# expect: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
# expect: ddaf35a193617abacc417349ae204131
# expect: 508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982
# expect: 9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab

import hashlib
import hmac

print(hashlib.md5(b"abc").hexdigest())
print(hashlib.sha256(b"abc").hexdigest())
print(hashlib.sha512(b"abc").hexdigest()[:32])
print(hashlib.blake2s(b"abc").hexdigest())
print(hmac.new(b"key", b"abc", "sha256").hexdigest())
