# The program may replace its standard streams; what went to the replacement stays there.
# expect: seen

import io
import sys

kept = sys.stdout
sys.stdout = io.StringIO()
print("hidden")
hidden = sys.stdout.getvalue()
sys.stdout = kept
assert hidden == "hidden\n"
print("seen")
