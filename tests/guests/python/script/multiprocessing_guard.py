# `if __name__ == "__main__": main()` with an exit code from main.
# outcome: exit
# exit: 3
# expect: in main

import sys


def main():
    print("in main")
    return 3


if __name__ == "__main__":
    sys.exit(main())
