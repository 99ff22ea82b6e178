# expect: utf-8 utf-8 utf-8
# expect: utf-8 utf-8

import locale
import sys

print(sys.stdout.encoding, sys.stderr.encoding, sys.stdin.encoding)
print(sys.getdefaultencoding(), locale.getpreferredencoding(False).lower())
