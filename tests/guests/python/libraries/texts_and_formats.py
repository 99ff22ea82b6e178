# Packages for texts, markup and formats.
# expect: utf_8
# expect: ['html', 'body', 'p'] True
# expect: EntitiesForbidden
# expect: {'a': {'@x': '1', 'b': ['2', '3']}}
# expect: a = 1
# expect: ['12', '34'] 2
# expect: ['2', '+', ['3', '*', '4']]
# expect: True False
# expect: <b>&lt;i&gt;</b>
# expect: utf-8
# expect: ['.notdef', 'A'] 1000
# expect: <root><a>1</a></root>
# expect: XLRDError
# expect: c

import io

import bs4
import charset_normalizer
import defusedxml.ElementTree
import html5lib
import packaging.version
import pyparsing as pp
import regex
import soupsieve
import tomli_w
import webencodings
import xlrd
import xmltodict
from et_xmlfile import xmlfile
from fontTools.fontBuilder import FontBuilder
from markupsafe import Markup

print(charset_normalizer.from_bytes("Grüße aus Köln, und noch etwas mehr Text".encode()).best().encoding)
tree = html5lib.parse("<p>x", treebuilder="etree", namespaceHTMLElements=False)
print([tree.tag, tree[1].tag, tree[1][0].tag], tree[0].tag == "head")
try:
    defusedxml.ElementTree.fromstring('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
except defusedxml.EntitiesForbidden as error:
    print(type(error).__name__)
print(xmltodict.parse("<a x='1'><b>2</b><b>3</b></a>"))
print(tomli_w.dumps({"a": 1}).strip())
print(regex.findall(r"\p{Nd}{2}", "12x34"), len(regex.findall(r"(?r)\w", "ab")))
number = pp.Word(pp.nums)
print(pp.infix_notation(number, [("*", 2, pp.OpAssoc.LEFT), ("+", 2, pp.OpAssoc.LEFT)]).parse_string("2+3*4")[0].as_list())
print(packaging.version.Version("1.10") > packaging.version.Version("1.9"), packaging.version.Version("1.0a1") > packaging.version.Version("1.0"))
print(Markup("<b>{}</b>").format("<i>"))
print(webencodings.lookup("utf8").name)
builder = FontBuilder(1000)
builder.setupGlyphOrder([".notdef", "A"])
print(builder.font.getGlyphOrder(), builder.font["head"].unitsPerEm)
written = io.BytesIO()
with xmlfile(written) as file, file.element("root"), file.element("a"):
    file.write("1")
print(written.getvalue().decode())
try:
    xlrd.open_workbook(file_contents=b"not a workbook")
except xlrd.XLRDError as error:
    print(type(error).__name__)
print(soupsieve.select_one("p.b", bs4.BeautifulSoup("<p>a</p><p class=b>c</p>", "html.parser")).text)
