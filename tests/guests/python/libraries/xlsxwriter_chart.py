# creates: chart.xlsx
# expect: True

import zipfile

import xlsxwriter

with xlsxwriter.Workbook("chart.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
    sheet.insert_chart("B1", chart)
print("xl/charts/chart1.xml" in zipfile.ZipFile("chart.xlsx").namelist())
