// node: same
// node:fs, synchronous: whole files, what is known about them, directories, removing, times.
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

fs.rmSync('fs_sync_dir', { recursive: true, force: true });
fs.mkdirSync('fs_sync_dir');
process.chdir('fs_sync_dir');
const log = (...args) => console.log(...args);

log('# whole files');
log(fs.writeFileSync('a.txt', 'héllo €\n'), fs.readFileSync('a.txt'), fs.readFileSync('a.txt', 'utf8'));
for (const encoding of ['utf-8', 'UTF8', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'utf16le', 'binary']) {
  log(encoding, JSON.stringify(fs.readFileSync('a.txt', encoding)), fs.readFileSync('a.txt', { encoding }).length);
}
for (const [data, encoding] of [['é', 'latin1'], ['é', 'utf16le'], ['c3a9zz', 'hex'], ['w6k', 'base64']]) {
  fs.writeFileSync('b.bin', data, encoding);
  log(encoding, fs.readFileSync('b.bin'));
}
fs.writeFileSync('b.bin', new Uint16Array([1, 2]));
log(fs.readFileSync('b.bin'), fs.readFileSync('b.bin').buffer instanceof ArrayBuffer);
fs.writeFileSync('b.bin', new DataView(new ArrayBuffer(3), 1));
log(fs.readFileSync('b.bin'));
fs.writeFileSync('b.bin', Buffer.from('abcdef').subarray(2, 4), { mode: 0o600 });
fs.appendFileSync('b.bin', '+more');
fs.appendFileSync('b.bin', Buffer.from('+bytes'));
fs.appendFileSync('new.txt', 'made');
log(fs.readFileSync('b.bin', 'utf8'), fs.readFileSync('new.txt', 'utf8'));
fs.writeFileSync('empty', '');
log(fs.readFileSync('empty'), JSON.stringify(fs.readFileSync('empty', 'utf8')));
fs.writeFileSync('bad.txt', Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x62, 0xed, 0xa0, 0x80]));
log(JSON.stringify(fs.readFileSync('bad.txt', 'utf8')));
fs.writeFileSync('bom.txt', '\ufeffx');
log(fs.readFileSync('bom.txt', 'utf8').length, fs.readFileSync('bom.txt'));
fs.writeFileSync('lone.txt', 'a\ud800b');
log(fs.readFileSync('lone.txt'));
fs.writeFileSync('nul.txt', 'a\0b');
log(fs.readFileSync('nul.txt', 'utf8').length);

log('# flags');
fs.writeFileSync('flags.txt', 'one');
fs.writeFileSync('flags.txt', 'two', { flag: 'a' });
fs.writeFileSync('flags.txt', 'O', { flag: 'r+' });
log(fs.readFileSync('flags.txt', { encoding: 'utf8', flag: 'r' }), fs.readFileSync('flags.txt', { flag: 'a+' }).length);
log(fs.readFileSync('fresh.txt', { flag: 'w+' }).length, fs.existsSync('fresh.txt'));
const { O_WRONLY, O_CREAT, O_APPEND } = fs.constants;
fs.writeFileSync('flags.txt', '!', { flag: O_WRONLY | O_CREAT | O_APPEND });
log(fs.readFileSync('flags.txt', 'utf8'));

log('# paths');
const absolute = path.resolve('a.txt');
for (const name of ['./a.txt', '../fs_sync_dir/a.txt', './/a.txt', absolute, Buffer.from('a.txt'), pathToFileURL(absolute),
  new URL(`${pathToFileURL(absolute)}`)]) {
  log(fs.readFileSync(name).length, fs.existsSync(name), fs.statSync(name).size);
}
fs.writeFileSync('spa ce é#%.txt', 'x');
log(fs.readFileSync(pathToFileURL(path.resolve('spa ce é#%.txt')), 'utf8'));

log('# large');
const text = 'línea de texto\n'.repeat(400000);
fs.writeFileSync('large.txt', text);
const back = fs.readFileSync('large.txt', 'utf8');
log(back === text, fs.statSync('large.txt').size, fs.readFileSync('large.txt').length);
const bytes = Buffer.alloc(20 * 1024 * 1024, 'pattern');
fs.writeFileSync('large.bin', bytes);
log(fs.statSync('large.bin').size, fs.readFileSync('large.bin').subarray(-5000).equals(bytes.subarray(-5000)));
fs.unlinkSync('large.bin');
fs.unlinkSync('large.txt');

log('# status');
const stats = fs.statSync('a.txt');
log(Object.keys(stats).join());
log(stats.size, stats.isFile(), stats.isDirectory(), stats.isSymbolicLink(), stats.isFIFO(), stats.isSocket(),
  stats.isBlockDevice(), stats.isCharacterDevice());
log(stats.mtime instanceof Date, Math.abs(stats.mtimeMs - stats.mtime.getTime()) < 1, stats instanceof fs.Stats,
  (stats.mode & fs.constants.S_IFMT) === fs.constants.S_IFREG, Math.abs(Date.now() - stats.mtimeMs) < 60000);
log(fs.statSync('.').isDirectory(), fs.lstatSync('.').isDirectory(), fs.statSync('nothing', { throwIfNoEntry: false }),
  fs.lstatSync('nothing', { throwIfNoEntry: false }));
const big = fs.statSync('a.txt', { bigint: true });
log(Object.keys(big).join());
log(big.size, typeof big.mtimeNs, big.isFile(), big.isDirectory(), big.mtimeNs / 1000000n === big.mtimeMs,
  big.constructor.name);
log(new fs.Stats(1, 0o40755, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 2000.4, 2000.6, 4000));
log(fs.existsSync('a.txt'), fs.existsSync('nothing'), fs.existsSync(), fs.existsSync('a\0'), fs.existsSync('a.txt/x'),
  fs.existsSync(''), fs.existsSync('.'));
log(fs.accessSync('a.txt'), fs.accessSync('a.txt', fs.constants.R_OK | fs.constants.W_OK), fs.accessSync('.', 7));

log('# times');
fs.utimesSync('a.txt', 1000, new Date('2020-02-03T04:05:06.000Z'));
log(fs.statSync('a.txt').atimeMs, fs.statSync('a.txt').mtime.toISOString());
fs.utimesSync('a.txt', '17', 18.5);
log(fs.statSync('a.txt').atime.getTime(), fs.statSync('a.txt').mtimeMs);
const fd = fs.openSync('a.txt', 'r+');
fs.futimesSync(fd, 20, 21);
fs.closeSync(fd);
log(fs.statSync('a.txt').atimeMs, fs.statSync('a.txt').mtimeMs);
fs.lutimesSync('a.txt', 30, 31);
log(fs.statSync('a.txt').atimeMs, fs.statSync('a.txt').mtimeMs);

log('# sizes');
fs.truncateSync('a.txt', 3);
log(fs.readFileSync('a.txt'));
fs.truncateSync('a.txt', 6);
log(fs.readFileSync('a.txt'));
fs.truncateSync('a.txt');
log(fs.statSync('a.txt').size);

log('# permissions');
log(fs.chmodSync('a.txt', 0o644), fs.chmodSync('a.txt', '600'), fs.chownSync('a.txt', process.getuid(), process.getgid()),
  fs.lchownSync('a.txt', process.getuid(), process.getgid()));

log('# directories');
log(fs.mkdirSync('d'), fs.mkdirSync('d/e', 0o700), fs.mkdirSync('d/f', { mode: '755' }));
log(fs.mkdirSync('x/y/z', { recursive: true }), fs.mkdirSync('x/y/z', { recursive: true }),
  fs.mkdirSync('./x/y/w/', { recursive: true }), fs.mkdirSync(path.resolve('x/q'), { recursive: true }) === path.resolve('x/q'));
for (const name of ['d/1.txt', 'd/e/2.txt', 'x/y/z/3.txt', 'd/.hidden']) fs.writeFileSync(name, name);
const sorted = (list) => list.sort();
log(sorted(fs.readdirSync('d')), fs.readdirSync('x/q'), sorted(fs.readdirSync('x/', { recursive: true })));
log(sorted(fs.readdirSync('d', 'hex')), fs.readdirSync('x/y/z', { encoding: 'buffer' }));
const entries = fs.readdirSync('./d', { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
log(entries);
log(entries.map((entry) => [entry.isFile(), entry.isDirectory(), entry.isSymbolicLink(), entry instanceof fs.Dirent]).join('|'));
log(fs.readdirSync('x', { withFileTypes: true, recursive: true }).map((entry) => path.join(entry.parentPath, entry.name))
  .sort());
const dir = fs.opendirSync('d');
const names = [];
for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
log(dir.path, names.sort(), dir.closeSync());
const temporary = fs.mkdtempSync('tmp-');
log(/^tmp-[A-Za-z0-9]{6}$/.test(temporary), fs.statSync(temporary).isDirectory(), fs.readdirSync(temporary));

log('# moving and removing');
fs.renameSync('d/1.txt', 'd/one.txt');
fs.renameSync('d/one.txt', 'd/e/2.txt');
log(fs.readFileSync('d/e/2.txt', 'utf8'), fs.existsSync('d/1.txt'));
fs.renameSync('x', 'd/moved');
log(fs.readdirSync('d/moved').sort(), fs.existsSync('x'));
fs.copyFileSync('b.bin', 'c.bin');
fs.copyFileSync('new.txt', 'c.bin');
log(fs.readFileSync('c.bin', 'utf8'));
log(fs.unlinkSync('c.bin'), fs.existsSync('c.bin'), fs.rmdirSync('d/f'), fs.rmSync('new.txt'));
log(fs.rmSync('nothing', { force: true }), fs.rmSync('d', { recursive: true }), fs.existsSync('d'));
log(fs.rmSync('b.bin', { recursive: true, force: true, maxRetries: 3, retryDelay: 1 }));

log('# names');
log(fs.readFileSync.name, fs.readFileSync.length, fs.writeFile.name, fs.writeFile.length, fs.promises === require('fs/promises'));
log(Object.keys(fs).join());
log(Object.keys(fs.constants).filter((name) => !/^EXT/.test(name)).map((name) => `${name}=${fs.constants[name]}`).join());
log(fs.F_OK, fs.R_OK, fs.W_OK, fs.X_OK, fs.constants.COPYFILE_EXCL, require('node:fs') === fs);
process.chdir('..');
fs.rmSync('fs_sync_dir', { recursive: true });
log(fs.existsSync('fs_sync_dir'));
