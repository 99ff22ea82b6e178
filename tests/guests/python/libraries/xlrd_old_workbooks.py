# xlrd reads the old .xls; a small one is written here record by record. It has to be given the bytes: a file by its name needs mmap.
# creates: new.xlsx, old.xls, wrong.xls
# expect: 1 (2, 2) ['text', 'number'] ['Ada', 36.5]
# expect: by name refused
# expect: 36.5
# expect: [['Ada', 36.5]]
# expect: XLRDError Excel xlsx file; not supported
# expect: XLRDError True
# expect: 2026-01-02T12:00:00 ('A', 'AB')

import pathlib
import struct

import pandas as pd
import xlrd
from openpyxl import Workbook
from xlrd.formula import colname


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def label(row, column, text):
    return record(0x0004, struct.pack("<HH3xB", row, column, len(text)) + text.encode("ascii"))


def number(row, column, value):
    return record(0x0003, struct.pack("<HH3xd", row, column, value))


# Excel 2's form: a beginning, the code page, cells, an end.
old = record(0x0009, struct.pack("<HH", 2, 0x10)) + record(0x0042, struct.pack("<H", 0x8000)) + label(0, 0, "text") + label(0, 1, "number") + label(1, 0, "Ada") + number(1, 1, 36.5) + record(0x000A)
pathlib.Path("old.xls").write_bytes(old)
book = xlrd.open_workbook(file_contents=old)
sheet = book.sheet_by_index(0)
print(book.nsheets, (sheet.nrows, sheet.ncols), sheet.row_values(0), sheet.row_values(1))
try:
    print(xlrd.open_workbook("old.xls").nsheets)
except OSError:
    print("by name refused")
print(xlrd.open_workbook("old.xls", use_mmap=False).sheet_by_index(0).cell_value(1, 1))
print(pd.read_excel("old.xls", engine="xlrd").values.tolist())
Workbook().save("new.xlsx")
pathlib.Path("wrong.xls").write_bytes(b"this is no workbook")
for name in ("new.xlsx", "wrong.xls"):
    try:
        xlrd.open_workbook(name, use_mmap=False)
    except xlrd.XLRDError as error:
        print(type(error).__name__, error if "xlsx" in str(error) else "Expected BOF record" in str(error))
print(xlrd.xldate_as_datetime(46024.5, 0).isoformat(), (colname(0), colname(27)))
