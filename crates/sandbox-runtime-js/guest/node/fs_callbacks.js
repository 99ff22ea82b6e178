// The callback forms of `fs`.

const {
  callbackForm, takeCallback, later, withoutTrace, named,
} = require('node/fs_forms');
const { checkFunction } = require('node/errors');
const descriptors = require('node/fs_descriptors');
const files = require('node/fs_files');
const entries = require('node/fs_entries');
const links = require('node/fs_links');
const { readdirSync } = require('node/fs_listing');
const { opendirSync } = require('node/fs_dir');
const { copyFileSync, beginCopy } = require('node/fs_copy');

const CHUNK = 16384;
const promisified = Symbol.for('nodejs.util.promisify.custom');

const simple = {
  appendFile: [files.appendFileSync, { required: 2, rounds: 3 }],
  access: [entries.accessSync],
  chown: [entries.chownSync, { required: 3, length: 4 }],
  chmod: [entries.chmodSync, { required: 2 }],
  copyFile: [copyFileSync, { required: 2 }],
  fchown: [descriptors.fchownSync, { required: 3 }],
  fchmod: [descriptors.fchmodSync, { required: 2 }],
  fdatasync: [descriptors.fdatasyncSync],
  fstat: [descriptors.fstatSync, { length: 1 }],
  fsync: [descriptors.fsyncSync],
  ftruncate: [descriptors.ftruncateSync, { length: 1 }],
  futimes: [descriptors.futimesSync, { required: 3 }],
  lchown: [entries.lchownSync, { required: 3, length: 4 }],
  link: [links.linkSync, { required: 2 }],
  lstat: [entries.lstatAlways, { length: 1 }],
  lutimes: [entries.lutimesSync, { required: 3 }],
  mkdir: [entries.mkdirSync],
  mkdtemp: [entries.mkdtempSync],
  open: [descriptors.openSync],
  readdir: [readdirSync],
  readFile: [files.readFileSync, { rounds: 4 }],
  readlink: [links.readlinkSync],
  realpath: [links.realpathSync, { rounds: 2 }],
  rename: [entries.renameSync, { required: 2 }],
  rm: [entries.rmSync, { rounds: 2 }],
  rmdir: [entries.rmdirSync],
  stat: [entries.statAlways, { length: 1 }],
  symlink: [links.symlinkSync, { required: 2 }],
  truncate: [files.truncateSync, { rounds: 3, length: 3 }],
  unlink: [entries.unlinkSync],
  utimes: [entries.utimesSync, { required: 3 }],
  writeFile: [files.writeFileSync, { required: 2, rounds: 3 }],
  opendir: [opendirSync],
};

for (const name of Object.keys(simple)) exports[name] = callbackForm(name, ...simple[name]);

exports.realpath.native = callbackForm('native', links.realpathSync.native);

// Without a callback, what fails is an uncaught error.
const throwIt = (error) => { if (error) throw error; };
const close = callbackForm('close', descriptors.closeSync);
exports.close = named('close', 1, (fd, callback = throwIt) => close(fd, callback));

exports.exists = named('exists', 2, (path, callback) => {
  checkFunction(callback, 'cb');
  later(1, callback, entries.existsSync(path));
});
exports.exists[promisified] = (path) => new Promise((resolve) => { exports.exists(path, resolve); });

exports.cp = named('cp', 4, (...args) => {
  const callback = takeCallback(args, 2);
  beginCopy(...args)().then(() => later(1, callback, null), (error) => later(1, callback, withoutTrace(error)));
});

// --- read and write: the callback gets the buffer, too -------------------------------------------------------------

const read = callbackForm('read', descriptors.readSync, {
  required: 1, results: (count, args) => [count, args[1]],
});

// Between descriptor and callback: nothing, options, a buffer and options, or buffer, offset, length and position.
exports.read = named('read', 6, (fd, ...args) => {
  const callback = takeCallback(args, 0);
  let [buffer, ...rest] = args;
  if (args.length <= 1 && !ArrayBuffer.isView(buffer)) {
    const options = buffer ?? {};
    ({ buffer = require('node/buffer').Buffer.alloc(CHUNK) } = options);
    const { offset = 0, length = buffer?.byteLength - offset, position = null } = options;
    rest = [offset, length, position];
  }
  read(fd, buffer, ...rest, callback);
});

exports.readv = callbackForm('readv', descriptors.readvSync, {
  required: 2, length: 4, results: (count, args) => [count, args[1]],
});
exports.write = callbackForm('write', descriptors.writeSync, {
  required: 2, length: 6, results: (count, args) => [count, args[1]],
});
exports.writev = callbackForm('writev', descriptors.writevSync, {
  required: 2, length: 4, results: (count, args) => [count, args[1]],
});

function promisify(name, first, second) {
  const form = exports[name];
  form[promisified] = (...args) => new Promise((resolve, reject) => {
    form(...args, (error, count, data) => {
      if (error) reject(error);
      else resolve({ [first]: count, [second]: data });
    });
  });
}
promisify('read', 'bytesRead', 'buffer');
promisify('readv', 'bytesRead', 'buffers');
promisify('write', 'bytesWritten', 'buffer');
promisify('writev', 'bytesWritten', 'buffers');
for (const name of ['exists', 'read', 'readv', 'write', 'writev']) {
  Object.defineProperty(exports[name], promisified, { enumerable: false });
}
