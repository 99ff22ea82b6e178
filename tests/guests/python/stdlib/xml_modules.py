# expect: ['tea', 'milk']
# expect: <list><item>x &amp; y</item></list>
# expect: ['1', '2']

import xml.etree.ElementTree as ET
from xml.dom import minidom

print([item.text for item in ET.fromstring("<l><i>tea</i><i>milk</i></l>")])
root = ET.Element("list")
ET.SubElement(root, "item").text = "x & y"
print(ET.tostring(root, encoding="unicode"))
print([node.getAttribute("n") for node in minidom.parseString('<a><b n="1"/><b n="2"/></a>').getElementsByTagName("b")])
