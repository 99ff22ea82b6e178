// node: no - vendored packages
// XML: parsed with attributes, lists and types, written, checked; entities that grow are not followed.
const { XMLParser, XMLBuilder, XMLValidator } = require('fast-xml-parser');

const text = '<shop id="7"><item price="1.50">a &amp; b</item><item><![CDATA[<raw>]]></item><empty/><n>007</n><n>12</n></shop>';
const options = { ignoreAttributes: false, attributeNamePrefix: '@' };
const data = new XMLParser({ ...options, isArray: (name) => name === 'item', parseAttributeValue: true }).parse(text);
console.log(data);
console.log(new XMLBuilder({ ...options, format: true, indentBy: '  ' }).build({ list: { '@id': 1, item: ['x', 'y < z'] } }).trim());
console.log(XMLValidator.validate('<a><b/></a>'), XMLValidator.validate('<a><b></a>').err.code, XMLValidator.validate('<a x=1/>').err.line);
console.log(JSON.stringify(new XMLParser({ preserveOrder: true }).parse('<p>one<b>two</b>three</p>')));
const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
try {
  const length = JSON.stringify(new XMLParser().parse(`<!DOCTYPE b [<!ENTITY l0 "ha">${levels}]><b>&l9;</b>`)).length;
  console.log('bounded', length < 1e6);
} catch (error) {
  console.log('refused', error instanceof Error);
}
