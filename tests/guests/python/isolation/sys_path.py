# expect: ['/app', '/usr/local/lib/python315.zip', '/packages']

import sys

print([entry for entry in sys.path if entry])
