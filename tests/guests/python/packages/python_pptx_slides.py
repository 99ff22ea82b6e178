# A presentation with a title, bullets, a table, a chart and a picture is written and read again.
# creates: talk.pptx
# expect: 3
# expect: ['The title', 'A subtitle']
# expect: [('one', 0), ('two', 1)]
# expect: [['k', 'v'], ['a', '1']]
# expect: column (2, 3, 5) ('x', 'y', 'z')
# expect: image/png (30, 20)
# expect: speak slowly

import io

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

talk = Presentation()
slide = talk.slides.add_slide(talk.slide_layouts[0])
slide.shapes.title.text, slide.placeholders[1].text = "The title", "A subtitle"
slide.notes_slide.notes_text_frame.text = "speak slowly"
slide = talk.slides.add_slide(talk.slide_layouts[1])
frame = slide.placeholders[1].text_frame
frame.text = "one"
second = frame.add_paragraph()
second.text, second.level = "two", 1
slide = talk.slides.add_slide(talk.slide_layouts[6])
box = [Inches(1)] * 4
table = slide.shapes.add_table(2, 2, *box).table
for row, texts in enumerate((("k", "v"), ("a", "1"))):
    for column, text in enumerate(texts):
        table.cell(row, column).text = text
data = CategoryChartData()
data.categories = ("x", "y", "z")
data.add_series("column", (2, 3, 5))
slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
picture = io.BytesIO()
Image.new("RGB", (30, 20), "blue").save(picture, "PNG")
slide.shapes.add_picture(picture, 0, 0)
talk.save("talk.pptx")

slides = list(Presentation("talk.pptx").slides)
print(len(slides))
print([shape.text_frame.text for shape in slides[0].placeholders])
print([(paragraph.text, paragraph.level) for paragraph in slides[1].placeholders[1].text_frame.paragraphs])
table, chart, picture = slides[2].shapes
print([[cell.text for cell in row.cells] for row in table.table.rows])
series = chart.chart.plots[0].series[0]
print(series.name, tuple(int(value) for value in series.values), tuple(chart.chart.plots[0].categories))
print(picture.image.content_type, picture.image.size)
print(slides[0].notes_slide.notes_text_frame.text)
