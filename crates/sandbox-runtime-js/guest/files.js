// Where a module's file is: paths, extensions, directories, packages in node_modules. Used by `require` and `import`.

const { wellFormed } = require('primordials');
const hostError = require('host_error');

// By extension, in the order in which they are tried.
const EXTENSIONS = ['.js', '.json', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

function kindOf(path) {
  const text = hostError.attempt('', 'fs.stat', wellFormed(path), true);
  return text === '' ? '' : JSON.parse(text).type;
}
const isFile = (path) => kindOf(path) === 'file';
const isDirectory = (path) => kindOf(path) === 'directory';

function realpath(path) {
  return hostError.attempt(path, 'fs.realpath', wellFormed(path));
}

function readText(path) {
  const text = hostError.call('fs.readText', wellFormed(path));
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const path = () => require('path-browserify');
const dirname = (file) => path().dirname(file);
const resolve = (...parts) => path().resolve('/', ...parts);

function packageJson(directory) {
  const file = `${directory === '/' ? '' : directory}/package.json`;
  if (!isFile(file)) return undefined;
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    error.message = `Error parsing ${file}: ${error.message}`;
    throw error;
  }
}

// A path as `require` takes it: the file itself, with an extension, or a directory.
function asFile(base) {
  if (isFile(base)) return base;
  for (const extension of EXTENSIONS) if (isFile(base + extension)) return base + extension;
  return undefined;
}

function asDirectory(base) {
  if (!isDirectory(base)) return undefined;
  const main = packageJson(base)?.main;
  if (typeof main === 'string' && main !== '') {
    const target = resolve(base, main);
    const found = asFile(target) || asFile(resolve(target, 'index'));
    if (found !== undefined) return found;
  }
  return asFile(resolve(base, 'index'));
}

// The `exports` of a package: conditions in the order of the object, one star in a pattern.
function target(entry, conditions) {
  if (typeof entry === 'string') return entry;
  if (Array.isArray(entry)) return entry.map((each) => target(each, conditions)).find((each) => each !== undefined);
  if (entry !== null && typeof entry === 'object') {
    for (const name of Object.keys(entry)) {
      if (!conditions.includes(name)) continue;
      const found = target(entry[name], conditions);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function fromExports(map, subpath, conditions) {
  const plain = typeof map === 'string' || Array.isArray(map) || !Object.keys(map).some((key) => key.startsWith('.'));
  const table = plain ? { '.': map } : map;
  if (Object.hasOwn(table, subpath)) return target(table[subpath], conditions);
  for (const key of Object.keys(table)) {
    const star = key.indexOf('*');
    if (star < 0 || !subpath.startsWith(key.slice(0, star)) || !subpath.endsWith(key.slice(star + 1))) continue;
    const middle = subpath.slice(star, subpath.length - (key.length - star - 1));
    return target(table[key], conditions)?.replaceAll('*', middle);
  }
  return undefined;
}

// Where the vendored packages are: what every program finds, after what it has itself.
const VENDORED = '/packages';

function inPackage(specifier, from, conditions) {
  const parts = specifier.split('/');
  const name = specifier[0] === '@' ? parts.slice(0, 2).join('/') : parts[0];
  const rest = specifier.slice(name.length + 1);
  for (let directory = from; ; directory = dirname(directory)) {
    const found = inDirectory(directory, name, rest, conditions);
    if (found !== undefined) return found;
    if (directory === '/') break;
  }
  return from.startsWith(`${VENDORED}/`) ? undefined : inDirectory(VENDORED, name, rest, conditions);
}

function inDirectory(directory, name, rest, conditions) {
  const root = resolve(directory, 'node_modules', name);
  if (!isDirectory(root)) return undefined;
  const json = packageJson(root);
  if (json?.exports !== undefined && json.exports !== null) {
    const found = fromExports(json.exports, rest === '' ? '.' : `./${rest}`, conditions);
    return found === undefined ? undefined : resolve(root, found);
  }
  const forImport = rest === '' && conditions.includes('import');
  if (forImport && typeof json?.module === 'string') return resolve(root, json.module);
  return asFile(resolve(root, rest)) || asDirectory(resolve(root, rest));
}

// The names of the vendored packages.
function vendored() {
  const names = (directory) => {
    const text = hostError.attempt('', 'fs.readdir', directory);
    return text === '' ? [] : JSON.parse(text).map(([each]) => each);
  };
  const root = `${VENDORED}/node_modules`;
  return names(root).flatMap((name) => (
    name[0] === '@' ? names(`${root}/${name}`).map((each) => `${name}/${each}`) : [name]
  ));
}

const isVendored = (file) => file.startsWith(`${VENDORED}/`);

// Whether a file is an ES module: its name says so, or its package, or what is in it. What is vendored is not scanned, which would take as long as
// running it: a statement at the beginning of a line tells.
function isModule(file, source) {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  const type = packageType(file);
  if (type !== undefined) return type === 'module';
  if (isVendored(file)) return /^(?:import|export)[\s{*"']/m.test(source);
  return require('scanner').isModule(source);
}

// The nearest package.json says how `.js` files below it are meant.
function packageType(file) {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const json = packageJson(directory);
    if (json !== undefined) return json.type === 'module' || json.type === 'commonjs' ? json.type : undefined;
    if (directory === '/') return undefined;
  }
}

module.exports = {
  asFile, asDirectory, inPackage, isFile, isDirectory, realpath, readText, resolve, dirname, packageType, isModule, isVendored, vendored,
};
