// node:fs. The parts are in fs_*.js: the synchronous functions by what they work on, their other forms, the streams.

const { refuse } = require('node/errors');
const constants = require('node/fs_constants');
const callbacks = require('node/fs_callbacks');
const descriptors = require('node/fs_descriptors');
const files = require('node/fs_files');
const entries = require('node/fs_entries');
const links = require('node/fs_links');
const { readdirSync } = require('node/fs_listing');
const { opendirSync, Dir } = require('node/fs_dir');
const { copyFileSync, cpSync } = require('node/fs_copy');
const { Stats } = require('node/fs_stats');
const { Dirent } = require('node/fs_dirent');
const { ReadStream } = require('node/fs_read_stream');
const { WriteStream } = require('node/fs_write_stream');
const { toTime } = require('node/fs_options');
const { named } = require('node/fs_forms');

const sync = {
  appendFileSync: [files.appendFileSync, 3],
  accessSync: [entries.accessSync, 2],
  chownSync: [entries.chownSync, 3],
  chmodSync: [entries.chmodSync, 2],
  closeSync: [descriptors.closeSync, 1],
  copyFileSync: [copyFileSync, 3],
  cpSync: [cpSync, 3],
  existsSync: [entries.existsSync, 1],
  fchownSync: [descriptors.fchownSync, 3],
  fchmodSync: [descriptors.fchmodSync, 2],
  fdatasyncSync: [descriptors.fdatasyncSync, 1],
  fstatSync: [descriptors.fstatSync, 1],
  fsyncSync: [descriptors.fsyncSync, 1],
  ftruncateSync: [descriptors.ftruncateSync, 1],
  futimesSync: [descriptors.futimesSync, 3],
  lchownSync: [entries.lchownSync, 3],
  linkSync: [links.linkSync, 2],
  lstatSync: [entries.lstatSync, 1],
  lutimesSync: [entries.lutimesSync, 3],
  mkdirSync: [entries.mkdirSync, 2],
  mkdtempSync: [entries.mkdtempSync, 2],
  openSync: [descriptors.openSync, 3],
  readdirSync: [readdirSync, 2],
  readSync: [descriptors.readSync, 5],
  readvSync: [descriptors.readvSync, 3],
  readFileSync: [files.readFileSync, 2],
  readlinkSync: [links.readlinkSync, 2],
  realpathSync: [links.realpathSync, 2],
  renameSync: [entries.renameSync, 2],
  rmSync: [entries.rmSync, 2],
  rmdirSync: [entries.rmdirSync, 2],
  statSync: [entries.statSync, 1],
  symlinkSync: [links.symlinkSync, 3],
  truncateSync: [files.truncateSync, 2],
  unlinkSync: [entries.unlinkSync, 1],
  utimesSync: [entries.utimesSync, 3],
  writeFileSync: [files.writeFileSync, 3],
  writeSync: [descriptors.writeSync, 5],
  writevSync: [descriptors.writevSync, 3],
  opendirSync: [opendirSync, 2],
};

// The functions of Node that are not here, and why.
const NO_WATCHING = 'only this program changes its files: look at fs.statSync(path).mtimeMs';
const NO_STATFS = 'writes that do not fit fail with ENOSPC';
const refused = {
  watch: NO_WATCHING, watchFile: NO_WATCHING, statfs: NO_STATFS, statfsSync: NO_STATFS,
};

const others = {
  createReadStream(path, options) { return new ReadStream(path, options); },
  createWriteStream(path, options) { return new WriteStream(path, options); },
  async openAsBlob(path, options = {}) {
    const { Blob } = require('web/blob');
    return new Blob([files.readFileSync(path)], { type: options.type });
  },
  // Nothing is ever watched.
  unwatchFile() {},
  // As in Node on Linux.
  lchmod: undefined,
  lchmodSync: undefined,
  Dirent,
  Stats,
  ReadStream,
  WriteStream,
  FileReadStream: ReadStream,
  FileWriteStream: WriteStream,
  _toUnixTimestamp: (time, name) => toTime(time, name),
  Dir,
};

// In Node's order.
const NAMES = `appendFile appendFileSync access accessSync chown chownSync chmod chmodSync close closeSync copyFile
  copyFileSync cp cpSync createReadStream createWriteStream exists existsSync fchown fchownSync fchmod fchmodSync
  fdatasync fdatasyncSync fstat fstatSync fsync fsyncSync ftruncate ftruncateSync futimes futimesSync lchown lchownSync
  lchmod lchmodSync link linkSync lstat lstatSync lutimes lutimesSync mkdir mkdirSync mkdtemp mkdtempSync open openSync
  openAsBlob readdir readdirSync read readSync readv readvSync readFile readFileSync readlink readlinkSync realpath
  realpathSync rename renameSync rm rmSync rmdir rmdirSync stat statfs statSync statfsSync symlink symlinkSync truncate
  truncateSync unwatchFile unlink unlinkSync utimes utimesSync watch watchFile writeFile writeFileSync write writeSync
  writev writevSync Dirent Stats ReadStream WriteStream FileReadStream FileWriteStream _toUnixTimestamp Dir opendir
  opendirSync`;

function find(name) {
  if (Object.hasOwn(sync, name)) return named(name, sync[name][1], sync[name][0]);
  if (Object.hasOwn(refused, name)) return refuse('fs', name, refused[name]);
  return Object.hasOwn(others, name) ? others[name] : callbacks[name];
}

const fs = {};
for (const name of NAMES.split(/\s+/)) fs[name] = find(name);
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) {
  Object.defineProperty(fs, name, { value: constants[name], enumerable: true });
}
Object.defineProperty(fs, 'constants', { value: constants, enumerable: true });
Object.defineProperty(fs, 'promises', {
  get() { return require('node/fs_promises'); },
  enumerable: true,
  configurable: true,
});

module.exports = fs;
