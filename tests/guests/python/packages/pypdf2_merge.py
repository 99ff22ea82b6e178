# PyPDF2 merges two files that reportlab has made, turns a page and reads the text of the result.
# creates: both.pdf, first.pdf, second.pdf
# expect: 3
# expect: ['First, page 1', 'First, page 2', 'Second, page 1']
# expect: 90 Merged
# expect: PdfReadError

import io

import PyPDF2
from reportlab.pdfgen import canvas


def make(path, title, pages):
    document = canvas.Canvas(path)
    for number in range(pages):
        document.drawString(72, 720, f"{title}, page {number + 1}")
        document.showPage()
    document.save()


make("first.pdf", "First", 2)
make("second.pdf", "Second", 1)

merger = PyPDF2.PdfMerger()
for path in ("first.pdf", "second.pdf"):
    merger.append(path)
merger.add_metadata({"/Title": "Merged"})
merger.write("both.pdf")
merger.close()

reader = PyPDF2.PdfReader("both.pdf")
print(len(reader.pages))
print([page.extract_text().strip() for page in reader.pages])

writer = PyPDF2.PdfWriter()
writer.add_page(reader.pages[0].rotate(90))
turned = io.BytesIO()
writer.write(turned)
print(PyPDF2.PdfReader(turned).pages[0].rotation, reader.metadata.title)
try:
    PyPDF2.PdfReader(io.BytesIO(b"this is no PDF at all"))
except PyPDF2.errors.PdfReadError as error:
    print(type(error).__name__)
