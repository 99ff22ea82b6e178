// fs.Stats and its bigint twin, made of the host's description of a file.

const { S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFLNK, S_IFSOCK } = require('node/fs_constants');

const BLOCK = 4096;

class StatsBase {
  isDirectory() { return this._checkModeProperty(S_IFDIR); }
  isFile() { return this._checkModeProperty(S_IFREG); }
  isBlockDevice() { return this._checkModeProperty(S_IFBLK); }
  isCharacterDevice() { return this._checkModeProperty(S_IFCHR); }
  isSymbolicLink() { return this._checkModeProperty(S_IFLNK); }
  isFIFO() { return this._checkModeProperty(S_IFIFO); }
  isSocket() { return this._checkModeProperty(S_IFSOCK); }
}

const dateOf = (ms) => new Date(Math.round(Number(ms)));

// Without `class`: Node lets it be called without `new`, and packages do.
function Stats(
  dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs,
) {
  const stats = new.target === undefined ? Object.create(Stats.prototype) : this;
  return Object.assign(stats, {
    dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs,
    atime: dateOf(atimeMs), mtime: dateOf(mtimeMs), ctime: dateOf(ctimeMs), birthtime: dateOf(birthtimeMs),
  });
}
Stats.prototype = Object.create(StatsBase.prototype, {
  constructor: { value: Stats, writable: true, enumerable: false, configurable: true },
});
Object.defineProperty(Stats.prototype, '_checkModeProperty', {
  value: function checkModeProperty(type) { return (this.mode & S_IFMT) === type; },
  writable: true,
  enumerable: false,
  configurable: true,
});

class BigIntStats extends StatsBase {
  constructor(values, times) {
    super();
    for (const name of Object.keys(values)) this[name] = BigInt(values[name]);
    const names = Object.keys(times);
    for (const name of names) this[`${name}Ms`] = BigInt(Math.floor(times[name]));
    for (const name of names) this[`${name}Ns`] = BigInt(Math.round(times[name] * 1000)) * 1000n;
    for (const name of names) this[name] = dateOf(times[name]);
  }

  _checkModeProperty(type) { return (Number(this.mode) & S_IFMT) === type; }
}

// `text` is what the host says (JSON). It does not tell when a file was made: the last change stands for it.
function toStats(text, bigint) {
  const {
    dev, mode, nlink, ino, size, atimeMs, mtimeMs, ctimeMs,
  } = JSON.parse(text);
  const blocks = Math.ceil(size / 512);
  const birthtimeMs = Math.min(ctimeMs, mtimeMs);
  if (!bigint) {
    return new Stats(dev, mode, nlink, 0, 0, 0, BLOCK, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs);
  }
  return new BigIntStats(
    { dev, mode, nlink, uid: 0, gid: 0, rdev: 0, blksize: BLOCK, ino, size, blocks },
    { atime: atimeMs, mtime: mtimeMs, ctime: ctimeMs, birthtime: birthtimeMs },
  );
}

module.exports = { Stats, toStats };
