// fs.Dirent: one entry of a directory.

const constants = require('node/fs_constants');

const TYPE = Symbol('type');
const TYPES = {
  __proto__: null,
  file: constants.UV_DIRENT_FILE,
  directory: constants.UV_DIRENT_DIR,
  symlink: constants.UV_DIRENT_LINK,
  character: constants.UV_DIRENT_CHAR,
};

class Dirent {
  constructor(name, type, path) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    this[TYPE] = type;
  }

  isDirectory() { return this[TYPE] === constants.UV_DIRENT_DIR; }
  isFile() { return this[TYPE] === constants.UV_DIRENT_FILE; }
  isBlockDevice() { return this[TYPE] === constants.UV_DIRENT_BLOCK; }
  isCharacterDevice() { return this[TYPE] === constants.UV_DIRENT_CHAR; }
  isSymbolicLink() { return this[TYPE] === constants.UV_DIRENT_LINK; }
  isFIFO() { return this[TYPE] === constants.UV_DIRENT_FIFO; }
  isSocket() { return this[TYPE] === constants.UV_DIRENT_SOCKET; }
}

// `type` is the host's word.
const toDirent = (name, type, path) => new Dirent(name, TYPES[type] ?? constants.UV_DIRENT_UNKNOWN, path);

module.exports = { Dirent, toDirent };
