// util.parseEnv: the text of a .env file as an object.

const { checkString } = require('node/errors');

// NAME=VALUE at the beginning of a line; a value between quotes may go over several lines.
const LINE = new RegExp('^[ \\t]*(?:export[ \\t]+)?([^\\s=#][^=\\n]*?)[ \\t]*=[ \\t]*'
  + '(?:"([^"]*)"|\'([^\']*)\'|`([^`]*)`|([^\\n#]*))', 'gm');

exports.parseEnv = function parseEnv(content) {
  checkString(content, 'content');
  const values = {};
  for (const [, name, double, single, backtick, plain] of content.replace(/\r\n?/g, '\n').matchAll(LINE)) {
    // Line breaks are written as \n between double quotes only.
    values[name] = double?.replaceAll('\\n', '\n') ?? single ?? backtick ?? plain.trim();
  }
  return values;
};
