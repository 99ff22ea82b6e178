"""csv_to_json: text stays text; quotes, line ends, short, long, empty rows; files."""
# creates-any
# expect: [
# expect:   {
# expect:     "ship": "Vega",
# expect:     "masts": "3",
# expect:     "port": "Oslo"
# expect:   },
# expect:   {
# expect:     "ship": "Rigel",
# expect:     "masts": "02",
# expect:     "port": ""
# expect:   }
# expect: ]
# expect: [{'a': 'Kiel, Oslo', 'b': 'say "hi"'}] [{'a': 'two\nlines', 'b': '5" disk'}]
# expect: [{'a': '1', 'b': ''}, {'a': '2', 'b': '3'}] [{'a': ''}] [{'a': '', 'b': ''}]
# expect: [] [] [] [{'näme': '1', 'x': '2'}] True
# expect: [{'a': '1', 'b': '2'}] [{'a': '0', 'b': 'False'}, {'a': 'null', 'b': '1e5'}]
# expect: 300000 True
# expect: None True
# expect: ValueError: x.csv, line 3: 3 cells, but the header has 2
# expect: ValueError: x.csv: the header has 'a' twice
# expect: FileNotFoundError: /app/missing.csv
# expect: IsADirectoryError: /app/folder
# expect: IsADirectoryError: /app/folder
# expect: ValueError: Path must be within /app: /etc/passwd
# expect: ValueError: Path must be within /app: /etc/x.json
# expect: ['data.csv', 'folder', 'out.json', 'x.csv'] []

import json

from sandbox_utils import cat, csv_to_json, echo, ls, mkdir


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


def read(data, **options):
    open("x.csv", "wb").write(data if isinstance(data, bytes) else data.encode())
    return json.loads(csv_to_json("x.csv", **options))


echo("ship,masts,port\nVega,3,Oslo\nRigel,02,", "data.csv")
print(csv_to_json("data.csv"))
print(read('a,b\r\n"Kiel, Oslo","say ""hi"""\r\n'), read('a,b\n"two\nlines",5" disk\n'))
print(read("a,b\n1\n\n2,3"), read('a\n""\n'), read("a,b\n,\n"))
print(
    read(""),
    read("\n\n"),
    read("only,header\n"),
    read(b"\xef\xbb\xbfn\xc3\xa4me,x\n1,2\n"),
    read(b"a\n\xff\n") == [{"a": "\ufffd"}],
)
print(read("a,b\r1,2\r"), read("a,b\n0,False\nnull,1e5\n"))
print(len(read("a\n" + "x" * 300_000 + "\n")[0]["a"]), csv_to_json("/app/x.csv") == csv_to_json("x.csv"))
print(csv_to_json("data.csv", output="/app/out.json"), cat("out.json") == csv_to_json("data.csv") + "\n")
mkdir("folder")
error(lambda: read("a,b\n1,2\n1,2,3\n"))
error(lambda: read("a,b,a\n1,2,3\n"))
error(lambda: csv_to_json("missing.csv"))
error(lambda: csv_to_json("folder"))
error(lambda: csv_to_json("data.csv", "folder"))
error(lambda: csv_to_json("/etc/passwd"))
error(lambda: csv_to_json("data.csv", output="/etc/x.json"))
print(ls(), ls("folder"))
