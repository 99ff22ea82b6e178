# expect: ['1', '2']
# expect: Title ['/x']
# expect: [{'k': '1'}]

import xmltodict
from bs4 import BeautifulSoup
from lxml import etree

print(etree.fromstring("<a><b>1</b><b>2</b></a>").xpath("//b/text()"))
soup = BeautifulSoup("<h1>Title</h1><a href='/x'>link</a>", "html.parser")
print(soup.h1.text, [a["href"] for a in soup.find_all("a")])
print([xmltodict.parse("<r><k>1</k></r>")["r"]])
