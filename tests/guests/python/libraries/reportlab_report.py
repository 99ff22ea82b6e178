# A report with text that flows over pages, a table and a picture; pypdf reads it, joins it, marks it and locks it.
# creates: report.pdf
# expect: True Report
# expect: ['Report', 'name', 'age', 'Ada', '36']
# expect: True 1
# expect: 2 90
# expect: True WrongPasswordError
# expect: DependencyError

import io

from PIL import Image as Picture
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, WrongPasswordError
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Table

styles = getSampleStyleSheet()
picture = io.BytesIO()
Picture.new("RGB", (20, 20), "red").save(picture, "PNG")
table = Table([["name", "age"], ["Ada", "36"]], style=[("GRID", (0, 0), (-1, -1), 1, colors.black)])
flow = [Paragraph("Report", styles["Title"]), table, Image(picture, 50, 50)]
flow += [Paragraph(f"Paragraph {number} with <b>bold</b> text. " * 8, styles["Normal"]) for number in range(60)]
SimpleDocTemplate("report.pdf", pagesize=A4, title="Report").build(flow)

reader = PdfReader("report.pdf")
print(len(reader.pages) > 1, reader.metadata.title)
print(reader.pages[0].extract_text().split()[:5])
print("Paragraph 59" in reader.pages[-1].extract_text(), len(reader.pages[0].images))
writer = PdfWriter()
for page in (reader.pages[0], reader.pages[-1]):
    writer.add_page(page)
writer.pages[1].rotate(90)
print(len(writer.pages), writer.pages[1].rotation)
writer.encrypt("secret", algorithm="RC4-128")
locked = io.BytesIO()
writer.write(locked)
try:
    print(PdfReader(locked).is_encrypted, end=" ")
    PdfReader(locked, password="guess")
except WrongPasswordError as error:
    print(type(error).__name__)
try:
    other = PdfWriter(reader)
    other.encrypt("secret", algorithm="AES-256")
    other.write(io.BytesIO())
except DependencyError as error:
    print(type(error).__name__)
