// node:fs/promises.

const { coded, invalidArgType, unavailable } = require('node/errors');
const { readOptions, checkDescriptor } = require('node/fs_options');
const { FileHandle, openHandle, isSequence } = require('node/fs_handle');
const { promiseForm, promised, named } = require('node/fs_forms');
const constants = require('node/fs_constants');
const files = require('node/fs_files');
const entries = require('node/fs_entries');
const links = require('node/fs_links');
const { readdirSync } = require('node/fs_listing');
const { opendirSync } = require('node/fs_dir');
const { copyFileSync, beginCopy } = require('node/fs_copy');

// Descriptors are numbers for the other forms only.
function checkFile(path) {
  if (typeof path === 'number') throw invalidArgType('path', 'of type string or an instance of Buffer or URL', path);
  return path;
}

async function readFile(path, options) {
  if (path instanceof FileHandle) return promised(2, files.readFileSync, [checkDescriptor(path.fd), options]);
  return promised(4, files.readFileSync, [checkFile(path), options]);
}

async function write(path, data, options, sync, flag) {
  if (path instanceof FileHandle) {
    checkDescriptor(path.fd);
    return path.writeFile(data, options);
  }
  checkFile(path);
  if (!isSequence(data)) return promised(3, sync, [path, data, options]);
  const all = readOptions(options, { encoding: 'utf8', mode: 0o666, flag });
  files.checkAborted(all.signal);
  const handle = await open(path, all.flag, all.mode);
  try {
    await handle.writeFile(aborting(data, all.signal), all.encoding);
  } finally {
    await handle.close();
  }
  return undefined;
}

// The parts of the data until the signal says stop.
async function* aborting(data, signal) {
  for await (const part of data) {
    files.checkAborted(signal);
    yield part;
  }
}

async function writeFile(path, data, options) {
  return write(path, data, options, files.writeFileSync, 'w');
}

async function appendFile(path, data, options) {
  return write(path, data, options, files.appendFileSync, 'a');
}

const open = promiseForm('open', openHandle);

async function truncate(path, len = 0) {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(len);
  } finally {
    await handle.close();
  }
}

async function lchmod() {
  throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The lchmod() method is not implemented');
}

function watch() {
  throw unavailable('fs.promises.watch', 'only this program changes its files');
}

async function statfs() {
  throw unavailable('fs.promises.statfs', 'writes that do not fit fail with ENOSPC');
}

const simple = {
  access: [entries.accessSync, { length: 1 }],
  copyFile: [copyFileSync],
  open: [openHandle],
  opendir: [opendirSync],
  rename: [entries.renameSync],
  rm: [entries.rmSync],
  rmdir: [entries.rmdirSync],
  mkdir: [entries.mkdirSync],
  readdir: [readdirSync],
  readlink: [links.readlinkSync],
  symlink: [links.symlinkSync],
  lstat: [entries.lstatAlways, { length: 1 }],
  stat: [entries.statAlways, { length: 1 }],
  link: [links.linkSync],
  unlink: [entries.unlinkSync],
  chmod: [entries.chmodSync],
  lchown: [entries.lchownSync],
  chown: [entries.chownSync],
  utimes: [entries.utimesSync],
  lutimes: [entries.lutimesSync],
  realpath: [links.realpathSync.native],
  mkdtemp: [entries.mkdtempSync],
};

const forms = Object.fromEntries(Object.keys(simple).map((name) => [name, promiseForm(name, ...simple[name])]));

// In Node's order.
module.exports = {
  access: forms.access,
  copyFile: forms.copyFile,
  cp: named('cp', 3, async (...args) => beginCopy(...args)()),
  open,
  opendir: forms.opendir,
  rename: forms.rename,
  truncate,
  rm: forms.rm,
  rmdir: forms.rmdir,
  mkdir: forms.mkdir,
  readdir: forms.readdir,
  readlink: forms.readlink,
  symlink: forms.symlink,
  lstat: forms.lstat,
  stat: forms.stat,
  statfs,
  link: forms.link,
  unlink: forms.unlink,
  chmod: forms.chmod,
  lchmod,
  lchown: forms.lchown,
  chown: forms.chown,
  utimes: forms.utimes,
  lutimes: forms.lutimes,
  realpath: forms.realpath,
  mkdtemp: forms.mkdtemp,
  writeFile,
  appendFile,
  readFile,
  watch,
  constants,
};
