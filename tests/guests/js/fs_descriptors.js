// node: same
// node:fs with descriptors: open, read, write, positions, vectors, sizes.
const fs = require('fs');

fs.rmSync('fs_descriptors_dir', { recursive: true, force: true });
fs.mkdirSync('fs_descriptors_dir');
process.chdir('fs_descriptors_dir');
const log = (...args) => console.log(...args);
const text = (name) => fs.readFileSync(name, 'latin1');

log('# positions');
let fd = fs.openSync('a.txt', 'w+');
log(typeof fd, fd > 2);
log(fs.writeSync(fd, 'hello'), fs.writeSync(fd, ' world'), fs.writeSync(fd, 'J', 0), fs.writeSync(fd, '!'));
log(text('a.txt'));
log(fs.writeSync(fd, Buffer.from('abcdef'), 2), fs.writeSync(fd, Buffer.from('abcdef'), 2, 2),
  fs.writeSync(fd, Buffer.from('abcdef'), 1, 2, 0), fs.writeSync(fd, Buffer.from('abcdef'), { offset: 4, position: 3 }));
log(text('a.txt'));
log(fs.writeSync(fd, 'ff00', 1, 'hex'), fs.writeSync(fd, 'é', null, 'latin1'), fs.writeSync(fd, 'é', undefined, 'utf8'),
  fs.writeSync(fd, new Uint16Array([0x4241])), fs.writeSync(fd, ''), fs.writeSync(fd, Buffer.alloc(0)));
log(JSON.stringify(text('a.txt')));
log(fs.fstatSync(fd).size, fs.fstatSync(fd).isFile(), fs.fstatSync(fd, { bigint: true }).size, fs.fsyncSync(fd), fs.fdatasyncSync(fd));
log(fs.closeSync(fd));

log('# reading');
fs.writeFileSync('b.txt', '0123456789');
fd = fs.openSync('b.txt', 'r');
const buffer = Buffer.alloc(8, '.');
log(fs.readSync(fd, buffer, 0, 3, null), `${buffer}`, fs.readSync(fd, buffer, 5, 2), `${buffer}`);
log(fs.readSync(fd, buffer, 0, 4, 6), `${buffer}`, fs.readSync(fd, buffer, 0, 4, 6n), fs.readSync(fd, buffer, 0, 8, 9), `${buffer}`);
log(fs.readSync(fd, buffer), `${buffer}`, fs.readSync(fd, buffer), fs.readSync(fd, buffer, { position: 2, length: 2 }), `${buffer}`);
log(fs.readSync(fd, buffer, 0, 0, 0), fs.readSync(fd, buffer, 0, 1, 100));
const words = new Uint16Array(2);
log(fs.readSync(fd, words, 0, 4, 0), words);
const view = new DataView(new ArrayBuffer(6), 2, 3);
log(fs.readSync(fd, view, 1, 2, 8), view.getUint8(1), new Uint8Array(view.buffer));
log(fs.readvSync(fd, [Buffer.alloc(2), Buffer.alloc(3)], 4), fs.readvSync(fd, [buffer.subarray(0, 2), words], 7), `${buffer}`);
fs.closeSync(fd);

log('# whole files');
fd = fs.openSync('b.txt');
log(fs.readFileSync(fd, 'utf8'), JSON.stringify(fs.readFileSync(fd, 'utf8')));
fs.closeSync(fd);
fd = fs.openSync('b.txt');
fs.readSync(fd, buffer, 0, 4);
log(fs.readFileSync(fd).toString());
fs.closeSync(fd);
fd = fs.openSync('c.txt', 'w');
fs.writeFileSync(fd, 'one ');
fs.writeFileSync(fd, 'two ');
fs.appendFileSync(fd, Buffer.from('three'));
fs.closeSync(fd);
log(text('c.txt'));

log('# flags');
for (const flags of ['r', 'r+', 'w', 'w+', 'a', 'a+', 'rs', 'as+', 'sr+']) {
  fs.writeFileSync('f.txt', 'abc');
  fd = fs.openSync('f.txt', flags);
  const results = [flags];
  for (const action of [() => fs.writeSync(fd, 'X'), () => fs.writeSync(fd, 'Y', 0), () => fs.readSync(fd, buffer, 0, 8, 0)]) {
    try {
      results.push(action());
    } catch (error) {
      results.push(`${error.code} ${error.syscall}`);
    }
  }
  fs.closeSync(fd);
  log(...results, text('f.txt'));
}
for (const flags of ['wx', 'xw', 'ax', 'wx+', 'xa+']) {
  fs.rmSync('x.txt', { force: true });
  fs.closeSync(fs.openSync('x.txt', flags));
  try {
    fs.openSync('x.txt', flags);
  } catch (error) {
    log(flags, error.message);
  }
}
const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW } = fs.constants;
fs.rmSync('n.txt', { force: true });
for (const [name, flags] of Object.entries({
  'wronly': O_WRONLY, 'rdwr creat': O_RDWR | O_CREAT, 'rdwr creat again': O_RDWR | O_CREAT, 'wronly there': O_WRONLY,
  'excl': O_RDWR | O_CREAT | O_EXCL, 'append': O_WRONLY | O_APPEND, 'trunc': O_WRONLY | O_TRUNC,
  'append trunc': O_RDWR | O_APPEND | O_CREAT | O_TRUNC, 'directory': O_RDONLY | O_DIRECTORY,
})) {
  try {
    fd = fs.openSync('n.txt', flags);
  } catch (error) {
    log(name, error.message);
    continue;
  }
  const results = [];
  for (const action of [() => fs.readFileSync(fd, 'latin1'), () => fs.writeSync(fd, 'ab')]) {
    try {
      results.push(action());
    } catch (error) {
      results.push(error.message);
    }
  }
  fs.closeSync(fd);
  log(name, ...results, text('n.txt'));
}
fd = fs.openSync('made.txt', O_RDONLY | O_CREAT);
log(fs.readFileSync(fd).length, fs.existsSync('made.txt'));
fs.closeSync(fd);
fd = fs.openSync('.', O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
log(fs.fstatSync(fd).isDirectory());
fs.closeSync(fd);

log('# sizes');
fd = fs.openSync('s.txt', 'w+');
fs.writeSync(fd, 'end', 5);
log(fs.readFileSync('s.txt'), fs.ftruncateSync(fd, 2), fs.fstatSync(fd).size, fs.ftruncateSync(fd, 4), fs.readFileSync('s.txt'));
log(fs.ftruncateSync(fd, -5), fs.fstatSync(fd).size, fs.writevSync(fd, [Buffer.from('ab'), new Uint8Array([99])], 1), text('s.txt'));
log(fs.writevSync(fd, []), fs.writevSync(fd, [Buffer.from('X'), Buffer.from('Y')]), JSON.stringify(text('s.txt')));
fs.fchmodSync(fd, 0o600);
fs.fchownSync(fd, process.getuid(), process.getgid());
fs.closeSync(fd);

log('# an open file that is removed or renamed');
fd = fs.openSync('gone.txt', 'w+');
fs.writeSync(fd, 'still here');
fs.unlinkSync('gone.txt');
log(fs.existsSync('gone.txt'), fs.readSync(fd, buffer, 0, 5, 0), `${buffer}`, fs.fstatSync(fd).size);
fs.closeSync(fd);
fd = fs.openSync('old.txt', 'w');
fs.renameSync('old.txt', 'new.txt');
fs.writeSync(fd, 'moved');
fs.closeSync(fd);
log(text('new.txt'));

log('# many');
const open = Array.from({ length: 50 }, (_, i) => fs.openSync(`m${i}`, 'w'));
open.forEach((each, i) => fs.writeSync(each, `${i}`));
open.forEach((each) => fs.closeSync(each));
log(new Set(open).size, text('m49'));

log('# standard streams');
log(fs.writeSync(1, 'to stdout\n'), fs.writeSync(1, Buffer.from('bytes\n'), 0, 6));
fs.writeFileSync(1, 'whole\n');
log(JSON.stringify(fs.readFileSync(0, 'utf8')));

process.chdir('..');
fs.rmSync('fs_descriptors_dir', { recursive: true });
