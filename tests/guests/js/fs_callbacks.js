// node: same
// node:fs with callbacks: results, errors, and their place among timers, immediates and promises.
const fs = require('fs');
const path = require('path');

fs.rmSync('fs_callbacks_dir', { recursive: true, force: true });
fs.mkdirSync('fs_callbacks_dir');
process.chdir('fs_callbacks_dir');
const cwd = process.cwd();

// One after the other: what the callback gets.
const show = (value) => {
  if (value instanceof Error) return value.message.replaceAll(cwd, '<cwd>');
  if (value instanceof fs.Stats) return `Stats ${value.size}`;
  if (value instanceof fs.Dir) return `Dir ${value.path}`;
  return typeof value === 'string' ? value.replaceAll(cwd, '<cwd>') : value;
};
function call(name, ...args) {
  return new Promise((resolve) => {
    const result = fs[name](...args, (...results) => {
      console.log(name, ...results.filter((value) => value !== undefined).map(show));
      resolve(results[1]);
    });
    if (result !== undefined) console.log('returned', result);
  });
}

async function results() {
  await call('writeFile', 'a.txt', 'hello');
  await call('writeFile', 'a.txt', Buffer.from('HELLO'), { flag: 'r+' });
  await call('appendFile', 'a.txt', ' more');
  await call('readFile', 'a.txt');
  await call('readFile', 'a.txt', 'utf8');
  await call('readFile', 'a.txt', { encoding: 'hex' });
  await call('stat', 'a.txt');
  await call('lstat', 'a.txt', {});
  await call('access', 'a.txt');
  await call('access', 'a.txt', fs.constants.W_OK);
  await call('copyFile', 'a.txt', 'b.txt');
  await call('copyFile', 'a.txt', 'b.txt', fs.constants.COPYFILE_EXCL);
  await call('rename', 'b.txt', 'c.txt');
  await call('truncate', 'c.txt', 4);
  await call('truncate', 'c.txt');
  await call('utimes', 'c.txt', 1, 2);
  await call('lutimes', 'c.txt', 1, 2);
  await call('chmod', 'c.txt', 0o644);
  await call('chown', 'c.txt', process.getuid(), process.getgid());
  await call('unlink', 'c.txt');
  await call('mkdir', 'd');
  await call('mkdir', 'd/x', {});
  await call('mkdir', 'd/e/f', { recursive: true });
  await call('readdir', 'd');
  await call('readdir', 'd', { withFileTypes: true });
  await call('rmdir', 'd/x');
  await call('symlink', 'a.txt', 'l');
  await call('readlink', 'l');
  await call('realpath', 'a.txt').then((real) => console.log(real === path.resolve('a.txt')));
  await new Promise((resolve) => fs.realpath.native('l', (error, real) => {
    console.log(error, real === path.resolve('a.txt'));
    resolve();
  }));
  await call('exists', 'a.txt');
  await call('exists', 'nothing');
  await call('cp', 'd', 'copy', { recursive: true });
  await call('cp', 'd', 'other');
  await call('rm', 'copy');
  await call('rm', 'copy', { recursive: true });
  await call('rm', 'nothing', { force: true });
  const temporary = await new Promise((resolve) => fs.mkdtemp('t-', (error, name) => resolve(name)));
  console.log(temporary.length, fs.statSync(temporary).isDirectory());
  const dir = await call('opendir', 'd');
  await new Promise((resolve) => dir.read((error, entry) => {
    console.log(error, entry.name, entry.isDirectory());
    dir.close((failure) => { console.log(failure); resolve(); });
  }));
}

async function descriptors() {
  const fd = await new Promise((resolve) => fs.open('a.txt', 'r+', (error, opened) => {
    console.log(error, typeof opened);
    resolve(opened);
  }));
  await call('fstat', fd);
  await call('read', fd, Buffer.alloc(4), 0, 4, 0);
  await call('read', fd, Buffer.alloc(4), 0, 4, null);
  await call('read', fd, { buffer: Buffer.alloc(6), position: 3, length: 3, offset: 1 });
  await call('read', fd, Buffer.alloc(3));
  await call('read', fd, Buffer.alloc(3), { position: 0 });
  await new Promise((resolve) => fs.read(fd, (error, count, buffer) => {
    console.log(error, count, buffer.length);
    resolve();
  }));
  await call('readv', fd, [Buffer.alloc(2), Buffer.alloc(2)], 1);
  await call('write', fd, 'abc', 0);
  await call('write', fd, 'abc', 2, 'utf8');
  await call('write', fd, Buffer.from('xyz'), 1, 1, 0);
  await call('write', fd, Buffer.from('xyz'), { position: 4 });
  await call('writev', fd, [Buffer.from('1'), Buffer.from('23')], 8);
  await call('ftruncate', fd, 10);
  await call('futimes', fd, 1, 2);
  await call('fsync', fd);
  await call('fdatasync', fd);
  await call('fchmod', fd, 0o644);
  await call('readFile', fd, 'utf8');
  await call('close', fd);
  await call('close', fd);
  console.log(fs.readFileSync('a.txt', 'utf8'));
}

async function errors() {
  await call('readFile', 'nope');
  await call('readFile', 'd');
  await call('writeFile', 'd', 'x');
  await call('stat', 'nope', { throwIfNoEntry: false });
  await call('open', 'nope');
  await call('open', 'a.txt', 'wx');
  await call('opendir', 'nope');
  await call('readdir', 'a.txt');
  await call('mkdir', 'd');
  await call('rmdir', 'd');
  await call('rename', 'nope', 'x');
  await call('unlink', 'd');
  await call('rm', 'nope');
  await call('realpath', 'nope/x');
  await call('symlink', 'a', 'a.txt');
  await call('access', 'nope');
  await call('truncate', 'nope', 1);
  await call('copyFile', 'nope', 'x');
  await call('read', 999, Buffer.alloc(1), 0, 1, 0);
  const controller = new AbortController();
  controller.abort();
  await call('readFile', 'a.txt', { signal: controller.signal });
  for (const action of [
    () => fs.readFile('a.txt'), () => fs.readFile('a.txt', 'utf8'), () => fs.readFile('a.txt', 'zz', () => {}),
    () => fs.stat(5, () => {}), () => fs.stat('a\0', () => {}), () => fs.writeFile('x', 5, () => {}),
    () => fs.open('a.txt', 'zz', () => {}), () => fs.close('x', () => {}), () => fs.close(1, 5), () => fs.rename('x', () => {}),
    () => fs.mkdir('x', { recursive: 1 }, () => {}), () => fs.rm('x', 5, () => {}), () => fs.exists('x'),
    () => fs.read(1, 5, 0, 1, 0, () => {}), () => fs.write(1, 5, () => {}), () => fs.cp('a', 'b', 5, () => {}),
  ]) {
    try {
      action();
      console.log('nothing thrown');
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
}

function order() {
  return new Promise((resolve) => {
    const seen = [];
    const log = (name) => () => { seen.push(name); };
    const work = () => {
      setImmediate(log('immediate'));
      fs.stat('a.txt', log('stat'));
      fs.readFile('a.txt', log('readFile'));
      fs.readFile('nope', log('readFile nope'));
      fs.writeFile('o.txt', 'x', log('writeFile'));
      fs.promises.stat('a.txt').then(log('promises.stat'));
      fs.promises.readFile('a.txt').then(log('promises.readFile'));
      process.nextTick(log('tick'));
      Promise.resolve().then(log('promise'));
      log('sync')();
    };
    fs.access('a.txt', () => {
      work();
      setTimeout(() => {
        // What takes Node several steps comes after the immediates, its order is not certain.
        const at = seen.indexOf('immediate');
        console.log(seen.slice(0, 3).join(' '), '|', seen.length);
        console.log(['readFile', 'writeFile', 'promises.readFile'].every((name) => seen.indexOf(name) > at));
        resolve();
      }, 50);
    });
  });
}

function classic() {
  return new Promise((resolve) => {
    fs.readFile('a.txt', () => {
      setTimeout(() => { console.log('timeout'); resolve(); }, 0);
      setImmediate(() => console.log('immediate'));
      process.nextTick(() => console.log('tick'));
    });
  });
}

(async () => {
  await results();
  await descriptors();
  await errors();
  await order();
  await classic();
  process.chdir('..');
  fs.rmSync('fs_callbacks_dir', { recursive: true });
})();
