# creates: a.pdf
# expect: 1 Hello PDF

from pypdf import PdfReader
from reportlab.pdfgen import canvas

page = canvas.Canvas("a.pdf")
page.drawString(72, 720, "Hello PDF")
page.save()
reader = PdfReader("a.pdf")
print(len(reader.pages), reader.pages[0].extract_text().strip())
