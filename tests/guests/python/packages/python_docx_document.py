# A document of Word is written, read again and changed: headings, runs, tables, a picture, properties.
# creates: a.docx, b.docx
# expect: ['Heading 1', 'Normal', 'List Number', 'Normal']
# expect: [('Hello ', None), ('world', True)]
# expect: [['name', 'age'], ['Ada', '36']]
# expect: Ada 1 1.0
# expect: ['Hello', 'there']
# expect: PackageNotFoundError

import datetime
import io

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Inches, Pt
from PIL import Image

document = docx.Document()
document.core_properties.author = "Ada"
document.core_properties.created = datetime.datetime(2026, 1, 2)
document.add_heading("Title", 1)
paragraph = document.add_paragraph("Hello ")
run = paragraph.add_run("world")
run.bold, run.font.size = True, Pt(14)
document.add_paragraph("first", style="List Number")
table = document.add_table(rows=2, cols=2, style="Table Grid")
for row, texts in zip(table.rows, (("name", "age"), ("Ada", "36"))):
    for cell, text in zip(row.cells, texts):
        cell.text = text
picture = io.BytesIO()
Image.new("RGB", (20, 10), "red").save(picture, "PNG")
document.add_picture(picture, width=Inches(1))
document.save("a.docx")

again = docx.Document("a.docx")
print([paragraph.style.name for paragraph in again.paragraphs])
print([(run.text, run.bold) for run in again.paragraphs[1].runs])
print([[cell.text for cell in row.cells] for row in again.tables[0].rows])
print(again.core_properties.author, len(again.inline_shapes), again.inline_shapes[0].width.inches)
again.paragraphs[1].runs[1].text = "there"
again.save("b.docx")
print(docx.Document("b.docx").paragraphs[1].text.split())
try:
    docx.Document("missing.docx")
except PackageNotFoundError as error:
    print(type(error).__name__)
