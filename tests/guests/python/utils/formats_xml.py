"""xml_to_dict: the root element, attributes, text, repeated elements; what is refused."""
# expect: {"root": {"leaf": {"@n": "7", "#text": "green"}}}
# expect: {"fleet": {"ship": {"@no": "1", "name": "Vega", "masts": "3"}}}
# expect: {"r": {"i": ["1", "2", {"@a": "b"}], "x": ""}}
# expect: {"r": "plain & <text> ü <raw>"}
# expect: {"r": {"@a": "", "b": "bold", "#text": "beforeafter"}}
# expect: {"r": ""}
# expect: {"r": {"a": "", "b": "", "c": " "}}
# expect: {"n:r": {"@xmlns:n": "urn:x", "@n:a": "1", "n:b": "2"}}
# expect: {"r": "ü日"}
# expect: {"r": "ü"}
# expect: {"r": "x"}
# expect: 5000 x
# expect: ValueError: XML with a document type declaration (<!DOCTYPE …>) is refused
# expect: ValueError: XML with a document type declaration (<!DOCTYPE …>) is refused
# expect: ValueError: XML with a document type declaration (<!DOCTYPE …>) is refused
# expect: ValueError: not well-formed XML: undefined entity: line 1, column 3
# expect: ValueError: not well-formed XML: mismatched tag: line 1, column 8
# expect: ValueError: not well-formed XML: junk after document element: line 1, column 4
# expect: ValueError: not well-formed XML: syntax error: line 1, column 0
# expect: ValueError: not well-formed XML: no element found: line 1, column 0
# expect: TypeError: xml must be text or bytes, not NoneType

import json

from sandbox_utils import xml_to_dict


def error(call):
    try:
        print("no error:", call())
    except Exception as error:
        print(f"{type(error).__name__}: {getattr(error, 'filename', None) or error}")


def show(xml):
    print(json.dumps(xml_to_dict(xml), ensure_ascii=False))


show('<root><leaf n="7">green</leaf></root>')
show("\n<fleet>\n  <ship no='1'>\n    <name>Vega</name>\n    <masts>3</masts>\n  </ship>\n</fleet>\n")
show("<r><i>1</i><x/><i>2</i><i a='b'/></r>")
show("<r>  plain &amp; &lt;text&gt; &#252;<![CDATA[ <raw> ]]> </r>")
show("<r a=''>before<b>bold</b>after<!-- comment --><?target data?></r>")
show("<r/>")
show("<r><a> </a><b>\n</b><c>\u00a0</c></r>")
show('<n:r xmlns:n="urn:x" n:a="1"><n:b>2</n:b></n:r>')
show('<?xml version="1.0" encoding="iso-8859-1"?><r>ü日</r>')
show('<?xml version="1.0" encoding="iso-8859-1"?><r>\xfc</r>'.encode("latin-1"))
show("\ufeff \n<?xml version='1.0'?><r>x</r>")
deep = xml_to_dict("<a>" * 5_000 + "x" + "</a>" * 5_000)
levels = 0
while isinstance(deep, dict):
    deep, levels = deep["a"], levels + 1
print(levels, deep)
error(lambda: xml_to_dict('<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>'))
error(lambda: xml_to_dict('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>'))
error(lambda: xml_to_dict("<!DOCTYPE html><html/>"))
error(lambda: xml_to_dict("<r>&e;</r>"))
error(lambda: xml_to_dict("<r><a></r>"))
error(lambda: xml_to_dict("<r/><r/>"))
error(lambda: xml_to_dict("no XML"))
error(lambda: xml_to_dict(""))
error(lambda: xml_to_dict(None))
