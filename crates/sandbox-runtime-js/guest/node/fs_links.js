// fs: symbolic links and real paths. Hard links do not exist in the file tree: a file has one name.

const { wellFormed } = require('primordials');
const { coded } = require('node/errors');
const {
  systemError, toPath, onPath, onPaths, locate, as,
} = require('node/fs_host');
const { readOptions, fromText } = require('node/fs_options');
const hostError = require('host_error');

const resolve = (path) => require('node/path').posix.resolve(path);

const TYPES = ['dir', 'file', 'junction'];

function symlinkSync(target, path, type) {
  if (type !== undefined && type !== null && !TYPES.includes(type)) {
    throw coded(Error, 'ERR_FS_INVALID_SYMLINK_TYPE',
      `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`);
  }
  const content = toPath(target, 'target');
  const place = toPath(path);
  if (place === '' || content === '') throw systemError('ENOENT', 'symlink', content, place);
  try {
    hostError.call('fs.symlink', wellFormed(content), locate(place));
  } catch (error) {
    throw as(error, 'symlink', content, place);
  }
}

function readlinkSync(path, options) {
  const { encoding } = readOptions(options, {});
  return fromText(onPath('fs.readlink', toPath(path, 'oldPath')), encoding);
}

function linkSync(existingPath, newPath) {
  const from = toPath(existingPath, 'existingPath');
  const to = toPath(newPath, 'newPath');
  const there = (path) => {
    try {
      onPath('fs.stat', path, false);
      return true;
    } catch (error) {
      if (error.code !== 'ENOENT') throw as(error, 'link', from, to);
      return false;
    }
  };
  if (!there(from)) throw systemError('ENOENT', 'link', from, to);
  if (there(to)) throw systemError('EEXIST', 'link', from, to);
  try {
    onPaths('fs.link', from, to);
  } catch (error) {
    throw systemError('EPERM', 'link', from, to);
  }
}

// The real path, as the host knows it.
function realpathNative(path, options) {
  const { encoding } = readOptions(options, {});
  return fromText(onPath('fs.realpath', toPath(path)), encoding);
}

// Node's own walk names the first part of the path that is missing.
function whereItFails(path, error) {
  const names = path.split('/').slice(1);
  for (let count = 1; count <= names.length; count++) {
    const part = `/${names.slice(0, count).join('/')}`;
    let type;
    try {
      ({ type } = JSON.parse(onPath('fs.stat', part, false)));
      if (type === 'symlink') onPath('fs.stat', part, true);
    } catch (failure) {
      return failure;
    }
    if (type === 'file' && count < names.length) {
      return systemError('ENOTDIR', 'lstat', `/${names.slice(0, count + 1).join('/')}`);
    }
  }
  return error;
}

// As Node: `..` is taken out of the path before links are followed.
function realpathSync(path, options) {
  const { encoding } = readOptions(options, {});
  const target = resolve(toPath(path));
  let real;
  try {
    real = onPath('fs.realpath', target);
  } catch (error) {
    throw whereItFails(target, error);
  }
  return fromText(real, encoding);
}
realpathSync.native = realpathNative;

module.exports = { symlinkSync, readlinkSync, linkSync, realpathSync };
