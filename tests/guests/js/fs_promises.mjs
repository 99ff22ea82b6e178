// node: same
// node:fs/promises and its FileHandle.
import * as fsp from 'fs/promises';
import fs, { promises, readFileSync } from 'node:fs';
import { constants, readFile } from 'node:fs/promises';
import path from 'node:path';

await fsp.rm('fs_promises_dir', { recursive: true, force: true });
await fsp.mkdir('fs_promises_dir');
process.chdir('fs_promises_dir');
const cwd = process.cwd();
const log = (...args) => console.log(...args);

log(promises === fs.promises, promises.readFile === readFile, constants === fs.constants);
log(Object.keys(promises).join());

async function test(label, action) {
  try {
    log(label, await action());
  } catch (error) {
    const { code, errno, syscall, path: name, dest } = error;
    log(label, error.name, code, '|', error.message.replaceAll(cwd, '<cwd>'), '|', JSON.stringify({ errno, syscall, name, dest }));
  }
}

log('# files');
await test('writeFile', () => fsp.writeFile('a.txt', 'hello'));
await test('readFile', () => fsp.readFile('a.txt'));
await test('readFile', () => fsp.readFile('a.txt', 'utf8'));
await test('readFile', () => fsp.readFile('a.txt', { encoding: 'base64', flag: 'r' }));
await test('appendFile', () => fsp.appendFile('a.txt', Buffer.from(' more')));
await test('writeFile', () => fsp.writeFile('b.txt', new Uint8Array([98, 99]), { flag: 'wx', mode: 0o600 }));
await test('writeFile', () => fsp.writeFile('b.txt', 'x', { flag: 'wx' }));
await test('iterable', async () => { await fsp.writeFile('i.txt', ['a', 'b', 'c']); return readFileSync('i.txt', 'utf8'); });
await test('async iterable', async () => {
  await fsp.writeFile('i.txt', (async function* parts() { yield 'x'; yield Buffer.from('y'); }()));
  return readFileSync('i.txt', 'utf8');
});
await test('stream', async () => {
  await fsp.writeFile('i.txt', fs.createReadStream('a.txt'));
  return readFileSync('i.txt', 'utf8');
});
await test('iterable of numbers', () => fsp.writeFile('i.txt', [1]));
await test('stat', async () => { const s = await fsp.stat('a.txt'); return [s.size, s.isFile(), s instanceof fs.Stats]; });
await test('lstat', async () => (await fsp.lstat('.')).isDirectory());
await test('bigint', async () => (await fsp.stat('a.txt', { bigint: true })).size);
await test('access', () => fsp.access('a.txt', constants.R_OK));
await test('copyFile', () => fsp.copyFile('a.txt', 'c.txt'));
await test('rename', () => fsp.rename('c.txt', 'd.txt'));
await test('truncate', async () => { await fsp.truncate('d.txt', 3); return readFile('d.txt', 'utf8'); });
await test('truncate', async () => { await fsp.truncate('d.txt'); return (await fsp.stat('d.txt')).size; });
await test('utimes', async () => { await fsp.utimes('d.txt', 5, new Date(7000)); return fs.statSync('d.txt').mtimeMs; });
await test('lutimes', () => fsp.lutimes('d.txt', 5, 6));
await test('chmod', () => fsp.chmod('d.txt', 0o644));
await test('chown', () => fsp.chown('d.txt', process.getuid(), process.getgid()));
await test('unlink', () => fsp.unlink('d.txt'));
await test('symlink', () => fsp.symlink('a.txt', 'link'));
await test('readlink', () => fsp.readlink('link'));
await test('realpath', async () => (await fsp.realpath('link')) === path.resolve('a.txt'));

log('# directories');
await test('mkdir', () => fsp.mkdir('d'));
await test('mkdir -p', () => fsp.mkdir('d/e/f', { recursive: true }));
await test('mkdir -p', () => fsp.mkdir('d/e/f', { recursive: true }));
await fsp.writeFile('d/e/1.txt', '1');
await test('readdir', async () => (await fsp.readdir('d')).sort());
await test('readdir', async () => (await fsp.readdir('d', { recursive: true })).sort());
await test('readdir', async () => (await fsp.readdir('d/e', { withFileTypes: true })).map((e) => [e.name, e.isFile(), e.path]).sort());
await test('mkdtemp', async () => /^t-\w{6}$/.test(await fsp.mkdtemp('t-')));
await test('opendir', async () => {
  const names = [];
  const dir = await fsp.opendir('d/e');
  for await (const entry of dir) names.push(entry.name);
  try {
    await dir.read();
  } catch (error) {
    names.push(error.code);
  }
  return names.sort();
});
await test('opendir break', async () => {
  const dir = fs.opendirSync('d/e');
  for await (const entry of dir) {
    log(typeof entry.name);
    break;
  }
  await dir.close();
});
await test('opendir recursive', async () => {
  const names = [];
  for await (const entry of await fsp.opendir('d', { recursive: true })) names.push(path.join(entry.parentPath, entry.name));
  return names.sort();
});
await test('cp', async () => {
  await fsp.cp('d', 'copy', { recursive: true, filter: async (from) => !from.endsWith('f') });
  return (await fsp.readdir('copy', { recursive: true })).sort();
});
await test('rmdir', () => fsp.rmdir('d/e/f'));
await test('rm', () => fsp.rm('d', { recursive: true }));

log('# errors');
await test('readFile', () => fsp.readFile('nope'));
await test('readFile', () => fsp.readFile('.'));
await test('readFile', () => fsp.readFile(5));
await test('readFile', () => fsp.readFile('a.txt', 'zz'));
await test('readFile', () => fsp.readFile());
await test('writeFile', () => fsp.writeFile('nope/x', 'x'));
await test('writeFile', () => fsp.writeFile('w', 5));
await test('writeFile', () => fsp.writeFile('w', {}));
await test('stat', () => fsp.stat('nope', { throwIfNoEntry: false }));
await test('open', () => fsp.open('nope'));
await test('open', () => fsp.open('a.txt', 'zz'));
await test('access', () => fsp.access('nope'));
await test('mkdir', () => fsp.mkdir('a.txt'));
await test('mkdir', () => fsp.mkdir('a.txt/x/y', { recursive: true }));
await test('readdir', () => fsp.readdir('nope'));
await test('opendir', () => fsp.opendir('nope'));
await test('rmdir', () => fsp.rmdir('copy'));
await test('rm', () => fsp.rm('copy'));
await test('rm', () => fsp.rm('nope'));
await test('unlink', () => fsp.unlink('nope'));
await test('rename', () => fsp.rename('nope', 'x'));
await test('copyFile', () => fsp.copyFile('a.txt', 'b.txt', constants.COPYFILE_EXCL));
await test('realpath', () => fsp.realpath('nope'));
await test('readlink', () => fsp.readlink('a.txt'));
await test('truncate', () => fsp.truncate('nope'));
await test('cp', () => fsp.cp('copy', 'x'));
await test('lchmod', () => fsp.lchmod('a.txt', 1));
await test('abort', () => fsp.readFile('a.txt', { signal: AbortSignal.abort() }));
await test('abort', () => fsp.writeFile('a.txt', 'x', { signal: AbortSignal.abort() }));
await test('signal', () => fsp.readFile('a.txt', { signal: 5 }));
await test('abort later', async () => {
  const controller = new AbortController();
  const promise = fsp.readFile('a.txt', { signal: controller.signal });
  controller.abort();
  await promise;
});

log('# handles');
let handle = await fsp.open('h.txt', 'w+');
log(handle.constructor.name, typeof handle.fd, handle.fd > 2);
await test('write', () => handle.write('hello'));
await test('write', () => handle.write('HE', 0));
await test('write', () => handle.write('6c6c', 5, 'hex'));
await test('write', () => handle.write(Buffer.from('abcdef'), 1, 2, 0));
await test('write', () => handle.write(Buffer.from('abcdef'), { offset: 4 }));
await test('write', () => handle.write(''));
await test('write', () => handle.write(5));
await test('writev', () => handle.writev([Buffer.from('x'), Buffer.from('yz')]));
await test('content', () => fsp.readFile('h.txt', 'utf8'));
await test('read', () => handle.read(Buffer.alloc(3), 0, 3, 0));
await test('read', () => handle.read({ buffer: Buffer.alloc(3), position: 1 }));
await test('read', () => handle.read(Buffer.alloc(4), { offset: 1, length: 2, position: 2 }));
await test('read', async () => (await handle.read()).buffer.length);
await test('read', () => handle.read(Buffer.alloc(0)));
await test('read', () => handle.read(5));
await test('readv', () => handle.readv([Buffer.alloc(2), Buffer.alloc(2)], 1));
await test('stat', async () => (await handle.stat()).size);
await test('truncate', () => handle.truncate(4));
await test('truncate', () => handle.truncate('x'));
await test('sync', () => handle.sync());
await test('datasync', () => handle.datasync());
await test('utimes', () => handle.utimes(1, 2));
await test('chmod', () => handle.chmod(0o644));
await test('chown', () => handle.chown(process.getuid(), process.getgid()));
await test('readFile', () => handle.readFile('utf8'));
handle.on('close', () => log('close event'));
await test('close', () => handle.close());
await test('close again', () => handle.close());
log(handle.fd);
for (const name of ['read', 'readv', 'write', 'writev', 'stat', 'readFile', 'writeFile', 'appendFile', 'truncate', 'sync', 'datasync',
  'utimes', 'chmod', 'chown']) {
  await test(name, () => (name === 'chown' || name === 'utimes' ? handle[name](1, 1)
    : name.endsWith('v') ? handle[name]([Buffer.alloc(1)]) : name.startsWith('w') || name === 'appendFile' ? handle[name]('x')
      : name === 'read' ? handle.read(Buffer.alloc(1)) : handle[name](name === 'chmod' ? 1 : undefined)));
}
await test('closed file', () => fsp.readFile(handle));

handle = await fsp.open('h.txt', 'w+');
await handle.writeFile('one\n');
await handle.appendFile('two\n');
await handle.writeFile(['thr', 'ee']);
await fsp.appendFile(handle, '\n');
await handle.close();
log(JSON.stringify(await fsp.readFile('h.txt', 'utf8')));
handle = await fsp.open('h.txt');
await handle.read(Buffer.alloc(4), 0, 4);
log(await handle.readFile({ encoding: 'utf8' }), await fsp.readFile(handle, 'utf8'));
await handle.close();
handle = await fsp.open('h.txt');
await handle[Symbol.asyncDispose]?.();
log(handle.fd);

log('# at once');
await Promise.all(Array.from({ length: 30 }, (_, i) => fsp.writeFile(`p${i}`, `${i}`)));
const all = await Promise.all(Array.from({ length: 30 }, (_, i) => fsp.readFile(`p${i}`, 'utf8')));
log(all.join());
const settled = await Promise.allSettled([fsp.readFile('p1'), fsp.readFile('nope')]);
log(settled.map((each) => each.status).join());
process.chdir('..');
await fsp.rm('fs_promises_dir', { recursive: true });
