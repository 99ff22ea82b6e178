// fs: the entries of directories. The host lists them sorted by name.

const { toPath, onPath, as } = require('node/fs_host');
const { readOptions, fromText } = require('node/fs_options');
const { toDirent } = require('node/fs_dirent');
const { checkBoolean } = require('node/errors');

const join = (...parts) => require('node/path').posix.join(...parts);
// [name, the host's word for the type] of each entry.
const entriesOf = (path) => JSON.parse(onPath('fs.readdir', path));

// All entries as {name, type, parent, relative}; those of the directories in it come after those of `path` itself.
// Links to directories are not followed.
function collect(path, recursive) {
  const found = [];
  const queue = [''];
  for (const inside of queue) {
    const parent = inside === '' ? path : join(path, inside);
    for (const [name, type] of entriesOf(parent)) {
      const relative = inside === '' ? name : `${inside}/${name}`;
      found.push({ name, type, parent, relative });
      if (recursive && type === 'directory') queue.push(relative);
    }
  }
  return found;
}

function readdirSync(path, options) {
  const { encoding, recursive = false, withFileTypes = false } = readOptions(options, {});
  const target = toPath(path);
  checkBoolean(recursive ?? false, 'options.recursive');
  if (!withFileTypes && !recursive) return entriesOf(target).map(([name]) => fromText(name, encoding));
  const entries = collect(target, Boolean(recursive));
  if (!withFileTypes) return entries.map((entry) => fromText(entry.relative, encoding));
  return entries.map(({ name, type, parent }) => toDirent(fromText(name, encoding), type, parent));
}

// What a Dir gives, one after the other.
function direntsOf(path, { encoding, recursive }) {
  try {
    return collect(path, recursive).map(({ name, type, parent }) => toDirent(fromText(name, encoding), type, parent));
  } catch (error) {
    throw as(error, 'opendir', path);
  }
}

module.exports = { entriesOf, readdirSync, direntsOf };
