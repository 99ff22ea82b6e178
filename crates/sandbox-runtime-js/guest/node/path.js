// node:path: POSIX paths (path-browserify), with Node's checks of arguments. There are no Windows paths here.

const base = require('path-browserify');
const { checkString, checkObject, refuse } = require('node/errors');

const cwd = () => require('process').cwd();

const posix = {
  resolve(...parts) {
    for (let i = parts.length - 1; i >= 0; i--) checkString(parts[i], `paths[${i}]`);
    return base.resolve(cwd(), ...parts);
  },
  normalize(path) {
    checkString(path, 'path');
    return base.normalize(path);
  },
  isAbsolute(path) {
    checkString(path, 'path');
    return path[0] === '/';
  },
  join(...parts) {
    for (const part of parts) checkString(part, 'path');
    return base.join(...parts);
  },
  relative(from, to) {
    checkString(from, 'from');
    checkString(to, 'to');
    return from === to ? '' : base.relative(posix.resolve(from), posix.resolve(to));
  },
  toNamespacedPath(path) { return path; },
  dirname(path) {
    checkString(path, 'path');
    return base.dirname(path);
  },
  basename(path, suffix) {
    if (suffix !== undefined) checkString(suffix, 'suffix');
    checkString(path, 'path');
    return base.basename(path, suffix);
  },
  extname(path) {
    checkString(path, 'path');
    return base.extname(path);
  },
  format(object) {
    checkObject(object, 'pathObject');
    const { root, name, ext } = object;
    const dir = object.dir || root;
    const dot = ext && ext[0] !== '.' ? '.' : '';
    const last = object.base || `${name || ''}${dot}${ext || ''}`;
    if (!dir) return last;
    return dir === root ? `${dir}${last}` : `${dir}/${last}`;
  },
  parse(path) {
    checkString(path, 'path');
    return base.parse(path);
  },
  sep: '/',
  delimiter: ':',
};

const win32 = { sep: '\\', delimiter: ';' };
for (const name of Object.keys(posix)) {
  if (typeof posix[name] !== 'function') continue;
  win32[name] = refuse('path.win32', name, 'paths are POSIX paths: use path or path.posix');
}

posix.win32 = win32;
win32.win32 = win32;
posix.posix = posix;
win32.posix = posix;

module.exports = posix;
