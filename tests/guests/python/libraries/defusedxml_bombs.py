# Documents that grow without bound or read files are refused; harmless ones are read.
# expect: bomb EntitiesForbidden
# expect: file EntitiesForbidden
# expect: document type DTDForbidden
# expect: minidom EntitiesForbidden
# expect: sax EntitiesForbidden
# expect: ['1', '2']

import defusedxml.ElementTree as safe
import defusedxml.minidom
import defusedxml.sax
import xml.sax.handler

levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE b [<!ENTITY l0 "ha">{levels}]><b>&l9;</b>'
FILE = '<!DOCTYPE f [<!ENTITY e SYSTEM "file:///app/secret">]><f>&e;</f>'
attempts = {
    "bomb": lambda: safe.fromstring(BOMB),
    "file": lambda: safe.fromstring(FILE),
    "document type": lambda: safe.fromstring("<!DOCTYPE x []><x/>", forbid_dtd=True),
    "minidom": lambda: defusedxml.minidom.parseString(BOMB),
    "sax": lambda: defusedxml.sax.parseString(BOMB.encode(), xml.sax.handler.ContentHandler()),
}
for name, attempt in attempts.items():
    try:
        print(name, "was read", attempt())
    except defusedxml.DefusedXmlException as error:
        print(name, type(error).__name__)
print([item.text for item in safe.fromstring("<l><i>1</i><i>2</i></l>")])
