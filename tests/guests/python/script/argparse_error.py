# A command line of the program's own that is wrong: exit code 2 and a message on stderr, as everywhere.
# args: --count many
# outcome: exit
# exit: 2
# expect-nothing
# stderr: usage: main.py [-h] [--count COUNT]
# stderr: main.py: error: argument --count: invalid int value: 'many'

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--count", type=int)
parser.parse_args()
