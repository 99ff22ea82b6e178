'use strict';
// Files as whole values (`readJson` … `removeFile`, which are also globals in the sandbox), and what one does in a shell, with lists and tables.
// Functions of the second kind take paths of the workspace only, and throw `Path must be within /app: …` for others.

module.exports = {
  ...require('./lib/files.cjs').helpers,
  ...require('./lib/trees.cjs').api,
  ...require('./lib/text.cjs').api,
  ...require('./lib/diff.cjs').api,
  ...require('./lib/data.cjs').api,
  ...require('./lib/formats.cjs').api,
  ...require('./lib/shell.cjs').api,
};
