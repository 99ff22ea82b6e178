# mammoth turns a document that python-docx has made into HTML, Markdown and plain text.
# creates: letter.docx
# expect: <h1>Report</h1><p>Some <strong>bold</strong> and <em>slanted</em> text &amp; more.</p><ul><li>one</li><li>two</li></ul><table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>
# expect: []
# expect: <h1 class="main">Report</h1>
# expect: ['Report', 'Some bold and slanted text & more.', 'one', 'two', 'a', 'b']
# expect: # Report

import docx
import mammoth

document = docx.Document()
document.add_heading("Report", level=1)
line = document.add_paragraph("Some ")
line.add_run("bold").bold = True
line.add_run(" and ")
line.add_run("slanted").italic = True
line.add_run(" text & more.")
for item in ("one", "two"):
    document.add_paragraph(item, style="List Bullet")
table = document.add_table(rows=1, cols=2)
table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
document.save("letter.docx")

with open("letter.docx", "rb") as file:
    result = mammoth.convert_to_html(file)
    print(result.value)
    print(result.messages)
    styled = mammoth.convert_to_html(file, style_map="p[style-name='Heading 1'] => h1.main:fresh")
    print(styled.value.partition("<p>")[0])
    print(mammoth.extract_raw_text(file).value.split("\n\n")[:-1])
    print(mammoth.convert_to_markdown(file).value.splitlines()[0].replace('<a id="_Report"></a>', ""))
