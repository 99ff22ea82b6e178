// node: same
const fs = require('fs');

const texts = [
  'console.log("a");\n}, function () { console.log("b");\n',
  'console.log("a");\n}); console.log("b"); (function () {\n',
  'console.log("a");\n} || function () {\n',
  '});\nglobalThis.x = 1;\n(function () {',
  'if (true) {\n  f();\n}\n}\n',
];
texts.forEach((text, i) => {
  const file = `./syntax_unbalanced_${i}.tmp.js`;
  fs.writeFileSync(file, text);
  try {
    require(file);
    console.log('ran');
  } catch (error) {
    console.log(error.name, error.message, error instanceof SyntaxError);
  } finally {
    fs.unlinkSync(file);
  }
});

// Texts whose length in bytes, lines or characters is another one.
fs.writeFileSync('./syntax_whole.tmp.js', '#!/bin/sh\r\nfunction f() { return "é€😀 }"; }\r\nmodule.exports = f();\r\n// }');
console.log(require('./syntax_whole.tmp.js'));
fs.unlinkSync('./syntax_whole.tmp.js');
