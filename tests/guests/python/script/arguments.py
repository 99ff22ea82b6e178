# args: first --flag=1 ünïcode
# expect: ['/app/main.py', 'first', '--flag=1', 'ünïcode']

import sys

print(sys.argv)
