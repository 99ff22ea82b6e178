// fs.copyFile and fs.cp.

const {
  systemError, fsError, toPath, onPath, as,
} = require('node/fs_host');
const { toSmallMode } = require('node/fs_options');
const { typeOf, mkdirSync } = require('node/fs_entries');
const { readFileSync, writeFileSync } = require('node/fs_files');
const { entriesOf } = require('node/fs_listing');
const {
  coded, checkObject, checkBoolean, checkFunction,
} = require('node/errors');
const { COPYFILE_EXCL } = require('node/fs_constants');

const path = () => require('node/path').posix;

function typeOrNone(file, follow) {
  try {
    return typeOf(file, follow);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function copyFileSync(src, dest, mode) {
  const from = toPath(src, 'src');
  const to = toPath(dest, 'dest');
  const exclusive = toSmallMode(mode, 7) & COPYFILE_EXCL;
  const failed = (error) => as(error, 'copyfile', from, to);
  let bytes;
  try {
    if (typeOf(from, true) === 'directory') throw systemError('EISDIR', 'copyfile', from, to);
    if (!exclusive && sameFile(from, to, true)) return;
    bytes = readFileSync(from);
  } catch (error) {
    throw failed(error);
  }
  try {
    writeFileSync(to, bytes, { flag: exclusive ? 'wx' : 'w' });
  } catch (error) {
    throw failed(error);
  }
}

function sameFile(a, b, follow) {
  let numbers;
  try {
    numbers = [a, b].map((each) => JSON.parse(onPath('fs.stat', each, follow)).ino);
  } catch (error) {
    return false;
  }
  return numbers[0] === numbers[1];
}

// --- cp --------------------------------------------------------------------------------------------------------------

const FLAGS = ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks'];

function copyOptions(options) {
  const all = {
    dereference: false, errorOnExist: false, force: true, preserveTimestamps: false, recursive: false,
    verbatimSymlinks: false, filter: undefined, mode: 0,
  };
  if (options !== undefined) {
    checkObject(options, 'options');
    for (const name of Object.keys(all)) if (options[name] !== undefined) all[name] = options[name];
  }
  for (const name of FLAGS) checkBoolean(all[name], `options.${name}`);
  all.mode = toSmallMode(all.mode, 7);
  if (all.dereference && all.verbatimSymlinks) {
    throw coded(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR',
      'Option "dereference" cannot be used in combination with option "verbatimSymlinks"');
  }
  if (all.filter !== undefined) checkFunction(all.filter, 'options.filter');
  return all;
}

function refuse(code, title, reason, errno, message, file) {
  return fsError(code, title, { message, path: file, syscall: 'cp', errno, code: reason });
}

const invalid = (message, file) => refuse('ERR_FS_CP_EINVAL', 'Invalid src or dest', 'EINVAL', 22, message, file);

// Whether `inner` is `outer` or lies in it.
function isWithin(inner, outer) {
  const [a, b] = [path().resolve(inner), path().resolve(outer)];
  return a === b || a.startsWith(b === '/' ? b : `${b}/`);
}

function checkPair(src, dest, type, destType, options) {
  if (destType !== undefined) {
    if (sameFile(src, dest, options.dereference)) throw invalid('src and dest cannot be the same', dest);
    if (type === 'directory' && destType !== 'directory') {
      throw refuse('ERR_FS_CP_DIR_TO_NON_DIR', 'Cannot overwrite non-directory with directory', 'EISDIR', 21,
        `cannot overwrite non-directory ${dest} with directory ${src}`, dest);
    }
    if (type !== 'directory' && destType === 'directory') {
      throw refuse('ERR_FS_CP_NON_DIR_TO_DIR', 'Cannot overwrite directory with non-directory', 'ENOTDIR', 20,
        `cannot overwrite directory ${dest} with non-directory ${src}`, dest);
    }
  }
  if (type === 'directory' && isWithin(dest, src)) {
    throw invalid(`cannot copy ${src} to a subdirectory of self ${dest}`, dest);
  }
}

// The copying, as a generator that yields each call of the filter and is told its answer: the synchronous form takes
// the answer as it is, the others wait for it.
function* copyTree(src, dest, options, top) {
  const type = typeOf(src, options.dereference);
  const destType = typeOrNone(dest, options.dereference);
  if (top) {
    if (type === 'directory' && !options.recursive) {
      throw refuse('ERR_FS_EISDIR', 'Path is a directory', 'EISDIR', 21, `${src} is a directory (not copied)`, src);
    }
    checkPair(src, dest, type, destType, options);
  }
  if (options.filter !== undefined && !(yield () => options.filter(src, dest))) return;
  if (top) {
    const parent = path().dirname(dest);
    if (typeOrNone(parent, true) === undefined) mkdirSync(parent, { recursive: true });
  } else {
    checkPair(src, dest, type, destType, options);
  }
  if (type === 'directory') {
    if (destType === undefined) onPath('fs.mkdir', dest);
    for (const [name] of entriesOf(src)) {
      yield* copyTree(path().join(src, name), path().join(dest, name), options, false);
    }
  } else if (type === 'symlink') {
    copyLink(src, dest, destType, options);
  } else {
    copyOne(src, dest, destType, options);
  }
}

function copyOne(src, dest, destType, options) {
  if (destType !== undefined) {
    if (!options.force) {
      if (!options.errorOnExist) return;
      throw refuse('ERR_FS_CP_EEXIST', 'Target already exists', 'EEXIST', 17, `${dest} already exists`, dest);
    }
    onPath('fs.unlink', dest);
  }
  copyFileSync(src, dest, options.mode);
  if (options.preserveTimestamps) {
    const { atimeMs, mtimeMs } = JSON.parse(onPath('fs.stat', src, true));
    onPath('fs.utimes', dest, atimeMs, mtimeMs);
  }
}

function copyLink(src, dest, destType, options) {
  const { symlinkSync, readlinkSync } = require('node/fs_links');
  let target = readlinkSync(src);
  // Links lead to the same place as before, unless they are to be copied word by word.
  if (!options.verbatimSymlinks && target[0] !== '/') target = path().resolve(path().dirname(src), target);
  if (destType === 'symlink') onPath('fs.unlink', dest);
  symlinkSync(target, dest);
}

function start(src, dest, options) {
  const all = copyOptions(options);
  const from = toPath(src, 'src');
  const to = toPath(dest, 'dest');
  return copyTree(from, to, all, true);
}

const isPromise = (value) => value !== null && typeof value === 'object' && typeof value.then === 'function';

function cpSync(src, dest, options) {
  const work = start(src, dest, options);
  for (let step = work.next(); !step.done;) {
    const answer = step.value();
    if (isPromise(answer)) {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE',
        'Expected boolean to be returned from the "filter" function but got an instance of Promise.');
    }
    step = work.next(answer);
  }
}

// For the callback and promise forms: checks the arguments, and gives the function that does the rest.
function beginCopy(src, dest, options) {
  const work = start(src, dest, options);
  return async () => {
    for (let step = work.next(); !step.done;) step = work.next(await step.value());
  };
}

module.exports = { copyFileSync, cpSync, beginCopy };
