# A workbook with formulas, styles, merged cells, a chart, a checked list and a name; formulas are kept and not calculated.
# creates: book.xlsx
# expect: =SUM(B2:B4) None
# expect: =B2*1.19 0.00 True
# expect: ['A6:B6'] A2
# expect: ['"yes,no"'] 1
# expect: Data!$B$2:$B$4
# expect: 3 (6, 3)
# expect: ['OPERATOR-INFIX', 'FUNC', 'OPERAND'] =C3+D4
# expect: InvalidFileException

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

book = Workbook()
sheet = book.active
sheet.title = "Data"
for row in (("name", "net", "gross"), ("a", 10, "=B2*1.19"), ("b", 20, "=B3*1.19"), ("c", 30, "=B4*1.19"), ("sum", "=SUM(B2:B4)", None)):
    sheet.append(row)
sheet["C2"].number_format, sheet["C2"].font = "0.00", Font(bold=True)
sheet["A6"] = "a long remark"
sheet.merge_cells("A6:B6")
sheet.freeze_panes = "A2"
choice = DataValidation(type="list", formula1='"yes,no"')
sheet.add_data_validation(choice)
choice.add("C6")
sheet.conditional_formatting.add("B2:B4", CellIsRule(operator="greaterThan", formula=["15"], fill=PatternFill("solid", bgColor="FF0000")))
book.defined_names["net"] = DefinedName("net", attr_text="Data!$B$2:$B$4")
chart = BarChart()
chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
sheet.add_chart(chart, "E2")
book.save("book.xlsx")

again = load_workbook("book.xlsx")
sheet = again["Data"]
print(sheet["B5"].value, load_workbook("book.xlsx", data_only=True)["Data"]["B5"].value)
print(sheet["C2"].value, sheet["C2"].number_format, sheet["C2"].font.bold)
print([str(cells) for cells in sheet.merged_cells.ranges], sheet.freeze_panes)
print([rule.formula1 for rule in sheet.data_validations.dataValidation], len(sheet.conditional_formatting))
print(again.defined_names["net"].attr_text)
print(len(list(sheet.iter_rows(min_row=2, max_row=4))), (sheet.max_row, sheet.max_column))
kinds = {token.type for token in Tokenizer("=SUM(A1)+1").items}
print([kind for kind in ("OPERATOR-INFIX", "FUNC", "OPERAND") if kind in kinds], Translator("=B2+C3", "A1").translate_formula("B2"))
try:
    load_workbook("book.xls")
except InvalidFileException as error:
    print(type(error).__name__)
