# A compressing writer of the program's own is not closed for it; closing is what the with statement is for.
# creates: ok.gz
# expect: 5000

import gzip

with gzip.open("ok.gz", "wb") as file:
    file.write(b"x" * 5000)
print(len(gzip.open("ok.gz").read()))
