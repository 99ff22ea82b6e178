// fs: whole files. One call of the host reads or writes a file, unless it is very large or a descriptor.

const { wellFormed } = require('primordials');
const {
  toPath, deviceOf, onPath, onDescriptor,
} = require('node/fs_host');
const {
  readOptions, checkDescriptor, toMode, checkData, toBytes, toBuffer, toFlags, wordFor,
} = require('node/fs_options');
const { openPath, readAll, writeBytes, closeSync } = require('node/fs_descriptors');
const { AbortError, checkBoolean, checkInteger } = require('node/errors');
const text = require('node/buffer_text');

// Longer texts and contents are written in parts.
const MOST_AT_ONCE = 2 ** 20;

const isUtf8 = (encoding) => encoding === 'utf8' || encoding === 'utf-8';

function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

// The descriptor of a file that is given by its number, or by a path that means one.
function descriptorOf(file) {
  if (Number.isInteger(file)) return checkDescriptor(file);
  return typeof file === 'string' ? deviceOf(file) : undefined;
}

function readFileSync(path, options) {
  const { encoding, flag, signal } = readOptions(options, { flag: 'r' });
  checkAborted(signal);
  const fd = descriptorOf(path);
  const target = fd === undefined ? toPath(path) : '';
  const flags = toFlags(flag || 'r');
  // The host makes text of UTF-8 itself.
  const utf8 = typeof encoding === 'string' && text.canonical(encoding) === 'utf8';
  let content;
  if (fd !== undefined) {
    if (fd > 2 && !utf8) onDescriptor('fs.fstat', fd);
    content = readAll(fd);
  } else {
    content = readPath(target, flags, utf8);
    if (typeof content === 'string') return content;
  }
  const buffer = toBuffer(content);
  return encoding ? buffer.toString(encoding) : buffer;
}

function readPath(path, flags, utf8) {
  if (wordFor(flags) === 'r') {
    try {
      return onPath(utf8 ? 'fs.readText' : 'fs.readFile', path);
    } catch (error) {
      // More than the host gives at once.
      if (error.code !== 'EFBIG') throw error;
    }
  }
  const fd = openPath(path, flags, 0o666);
  try {
    return readAll(fd);
  } finally {
    closeSync(fd);
  }
}

// Parts of a long text, without a character being cut in two.
function* partsOf(data) {
  for (let from = 0; from < data.length;) {
    let to = Math.min(from + MOST_AT_ONCE, data.length);
    if (to < data.length && (data.charCodeAt(to - 1) & 0xfc00) === 0xd800) to--;
    yield data.slice(from, to);
    from = to;
  }
}

function writeTo(fd, data, encoding) {
  if (typeof data !== 'string' || data.length <= MOST_AT_ONCE || !isUtf8(encoding)) {
    writeBytes(fd, toBytes(data, encoding), -1);
    return;
  }
  for (const part of partsOf(data)) writeBytes(fd, toBytes(part, encoding), -1);
}

function write(file, data, options, flag) {
  const encoding = options.encoding || 'utf8';
  checkData(data, 'data');
  checkAborted(options.signal);
  const fd = descriptorOf(file);
  if (fd !== undefined) {
    writeTo(fd, data, encoding);
    return;
  }
  const path = toPath(file);
  const flags = toFlags(flag);
  const mode = toMode(options.mode, 'mode', 0o666);
  const word = wordFor(flags);
  const size = typeof data === 'string' ? data.length : data.byteLength;
  if (word !== undefined && size <= MOST_AT_ONCE) {
    if (typeof data === 'string' && isUtf8(encoding)) onPath('fs.writeText', path, wellFormed(data), word);
    else onPath('fs.writeFile', path, toBytes(data, encoding), word);
    return;
  }
  const opened = openPath(path, flags, mode);
  try {
    writeTo(opened, data, encoding);
  } finally {
    closeSync(opened);
  }
}

function writeFileSync(file, data, options) {
  const all = readOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
  checkBoolean(all.flush ?? false, 'options.flush');
  write(file, data, all, all.flag || 'w');
}

function appendFileSync(path, data, options) {
  const all = readOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a', flush: false });
  checkBoolean(all.flush ?? false, 'options.flush');
  write(path, data, all, all.flag || 'a');
}

function truncateSync(path, len = 0) {
  checkInteger(len ?? 0, 'len');
  const length = Math.max(0, len ?? 0);
  if (typeof path === 'number') onDescriptor('fs.ftruncate', checkDescriptor(path), length);
  else onPath('fs.truncate', toPath(path), length);
}

module.exports = { readFileSync, writeFileSync, appendFileSync, truncateSync, checkAborted };
