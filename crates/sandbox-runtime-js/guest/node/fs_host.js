// Paths, and the host's operations on them. Programs see their own spelling of a path in errors, the host gets an
// absolute one. `.`, `..` and a final slash are left to the host, which knows the links on the way.

const { wellFormed } = require('primordials');
const { coded, invalidArgType, invalidArgValue } = require('node/errors');
const hostError = require('host_error');
const { workingDirectory } = require('process_internals');

const MESSAGES = {
  __proto__: null,
  EACCES: [13, 'permission denied'],
  EBADF: [9, 'bad file descriptor'],
  EEXIST: [17, 'file already exists'],
  EINVAL: [22, 'invalid argument'],
  EISDIR: [21, 'illegal operation on a directory'],
  ELOOP: [40, 'too many symbolic links encountered'],
  ENOENT: [2, 'no such file or directory'],
  ENOSYS: [38, 'function not implemented'],
  ENOTDIR: [20, 'not a directory'],
  EPERM: [1, 'operation not permitted'],
  EROFS: [30, 'read-only file system'],
};

// An error as the operating system's are shown: "ENOENT: no such file or directory, open 'x'".
function systemError(code, syscall, path, dest) {
  const [errno, message] = MESSAGES[code];
  return hostError.make({ message, errno: -errno, code, syscall, path, dest });
}

// Errors of Node's own file functions, which have the class SystemError.
function fsError(code, message, info) {
  const error = coded(Error, code, `${message}: ${info.syscall} returned ${info.code} (${info.message}) ${info.path}`);
  Object.defineProperty(error, 'name', { value: 'SystemError', writable: true, enumerable: false, configurable: true });
  if (typeof error.stack === 'string') error.stack = error.stack.replace(/^Error/, 'SystemError');
  const { errno, syscall, path } = info;
  return Object.assign(error, { info, errno, syscall, path });
}

// --- paths -----------------------------------------------------------------------------------------------------------

const isUrl = (value) => value !== null && typeof value === 'object' && typeof value.href === 'string'
  && typeof value.protocol === 'string' && value.auth === undefined && value.path === undefined;

// A path as programs may give it, as text.
function toPath(value, name = 'path') {
  let path = value;
  if (typeof path !== 'string') {
    if (isUrl(path)) path = require('node/url').fileURLToPath(path);
    else if (path instanceof Uint8Array) path = require('node/buffer_text').decode(path, 'utf8');
    else throw invalidArgType(name, 'of type string or an instance of Buffer or URL', value);
  }
  if (path.includes('\0')) {
    throw invalidArgValue(name, isUrl(value) ? path : value, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return path;
}

// The absolute path for the host. (Empty text is no path: see `onPath`.)
const locate = (path) => wellFormed(path[0] === '/' ? path : `${workingDirectory()}/${path}`);

// Where other systems keep the streams of a process.
const DEVICES = {
  __proto__: null, '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2, '/dev/fd/0': 0, '/dev/fd/1': 1, '/dev/fd/2': 2,
  '/proc/self/fd/0': 0, '/proc/self/fd/1': 1, '/proc/self/fd/2': 2,
};
// The descriptor that a path stands for, or undefined.
const deviceOf = (path) => DEVICES[path];

// --- operations ------------------------------------------------------------------------------------------------------

const SYSCALLS = {
  __proto__: null,
  'fs.readdir': 'scandir',
  'fs.utimes': 'utime',
  'fs.readFile': 'open',
  'fs.readText': 'open',
  'fs.writeFile': 'open',
  'fs.writeText': 'open',
  'fs.truncate': 'open',
};

function syscallOf(operation, args) {
  if (operation === 'fs.stat') return args[0] ? 'stat' : 'lstat';
  return SYSCALLS[operation] ?? operation.slice(3);
}

// What the host says about a failed operation, or the thrown value itself if it is something else.
function failureOf(thrown) {
  if (thrown === null || typeof thrown !== 'object' || thrown.name !== 'HostError') throw thrown;
  const text = host.error();
  if (typeof text !== 'string') throw thrown;
  return JSON.parse(text);
}

// The host's operation on a path; errors name the path as it was given, and another system call where one is given.
function onPath(operation, path, ...args) {
  if (path === '') throw systemError('ENOENT', syscallOf(operation, args), path);
  try {
    return host[operation](locate(path), ...args);
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.path !== undefined) failure.path = path;
    throw hostError.make(failure);
  }
}

// The same for two paths.
function onPaths(operation, path, dest) {
  if (path === '' || dest === '') throw systemError('ENOENT', operation.slice(3), path, dest);
  try {
    return host[operation](locate(path), locate(dest));
  } catch (thrown) {
    const failure = failureOf(thrown);
    failure.path = path;
    failure.dest = dest;
    throw hostError.make(failure);
  }
}

// An error of one operation as that of another: what Node does in one step takes several here.
function as(error, syscall, path, dest) {
  if (error.syscall === undefined) return error;
  const message = error.message.slice(error.code.length + 2, error.message.indexOf(`, ${error.syscall}`));
  const { errno, code } = error;
  return hostError.make({ message, errno, code, syscall, path, dest });
}

module.exports = {
  systemError, fsError, toPath, locate, deviceOf, onPath, onPaths, onDescriptor: hostError.call, as,
};
