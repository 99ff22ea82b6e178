# A font with three glyphs is built, saved, read, measured and cut down to one letter, as fonts for the web are.
# creates: mine.ttf
# expect: Mine 1000
# expect: {65: 'A', 66: 'B'} 600
# expect: (100, 0, 500, 700)
# expect: M100 0V700H500V0Z
# expect: ['.notdef', 'A'] True
# expect: TTLibError

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError

pen = TTGlyphPen(None)
pen.moveTo((100, 0))
for point in ((100, 700), (500, 700), (500, 0)):
    pen.lineTo(point)
pen.closePath()
box = pen.glyph()
builder = FontBuilder(1000, isTTF=True)
names = [".notdef", "A", "B"]
builder.setupGlyphOrder(names)
builder.setupCharacterMap({65: "A", 66: "B"})
builder.setupGlyf(dict.fromkeys(names, box))
builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 100)))
builder.setupHorizontalHeader(ascent=800, descent=-200)
builder.setupNameTable({"familyName": "Mine", "styleName": "Regular"})
builder.setupOS2()
builder.setupPost()
builder.save("mine.ttf")

font = TTFont("mine.ttf")
print(font["name"].getDebugName(1), font["head"].unitsPerEm)
print(font.getBestCmap(), font["hmtx"]["A"][0])
glyphs = font.getGlyphSet()
bounds, path = BoundsPen(glyphs), SVGPathPen(glyphs)
glyphs["A"].draw(bounds)
glyphs["A"].draw(path)
print(bounds.bounds)
print(path.getCommands())
subsetter = Subsetter(Options())
subsetter.populate(text="A")
subsetter.subset(font)
small = io.BytesIO()
font.save(small)
small.seek(0)
print(TTFont(small).getGlyphOrder(), 0 < small.getbuffer().nbytes < len(open("mine.ttf", "rb").read()))
try:
    TTFont(io.BytesIO(b"this is no font"))
except TTLibError as error:
    print(type(error).__name__)
