// The `std` and `os` objects of QuickJS's own runner and the helper functions of the original system, for programs
// written for it: switched on by `request.std`. Functions of `os` return error numbers instead of throwing.

const hostError = require('host_error');
const { toText, wellFormed } = require('primordials');
const stdio = require('stdio');
const { absolute } = require('process_internals');
const state = require('state');
const timers = require('timers');

// Error numbers are those of WASI, which programs of the original system saw.
const ERRNO = {
  EACCES: 2, EBADF: 8, EBUSY: 10, EEXIST: 20, EINVAL: 28, EIO: 29, EISDIR: 31, ELOOP: 32, EMFILE: 33, ENAMETOOLONG: 37,
  ENOENT: 44, ENOSPC: 51, ENOSYS: 52, ENOTDIR: 54, ENOTEMPTY: 55, EPERM: 63, EROFS: 69, EXDEV: 75, ENOTCAPABLE: 76,
};

const at = (path) => wellFormed(absolute(toText(path)));
const number = (error) => ERRNO[error.code] ?? ERRNO.EIO;

// [value, 0], or [nothing, errno] as os.readdir and the like return.
function pair(nothing, action) {
  try {
    return [action(), 0];
  } catch (error) {
    if (error.code === undefined) throw error;
    return [nothing, number(error)];
  }
}

// 0 or -errno.
function status(action) {
  try {
    const value = action();
    return value === undefined ? 0 : value;
  } catch (error) {
    if (error.code === undefined) throw error;
    return -number(error);
  }
}

const call = hostError.call;
const encode = (text) => host['text.encode'](wellFormed(toText(text)));
const decode = (bytes) => host['text.decode']('utf-8', bytes, false, false);

// --- os ------------------------------------------------------------------------------------------------------------

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_APPEND = 8;
const O_CREAT = 0x200;
const O_EXCL = 0x800;
const O_TRUNC = 0x400;

function flagsText(flags) {
  if (flags & O_APPEND) return (flags & 3) === O_RDWR ? 'a+' : 'a';
  const exclusive = flags & O_EXCL ? 'x' : '';
  if (flags & O_TRUNC || (flags & O_CREAT && exclusive)) return `w${exclusive}${(flags & 3) === O_RDWR ? '+' : ''}`;
  return (flags & 3) === O_RDONLY ? 'r' : 'r+';
}

const MODES = { file: 0o100000, directory: 0o040000, symlink: 0o120000, character: 0o020000 };

function statObject(text) {
  const found = JSON.parse(text);
  return {
    dev: found.dev, ino: found.ino, mode: (found.mode & 0o7777) | MODES[found.type], nlink: found.nlink, uid: 0, gid: 0,
    rdev: 0, size: found.size, blocks: Math.ceil(found.size / 512), atime: found.atimeMs, mtime: found.mtimeMs,
    ctime: found.ctimeMs,
  };
}

function sleep(ms) {
  // Without a blocking wait: the clock is watched until the time has come (the deadline of the execution holds).
  if (host.sleep !== undefined) {
    host.sleep(ms);
    return;
  }
  const end = host.mono() + ms;
  while (host.mono() < end);
}

// Where each descriptor is, for reads and writes without a position.
const os = {
  open(path, flags, mode = 0o666) {
    return status(() => {
      const name = at(path);
      const text = flagsText(flags);
      // Create without truncating: there is no such flag, so an absent file is made first.
      if (flags & O_CREAT && text[0] === 'r' && hostError.attempt('', 'fs.stat', name, true) === '') {
        call('fs.writeFile', name, new Uint8Array(0), 'w');
      }
      return call('fs.open', name, text, mode);
    });
  },
  close: (fd) => status(() => call('fs.close', fd)),
  seek(fd, offset, whence) {
    const file = opened.get(fd);
    const base = whence === 0 ? 0 : whence === 1 ? file?.position ?? 0 : JSON.parse(call('fs.fstat', fd)).size;
    const position = base + Number(offset);
    opened.set(fd, { position });
    return typeof offset === 'bigint' ? BigInt(position) : position;
  },
  read(fd, buffer, offset, length) {
    return status(() => {
      const file = opened.get(fd);
      const bytes = fd === 0 ? host.in(length) : call('fs.read', fd, length, file === undefined ? -1 : file.position);
      if (file !== undefined) file.position += bytes.length;
      new Uint8Array(buffer, offset, length).set(bytes);
      return bytes.length;
    });
  },
  write(fd, buffer, offset, length) {
    return status(() => {
      const bytes = new Uint8Array(buffer, offset, length);
      if (fd === 1 || fd === 2) {
        stdio.sendBytes(fd, bytes);
        return length;
      }
      const file = opened.get(fd);
      const written = call('fs.write', fd, bytes, file === undefined ? -1 : file.position);
      if (file !== undefined) file.position += written;
      return written;
    });
  },
  isatty: () => false,
  remove: (path) => status(() => {
    const name = at(path);
    const { type } = JSON.parse(call('fs.stat', name, false));
    call(type === 'directory' ? 'fs.rmdir' : 'fs.unlink', name);
  }),
  rename: (from, to) => status(() => call('fs.rename', at(from), at(to))),
  realpath: (path) => pair('', () => call('fs.realpath', at(path))),
  getcwd: () => [require('process').cwd(), 0],
  chdir: (path) => status(() => require('process').chdir(toText(path))),
  mkdir: (path) => status(() => call('fs.mkdir', at(path))),
  stat: (path) => pair(null, () => statObject(call('fs.stat', at(path), true))),
  lstat: (path) => pair(null, () => statObject(call('fs.stat', at(path), false))),
  utimes: (path, atime, mtime) => status(() => call('fs.utimes', at(path), +atime, +mtime)),
  readdir: (path) => pair([], () => ['.', '..', ...JSON.parse(call('fs.readdir', at(path))).map(([name]) => name)]),
  symlink: (target, path) => status(() => call('fs.symlink', wellFormed(toText(target)), at(path))),
  readlink: (path) => pair('', () => call('fs.readlink', at(path))),
  setTimeout: (callback, delay) => timers.setTimeout(callback, delay),
  clearTimeout: (timer) => timers.clearTimeout(timer),
  sleep(ms) {
    sleep(+ms);
    return 0;
  },
  sleepAsync: (ms) => new Promise((resolve) => { timers.setTimeout(resolve, ms); }),
  now: () => host.mono(),
  platform: 'wasi',
  O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_TRUNC,
  S_IFMT: 0o170000, S_IFCHR: 0o020000, S_IFDIR: 0o040000, S_IFREG: 0o100000, S_IFLNK: 0o120000,
};
const opened = new Map(); // descriptors that were moved with seek

// --- std ------------------------------------------------------------------------------------------------------------

// A FILE of std: a descriptor and what has been read ahead of the program.
class File {
  #fd;
  #ahead = new Uint8Array(0);
  #end = false;
  #position = -1;

  constructor(fd) { this.#fd = fd; }

  #fill(size) {
    const bytes = this.#fd === 0 ? host.in(size) : call('fs.read', this.#fd, size, this.#position);
    if (this.#position >= 0) this.#position += bytes.length;
    if (bytes.length === 0) {
      this.#end = true;
      return false;
    }
    const joined = new Uint8Array(this.#ahead.length + bytes.length);
    joined.set(this.#ahead);
    joined.set(bytes, this.#ahead.length);
    this.#ahead = joined;
    return true;
  }

  #take(count) {
    const bytes = this.#ahead.subarray(0, count);
    this.#ahead = this.#ahead.subarray(count);
    return bytes;
  }

  #put(bytes) {
    if (this.#fd === 1 || this.#fd === 2) {
      stdio.sendBytes(this.#fd, bytes);
      return;
    }
    let done = 0;
    while (done < bytes.length) {
      const written = call('fs.write', this.#fd, bytes.subarray(done), this.#position);
      if (this.#position >= 0) this.#position += written;
      done += written;
    }
  }

  close() {
    try {
      call('fs.close', this.#fd);
      return 0;
    } catch (error) {
      return -number(error);
    }
  }

  puts(...texts) { for (const text of texts) this.#put(encode(text)); }
  printf(format, ...args) { this.#put(encode(sprintf(format, ...args))); }
  flush() {}
  sync() {}
  fileno() { return this.#fd; }
  error() { return false; }
  clearerr() { this.#end = false; }
  eof() { return this.#end && this.#ahead.length === 0; }
  tell() { return (this.#position < 0 ? 0 : this.#position) - this.#ahead.length; }
  tello() { return BigInt(this.tell()); }

  seek(offset, whence) {
    let base = 0;
    if (whence === std.SEEK_CUR) base = this.tell();
    else if (whence === std.SEEK_END) base = JSON.parse(call('fs.fstat', this.#fd)).size;
    this.#position = base + Number(offset);
    this.#ahead = new Uint8Array(0);
    this.#end = false;
    return 0;
  }

  read(buffer, offset, length) {
    while (this.#ahead.length < length && this.#fill(Math.max(4096, length)));
    const bytes = this.#take(length);
    new Uint8Array(buffer, offset, length).set(bytes);
    return bytes.length;
  }

  write(buffer, offset, length) {
    this.#put(new Uint8Array(buffer, offset, length));
    return length;
  }

  getline() {
    for (let from = 0; ;) {
      const end = this.#ahead.indexOf(10, from);
      if (end >= 0) {
        const text = decode(this.#take(end));
        this.#take(1);
        return text;
      }
      from = this.#ahead.length;
      if (!this.#fill(4096)) return from === 0 ? null : decode(this.#take(from));
    }
  }

  readAsString(most = Infinity) {
    while (this.#ahead.length < most && this.#fill(65536));
    return decode(this.#take(Math.min(most, this.#ahead.length)));
  }

  readAsArrayBuffer(most = Infinity) {
    while (this.#ahead.length < most && this.#fill(65536));
    return this.#take(Math.min(most, this.#ahead.length)).slice().buffer;
  }

  getByte() {
    if (this.#ahead.length === 0 && !this.#fill(4096)) return -1;
    return this.#take(1)[0];
  }

  putByte(byte) { this.#put(new Uint8Array([byte])); }
}

// C's formats, as far as they make sense here.
function sprintf(format, ...args) {
  let next = 0;
  return toText(format).replace(/%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?(?:hh|h|ll|l|L|z|j|t)?([diouxXeEfFgGaAcsp%])/g,
    (whole, flags, width, precision, type) => {
      if (type === '%') return '%';
      if (width === '*') width = Number(args[next++]);
      if (precision === '*') precision = Number(args[next++]);
      const value = args[next++];
      const digits = precision === undefined ? undefined : Number(precision);
      let text;
      let sign = '';
      if (type === 's') {
        text = toText(value);
        if (digits !== undefined) text = text.slice(0, digits);
      } else if (type === 'c') {
        text = typeof value === 'number' ? String.fromCodePoint(value) : toText(value);
      } else if ('diouxXp'.includes(type)) {
        let whole2 = typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)) || 0);
        if (whole2 < 0n) {
          if (type === 'd' || type === 'i') {
            sign = '-';
            whole2 = -whole2;
          } else {
            whole2 = BigInt.asUintN(whole2 < -0x80000000n ? 64 : 32, whole2);
          }
        } else if (type === 'd' || type === 'i') {
          sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
        }
        text = whole2.toString(type === 'o' ? 8 : 'xXp'.includes(type) ? 16 : 10);
        if (type === 'X') text = text.toUpperCase();
        if (digits !== undefined) text = text.padStart(digits, '0');
        if (flags.includes('#') && 'xX'.includes(type)) sign = `0${type}`;
      } else {
        let real = Number(value);
        if (real < 0 || Object.is(real, -0)) {
          sign = '-';
          real = -real;
        } else {
          sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
        }
        const lower = type.toLowerCase();
        if (!Number.isFinite(real)) text = Number.isNaN(real) ? 'nan' : 'inf';
        else if (lower === 'f') text = real.toFixed(digits ?? 6);
        else if (lower === 'e') text = exponent(real.toExponential(digits ?? 6));
        else text = general(real, digits ?? 6, flags.includes('#'));
        if (type !== lower) text = text.toUpperCase();
      }
      const size = Number(width ?? 0);
      if (flags.includes('-')) return (sign + text).padEnd(size);
      if (flags.includes('0') && type !== 's' && type !== 'c' && (digits === undefined || 'eEfFgG'.includes(type))) {
        return sign + text.padStart(size - sign.length, '0');
      }
      return (sign + text).padStart(size);
    });
}

function exponent(text) {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(real, digits, keepZeros) {
  const precision = digits === 0 ? 1 : digits;
  const power = real === 0 ? 0 : Number(real.toExponential(precision - 1).split('e')[1]);
  let text = power < -4 || power >= precision ? real.toExponential(precision - 1) : real.toFixed(precision - 1 - power);
  if (!keepZeros) text = text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
  return text.includes('e') ? exponent(text) : text;
}

const FLAGS = new Set(['r', 'r+', 'w', 'w+', 'wx', 'wx+', 'a', 'a+', 'ax', 'ax+']);

const std = {
  open(path, flags, errorObject) {
    const mode = toText(flags).replace('b', '');
    if (!FLAGS.has(mode)) throw new TypeError('invalid file mode');
    try {
      const file = new File(call('fs.open', at(path), mode, 0o666));
      if (errorObject) errorObject.errno = 0;
      return file;
    } catch (error) {
      if (error.code === undefined) throw error;
      if (errorObject) errorObject.errno = number(error);
      return null;
    }
  },
  loadFile(path, options) {
    try {
      const bytes = call('fs.readFile', at(path));
      return options?.binary ? bytes : decode(bytes);
    } catch (error) {
      if (error.code === undefined) throw error;
      return null;
    }
  },
  writeFile(path, data) {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : encode(data);
    call('fs.writeFile', at(path), bytes, 'w');
  },
  exists: (path) => hostError.attempt('', 'fs.stat', at(path), true) !== '',
  evalScript: (source) => (0, eval)(toText(source)),
  loadScript: (path) => (0, eval)(call('fs.readText', at(path))),
  getenv: (name) => require('process').env[name],
  getenviron: () => ({ ...require('process').env }),
  setenv(name, value) { require('process').env[name] = value; },
  unsetenv(name) { delete require('process').env[name]; },
  exit(code) { require('process').exit(code === undefined ? 0 : Number(code) | 0); },
  gc() {},
  sprintf,
  printf(format, ...args) { stdio.send(1, sprintf(format, ...args)); },
  puts(...texts) { for (const text of texts) host.out(1, wellFormed(toText(text))); },
  strerror: (code) => Object.keys(ERRNO).find((name) => ERRNO[name] === code) ?? `Error ${code}`,
  parseExtJSON: (text) => JSON.parse(text),
  in: new File(0),
  out: new File(1),
  err: new File(2),
  SEEK_SET: 0,
  SEEK_CUR: 1,
  SEEK_END: 2,
  Error: { ...ERRNO },
};

// --- helper functions of the original system -------------------------------------------------------------------------

const missing = (error) => error.code === 'ENOENT' || error.code === 'ENOTDIR';

function read(path) {
  try {
    return decode(call('fs.readFile', at(path)));
  } catch (error) {
    if (missing(error)) throw new Error(`File not found: ${path}`, { cause: error });
    throw error;
  }
}

function write(path, text, flag) {
  try {
    call('fs.writeFile', at(path), encode(text), flag);
  } catch (error) {
    throw new Error(`Cannot write file: ${path} (${error.code ?? error.message})`, { cause: error });
  }
}

const helpers = {
  readJson(path) {
    const text = read(path);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`Invalid JSON in ${path}: ${error.message}`, { cause: error });
    }
  },
  writeJson(path, value, indent = 2) { write(path, JSON.stringify(value, null, indent), 'w'); },
  readText: read,
  writeText(path, text) { write(path, text, 'w'); },
  appendText(path, text) { write(path, text, 'a'); },
  fileExists: (path) => std.exists(path),
  readLines: (path) => read(path).split(/\r?\n/),
  writeLines(path, lines, ending = '\n') { write(path, lines.join(ending), 'w'); },
  fileSize(path) {
    const text = hostError.attempt('', 'fs.stat', at(path), true);
    return text === '' ? null : JSON.parse(text).size;
  },
  listFiles(directory = '.') {
    try {
      return JSON.parse(call('fs.readdir', at(directory))).map(([name]) => name);
    } catch (error) {
      throw new Error(`Cannot read directory: ${directory} (${error.code ?? error.message})`, { cause: error });
    }
  },
  copyFile(from, to) {
    let bytes;
    try {
      bytes = call('fs.readFile', at(from));
    } catch (error) {
      if (missing(error)) throw new Error(`File not found: ${from}`, { cause: error });
      throw error;
    }
    try {
      call('fs.writeFile', at(to), bytes, 'w');
    } catch (error) {
      throw new Error(`Cannot write file: ${to} (${error.code ?? error.message})`, { cause: error });
    }
  },
  removeFile(path) {
    try {
      call('fs.unlink', at(path));
      return true;
    } catch (error) {
      if (missing(error)) return false;
      throw error;
    }
  },
  // Vendored packages, and those for the original system: plain scripts with `module` and `exports` in /data_js.
  requireVendor(name) {
    name = toText(name);
    const { loadFile, mainRequire } = require('commonjs');
    const file = `/data_js/${name}.js`;
    if (/^[\w.-]+$/.test(name) && std.exists(file)) return loadFile(file);
    if (!require('files').vendored().includes(name)) throw new Error(`Vendor package not found: ${name}`);
    return mainRequire(name);
  },
};

let installed = false;

exports.install = function install() {
  if (installed) return;
  installed = true;
  const { log } = require('console');
  const globals = {
    std,
    os,
    // A single text: a format means nothing here.
    print: (...args) => log(args.map((value) => toText(value)).join(' ')),
    scriptArgs: [state.request.file, ...state.request.argv],
    gc() {},
    ...helpers,
  };
  for (const name of Object.keys(globals)) {
    Object.defineProperty(globalThis, name, {
      value: globals[name], writable: true, enumerable: false, configurable: true,
    });
  }
};
