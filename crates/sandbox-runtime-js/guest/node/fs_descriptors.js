// fs: files by descriptor (open, close, read, write and what else takes a descriptor). Every function here is the
// synchronous form; fs_forms.js makes the others of them.

const {
  systemError, toPath, locate, deviceOf, onPath, onDescriptor,
} = require('node/fs_host');
const {
  checkDescriptor, toMode, toPosition, toTime, checkId, bytesOf, checkView, checkViews, checkData, toBytes, toFlags,
  wordFor,
} = require('node/fs_options');
const {
  invalidArgValue, outOfRange, checkInteger, checkObject,
} = require('node/errors');
const { canonical } = require('node/buffer_text');
const { toStats } = require('node/fs_stats');
const {
  O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW,
} = require('node/fs_constants');

// What one call of the host gives at most, and what it is given at once.
const MOST_READ = 2 ** 20;
const MOST_WRITTEN = 2 ** 20;

// descriptor -> {path, append, writeOnly}: the host sets times by path only, writes at any position, and has no way to
// open a file for writing only without emptying it.
const opened = new Map();

// --- open ------------------------------------------------------------------------------------------------------------

function typeOf(path, follow) {
  try {
    return JSON.parse(onPath('fs.stat', path, follow)).type;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw systemError(error.code === 'ENOTDIR' ? 'ENOTDIR' : 'ENOENT', 'open', path);
  }
}

// For flags that the host has no word for: in several steps.
function openInSteps(path, flags, mode) {
  const there = typeOf(path, true) !== undefined;
  const writing = (flags & 3) !== 0;
  const plus = (flags & 3) === O_RDWR ? '+' : '';
  if (flags & O_CREAT && flags & O_EXCL && there) throw systemError('EEXIST', 'open', path);
  if (!there && !(flags & O_CREAT)) throw systemError('ENOENT', 'open', path);
  if (!writing) {
    if (!there) onPath('fs.writeFile', path, new Uint8Array(0), 'w');
    return onPath('fs.open', path, 'r', mode);
  }
  const word = flags & O_APPEND ? 'a' : there ? 'r+' : 'w';
  const fd = onPath('fs.open', path, word === 'r+' ? word : word + plus, mode);
  if (flags & O_TRUNC && there) onDescriptor('fs.ftruncate', fd, 0);
  return fd;
}

// Opens a path that has been checked.
function openPath(path, flags, mode) {
  const device = deviceOf(path);
  if (device !== undefined) return device;
  if (flags & O_NOFOLLOW && path !== '' && typeOf(path, false) === 'symlink') throw systemError('ELOOP', 'open', path);
  const word = wordFor(flags);
  const fd = word === undefined && path !== '' ? openInSteps(path, flags, mode)
    : onPath('fs.open', path, word ?? 'r', mode);
  if (flags & O_DIRECTORY && JSON.parse(onDescriptor('fs.fstat', fd)).type !== 'directory') {
    onDescriptor('fs.close', fd);
    throw systemError('ENOTDIR', 'open', path);
  }
  opened.set(fd, { path: locate(path), append: (flags & O_APPEND) !== 0, writeOnly: (flags & 3) === O_WRONLY });
  return fd;
}

function openSync(path, flags, mode) {
  const target = toPath(path);
  const bits = toFlags(flags);
  return openPath(target, bits, toMode(mode, 'mode', 0o666));
}

function closeSync(fd) {
  checkDescriptor(fd);
  onDescriptor('fs.close', fd);
  opened.delete(fd);
}

// --- read ------------------------------------------------------------------------------------------------------------

function readFrom(fd, length, position) {
  if (opened.get(fd)?.writeOnly) throw systemError('EBADF', 'read');
  return onDescriptor('fs.read', fd, length, position);
}

// Bytes of a descriptor that has been checked, into a view.
function readInto(fd, view, offset, length, position) {
  const bytes = readFrom(fd, length, position);
  bytesOf(view).set(bytes, offset);
  return bytes.length;
}

function checkRange(offset, length, room) {
  if (length < 0) throw outOfRange('length', '>= 0', length);
  if (length > room - offset) throw outOfRange('length', `<= ${room - offset}`, length);
}

function readSync(fd, buffer, offsetOrOptions, length, position) {
  checkDescriptor(fd);
  checkView(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (offset !== null && typeof offset === 'object')) {
    if (offset !== undefined && offset !== null) checkObject(offset, 'options');
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset ?? {});
  }
  if (offset === undefined || offset === null) offset = 0;
  else checkInteger(offset, 'offset', 0);
  length |= 0;
  if (length === 0) return 0;
  if (buffer.byteLength === 0) throw invalidArgValue('buffer', buffer, 'is empty and cannot be written');
  checkRange(offset, length, buffer.byteLength);
  return readInto(fd, buffer, offset, length, toPosition(position, length));
}

function readvSync(fd, buffers, position) {
  checkDescriptor(fd);
  checkViews(buffers);
  let at = typeof position === 'number' ? position : -1;
  let total = 0;
  for (const buffer of buffers) {
    const count = readInto(fd, buffer, 0, buffer.byteLength, at);
    total += count;
    if (at >= 0) at += count;
    if (count < buffer.byteLength) break;
  }
  return total;
}

// Everything from the descriptor's position on.
function readAll(fd) {
  const first = readFrom(fd, MOST_READ, -1);
  let all = first;
  let total = first.length;
  for (let bytes = first; bytes.length > 0;) {
    bytes = readFrom(fd, MOST_READ, -1);
    if (total + bytes.length > all.length) {
      // Of a file the size is known.
      const size = fd > 2 && all === first ? JSON.parse(onDescriptor('fs.fstat', fd)).size + MOST_READ : all.length * 2;
      const larger = new Uint8Array(Math.max(size, total + bytes.length));
      larger.set(all.subarray(0, total));
      all = larger;
    }
    all.set(bytes, total);
    total += bytes.length;
  }
  return total === all.length ? all : all.subarray(0, total);
}

// --- write -----------------------------------------------------------------------------------------------------------

// All of the bytes, in as many calls as it takes.
function writeBytes(fd, bytes, position) {
  // As on Linux: a file that is open for appending grows at its end only.
  if (position >= 0 && opened.get(fd)?.append) position = -1;
  if (bytes.length <= MOST_WRITTEN) return onDescriptor('fs.write', fd, bytes, position);
  let done = 0;
  while (done < bytes.length) {
    const part = bytes.subarray(done, done + MOST_WRITTEN);
    done += onDescriptor('fs.write', fd, part, position < 0 ? position : position + done);
  }
  return done;
}

// The bytes and the position that the arguments of `write` mean.
function toWrite(buffer, offsetOrOptions, length, position) {
  if (typeof buffer === 'string') {
    // (fd, string, position, encoding); an encoding in the place of the position is one, too, as in Node.
    const encoding = length ?? 'utf8';
    if (encoding === 'hex' && buffer.length % 2 === 1) {
      throw invalidArgValue('encoding', encoding, `is invalid for data of length ${buffer.length}`);
    }
    return {
      bytes: toBytes(buffer, canonical(encoding) ?? 'utf8'),
      position: typeof offsetOrOptions === 'number' ? offsetOrOptions : -1,
    };
  }
  checkData(buffer, 'buffer');
  let offset = offsetOrOptions;
  if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  else checkInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  if (offset > buffer.byteLength) throw outOfRange('offset', `<= ${buffer.byteLength}`, offset);
  checkRange(offset, length, buffer.byteLength);
  return {
    bytes: bytesOf(buffer).subarray(offset, offset + length),
    position: typeof position === 'number' ? position : -1,
  };
}

function writeSync(fd, buffer, offsetOrOptions, length, position) {
  checkDescriptor(fd);
  const what = toWrite(buffer, offsetOrOptions, length, position);
  return writeBytes(fd, what.bytes, what.position);
}

function writevSync(fd, buffers, position) {
  checkDescriptor(fd);
  checkViews(buffers);
  let at = typeof position === 'number' ? position : -1;
  let total = 0;
  for (const buffer of buffers) {
    const count = writeBytes(fd, bytesOf(buffer), at);
    total += count;
    if (at >= 0) at += count;
  }
  return total;
}

// --- the rest --------------------------------------------------------------------------------------------------------

function fstatSync(fd, options) {
  checkDescriptor(fd);
  return toStats(onDescriptor('fs.fstat', fd), options?.bigint === true);
}

function ftruncateSync(fd, len = 0) {
  checkDescriptor(fd);
  checkInteger(len ?? 0, 'len');
  onDescriptor('fs.ftruncate', fd, Math.max(0, len ?? 0));
}

// There is nothing to wait for, but the descriptor has to be one.
function checkOpen(fd, syscall) {
  checkDescriptor(fd);
  try {
    onDescriptor('fs.fstat', fd);
  } catch (error) {
    throw error.code === 'EBADF' ? systemError('EBADF', syscall) : error;
  }
}

const fsyncSync = (fd) => checkOpen(fd, 'fsync');
const fdatasyncSync = (fd) => checkOpen(fd, 'fdatasync');

function futimesSync(fd, atime, mtime) {
  checkDescriptor(fd);
  const times = [toTime(atime, 'atime'), toTime(mtime, 'mtime')];
  checkOpen(fd, 'futime');
  const file = opened.get(fd);
  if (file === undefined) throw systemError('ENOSYS', 'futime');
  onPath('fs.utimes', file.path, times[0] * 1000, times[1] * 1000);
}

// Files have no permissions and no owners here: these do nothing, as chmod does on file systems without them.
function fchmodSync(fd, mode) {
  toMode(mode);
  checkOpen(fd, 'fchmod');
}

function fchownSync(fd, uid, gid) {
  checkId(uid, 'uid');
  checkId(gid, 'gid');
  checkOpen(fd, 'fchown');
}

module.exports = {
  openPath, readFrom, readAll, writeBytes, openSync, closeSync, readSync, readvSync, writeSync, writevSync, fstatSync,
  ftruncateSync, fsyncSync, fdatasyncSync, futimesSync, fchmodSync, fchownSync,
};
