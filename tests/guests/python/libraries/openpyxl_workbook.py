# creates: book.xlsx
# expect: ['Data', 'More']
# expect: [('k', 'v'), ('a', 1), ('b', 2.5)]
# expect: =SUM(B2:B3)

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

book = Workbook()
sheet = book.active
sheet.title = "Data"
for row in (("k", "v"), ("a", 1), ("b", 2.5)):
    sheet.append(row)
sheet["A1"].font = Font(bold=True)
book.create_sheet("More")["A1"] = "=SUM(B2:B3)"
book.save("book.xlsx")
again = load_workbook("book.xlsx")
print(again.sheetnames)
print(list(again["Data"].values))
print(again["More"]["A1"].value)
