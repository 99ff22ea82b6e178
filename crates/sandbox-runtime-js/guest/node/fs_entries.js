// fs: what is known about a path, and the making, moving and removing of entries.

const {
  systemError, fsError, toPath, deviceOf, onPath, onPaths, onDescriptor, as,
} = require('node/fs_host');
const {
  readOptions, toMode, toSmallMode, toTime, checkId, fromText,
} = require('node/fs_options');
const { entriesOf } = require('node/fs_listing');
const { toStats } = require('node/fs_stats');
const { checkObject, checkBoolean, checkInteger } = require('node/errors');
const { W_OK, X_OK, R_OK } = require('node/fs_constants');

// --- what is there ---------------------------------------------------------------------------------------------------

function describe(path, follow) {
  const device = deviceOf(path);
  return device === undefined ? onPath('fs.stat', path, follow) : onDescriptor('fs.fstat', device);
}

const typeOf = (path, follow) => JSON.parse(describe(path, follow)).type;

function status(path, options, follow) {
  const target = toPath(path);
  const bigint = options?.bigint === true;
  if (options?.throwIfNoEntry !== false) return toStats(describe(target, follow), bigint);
  try {
    return toStats(describe(target, follow), bigint);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const statSync = (path, options) => status(path, options, true);
const lstatSync = (path, options) => status(path, options, false);
// For the other forms: there, what is missing is always an error.
const statAlways = (path, options) => status(path, { bigint: options?.bigint }, true);
const lstatAlways = (path, options) => status(path, { bigint: options?.bigint }, false);

function existsSync(path) {
  try {
    describe(toPath(path), true);
    return true;
  } catch (error) {
    return false;
  }
}

// That it exists, or the error of that system call.
function checkThere(path, syscall, follow = true) {
  try {
    return typeOf(path, follow);
  } catch (error) {
    throw as(error, syscall, path);
  }
}

function accessSync(path, mode) {
  const target = toPath(path);
  const wanted = toSmallMode(mode, R_OK | W_OK | X_OK);
  const type = checkThere(target, 'access');
  if (type !== 'file') return;
  if (wanted & X_OK) throw systemError('EACCES', 'access', target);
  if (wanted & W_OK) {
    // Whether it can be written is known by trying, which changes nothing.
    try {
      onDescriptor('fs.close', onPath('fs.open', target, 'r+', 0));
    } catch (error) {
      throw as(error, 'access', target);
    }
  }
}

// --- directories -----------------------------------------------------------------------------------------------------

function parentOf(path) {
  const end = path.replace(/\/+$/, '');
  const slash = end.lastIndexOf('/');
  return slash < 0 ? '' : end.slice(0, slash).replace(/\/+$/, '') || '/';
}

// Makes a directory and those above it that are missing; returns the first one made.
function makeAll(path) {
  const missing = [path];
  let first;
  while (missing.length > 0) {
    const next = missing[missing.length - 1];
    try {
      onPath('fs.mkdir', next);
      first ??= next;
    } catch (error) {
      if (error.code === 'ENOENT' && next !== '') {
        const parent = parentOf(next);
        if (parent === '' || parent === next) throw error;
        missing.push(parent);
        continue;
      }
      if (error.code !== 'EEXIST' && error.code !== 'EROFS') throw as(error, 'mkdir', path);
      // Another error may hide that it is there, too.
      let type;
      try {
        type = typeOf(next, true);
      } catch (absent) {
        throw as(error, 'mkdir', path);
      }
      if (type !== 'directory') throw systemError(missing.length > 1 ? 'ENOTDIR' : 'EEXIST', 'mkdir', path);
    }
    missing.pop();
  }
  return first;
}

function mkdirSync(path, options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === 'number' || typeof options === 'string') mode = options;
  else if (options) {
    if (options.recursive !== undefined) ({ recursive } = options);
    if (options.mode !== undefined) mode = toMode(options.mode);
  }
  const target = toPath(path);
  checkBoolean(recursive, 'options.recursive');
  toMode(mode, 'mode');
  if (recursive) return makeAll(target);
  onPath('fs.mkdir', target);
  return undefined;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function mkdtempSync(prefix, options) {
  const { encoding } = readOptions(options, {});
  const start = toPath(prefix, 'prefix');
  for (let tries = 0; ; tries++) {
    let name = start;
    for (const byte of host.random(6)) name += LETTERS[byte % LETTERS.length];
    try {
      onPath('fs.mkdir', name);
      return fromText(name, encoding);
    } catch (error) {
      if (error.code !== 'EEXIST' || tries === 100) throw as(error, 'mkdtemp', `${start}XXXXXX`);
    }
  }
}

// --- removing --------------------------------------------------------------------------------------------------------

function removeTree(path, type) {
  if (type !== 'directory') {
    onPath('fs.unlink', path);
    return;
  }
  for (const [name, kind] of entriesOf(path)) removeTree(`${path.replace(/\/+$/, '')}/${name}`, kind);
  onPath('fs.rmdir', path);
}

function removalOptions(options) {
  if (options === undefined) return { recursive: false, force: false };
  checkObject(options, 'options');
  const { recursive = false, force = false, maxRetries = 0, retryDelay = 100 } = options;
  checkBoolean(force, 'options.force');
  checkBoolean(recursive, 'options.recursive');
  checkInteger(retryDelay, 'options.retryDelay', 0, 2 ** 31 - 1);
  checkInteger(maxRetries, 'options.maxRetries', 0, 2 ** 32 - 1);
  return { recursive, force };
}

function rmSync(path, options) {
  const target = toPath(path);
  const { recursive, force } = removalOptions(options);
  let type;
  try {
    type = JSON.parse(onPath('fs.stat', target, false)).type;
  } catch (error) {
    if (force && error.code === 'ENOENT') return;
    throw error;
  }
  if (type === 'directory' && !recursive) {
    throw fsError('ERR_FS_EISDIR', 'Path is a directory', {
      code: 'EISDIR', message: 'is a directory', path: target, syscall: 'rm', errno: 21,
    });
  }
  removeTree(target, type);
}

function rmdirSync(path, options) {
  const target = toPath(path);
  if (options?.recursive) {
    const { recursive } = removalOptions({ ...options, force: undefined });
    if (recursive && JSON.parse(onPath('fs.stat', target, false)).type === 'directory') {
      removeTree(target, 'directory');
      return;
    }
  }
  onPath('fs.rmdir', target);
}

const unlinkSync = (path) => { onPath('fs.unlink', toPath(path)); };

function renameSync(oldPath, newPath) {
  const from = toPath(oldPath, 'oldPath');
  onPaths('fs.rename', from, toPath(newPath, 'newPath'));
}

// --- times, permissions and owners -----------------------------------------------------------------------------------

function utimesSync(path, atime, mtime) {
  const target = toPath(path);
  const times = [toTime(atime), toTime(mtime)];
  if (times.some(Number.isNaN)) throw systemError('EINVAL', 'utime', target);
  onPath('fs.utimes', target, times[0] * 1000, times[1] * 1000);
}

function lutimesSync(path, atime, mtime) {
  const target = toPath(path);
  const times = [toTime(atime), toTime(mtime)];
  // The host follows links.
  if (checkThere(target, 'lutime', false) === 'symlink') throw systemError('ENOSYS', 'lutime', target);
  onPath('fs.utimes', target, times[0] * 1000, times[1] * 1000);
}

// Files have no permissions and no owners here: these only look whether the file is there.
function chmodSync(path, mode) {
  const target = toPath(path);
  toMode(mode);
  checkThere(target, 'chmod');
}

function owners(syscall, follow) {
  return (path, uid, gid) => {
    const target = toPath(path);
    checkId(uid, 'uid');
    checkId(gid, 'gid');
    checkThere(target, syscall, follow);
  };
}

module.exports = {
  typeOf, statSync, lstatSync, statAlways, lstatAlways, existsSync, accessSync, mkdirSync, mkdtempSync, rmSync,
  rmdirSync, unlinkSync, renameSync, utimesSync, lutimesSync, chmodSync, chownSync: owners('chown', true),
  lchownSync: owners('lchown', false),
};
