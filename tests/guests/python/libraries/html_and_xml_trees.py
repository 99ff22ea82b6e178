# Broken pages and documents: html5lib repairs as browsers do, lxml has XPath, XSLT and schemas, xmltodict goes both ways.
# expect: <table><tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>after</p>
# expect: ['1', '2']
# expect: <p>one</p><p>two</p>
# expect: ada grace
# expect: True False
# expect: XMLSyntaxError
# expect: {'shop': {'@id': '7', 'item': [{'name': 'a'}, {'name': 'b'}]}}
# expect: True
# expect: [('item', 'a'), ('item', 'b')]

import html5lib
import xmltodict
from bs4 import BeautifulSoup
from lxml import etree

BROKEN = "<table><tr><td>1<td>2</table><p>after"
tree = html5lib.parse(BROKEN, treebuilder="lxml", namespaceHTMLElements=False)
print("".join(etree.tostring(node, encoding="unicode") for node in tree.getroot().find("body")))
print([cell.text for cell in BeautifulSoup(BROKEN, "html5lib").select("tr > td")])
print("".join(str(p) for p in BeautifulSoup("<p>one<p>two", "lxml").find_all("p")))
sheet = etree.XSLT(
    etree.XML(
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/><xsl:template match="/">'
        '<xsl:for-each select="//n"><xsl:sort/><xsl:value-of select="."/><xsl:if test="position()!=last()"><xsl:text> </xsl:text></xsl:if>'
        "</xsl:for-each></xsl:template></xsl:stylesheet>"
    )
)
print(sheet(etree.XML("<l><n>grace</n><n>ada</n></l>")))
schema = etree.XMLSchema(
    etree.XML(
        '<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema"><x:element name="n" type="x:integer"/></x:schema>'
    )
)
print(schema.validate(etree.XML("<n>1</n>")), schema.validate(etree.XML("<n>one</n>")))
try:
    etree.fromstring("<a><b></a>")
except etree.XMLSyntaxError as error:
    print(type(error).__name__)
TEXT = '<shop id="7"><item><name>a</name></item><item><name>b</name></item></shop>'
data = xmltodict.parse(TEXT)
print(data)
print(xmltodict.parse(xmltodict.unparse(data)) == data)
seen = []
xmltodict.parse(TEXT, item_depth=2, item_callback=lambda path, item: seen.append((path[-1][0], item["name"])) or True)
print(seen)
