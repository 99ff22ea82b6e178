// node: no - what the file system of the sandbox has in another way
const fs = require('fs');

function test(label, action) {
  try {
    console.log(label, action());
  } catch (error) {
    console.log(label, error.code, error.message);
  }
}
fs.mkdirSync('fs_sandbox_dir');
process.chdir('fs_sandbox_dir');
fs.writeFileSync('a', 'x');
fs.symlinkSync('a', 'l');

console.log('# not here');
test('watch', () => fs.watch('a'));
test('watchFile', () => fs.watchFile('a', () => {}));
test('unwatchFile', () => fs.unwatchFile('a'));
test('statfs', () => fs.statfsSync('.'));
test('link', () => fs.linkSync('a', 'b'));
test('lutimes of a link', () => fs.lutimesSync('l', 1, 1));
test('lchmod', () => [fs.lchmod, fs.lchmodSync]);

console.log('# permissions and owners are not kept');
test('chmod', () => { fs.chmodSync('a', 0o600); return (fs.statSync('a').mode & 0o777).toString(8); });
test('chown', () => { fs.chownSync('a', 1, 2); const { uid, gid } = fs.statSync('a'); return [uid, gid]; });
test('mode', () => { fs.writeFileSync('m', '', { mode: 0o755 }); return (fs.statSync('m').mode & 0o777).toString(8); });
test('directory', () => (fs.statSync('.').mode & 0o777).toString(8));

console.log('# what cannot be written');
test('root', () => fs.writeFileSync('/new', 'x'));
test('root', () => fs.mkdirSync('/new/deep', { recursive: true }));
test('workspace', () => fs.rmdirSync('/app'));
test('outside', () => fs.readFileSync('/etc/passwd'));
test('outside', () => fs.symlinkSync('/etc/passwd', 'p'));
test('outside', () => fs.readFileSync('../../../../../etc/passwd'));
test('up', () => fs.realpathSync('../../../../..'));
test('temporary', () => fs.readdirSync(fs.mkdtempSync('/tmp/x-')));

console.log('# descriptors of the host');
test('root', () => fs.closeSync(3));
test('root', () => fs.writeSync(3, 'x'));

console.log('# limits');
test('space', () => fs.writeFileSync('big', Buffer.alloc(70 << 20)));
test('depth', () => fs.mkdirSync('deep/'.repeat(40), { recursive: true }));
test('descriptors', () => {
  const open = [];
  try {
    for (;;) open.push(fs.openSync('a'));
  } finally {
    for (const fd of open) fs.closeSync(fd);
  }
});

console.log('# streams of the process');
test('stdout', () => fs.writeFileSync('/dev/stdout', 'by path\n'));
test('stdout', () => fs.appendFileSync('/dev/fd/1', 'by number\n'));
test('stdin', () => JSON.stringify(fs.readFileSync('/dev/stdin', 'utf8')));
test('type', () => fs.statSync('/dev/stdin').isCharacterDevice());
test('read', () => fs.readSync(0, Buffer.alloc(5)));
test('write only', () => fs.readSync(1, Buffer.alloc(5)));

console.log('# order');
test('sorted', () => { for (const name of ['z', 'B', 'b', 'é', '10', '9']) fs.mkdirSync(`s/${name}`, { recursive: true }); return fs.readdirSync('s'); });
test('links are not followed', () => { fs.symlinkSync('.', 's/self'); return fs.readdirSync('s', { recursive: true }).length; });

(async () => {
  const blob = await fs.openAsBlob('a', { type: 'text/plain' });
  console.log(blob.size, blob.type, await blob.text());
  const handle = await fs.promises.open('a');
  try {
    handle.readableWebStream();
  } catch (error) {
    console.log(error.code, error.message);
  }
  await handle.close();
  await fs.promises.statfs('.').catch((error) => console.log(error.message));
  // Errors of promises have the trace of the call.
  async function reads() {
    await null;
    await fs.promises.readFile('missing');
  }
  await reads().catch((error) => console.log(error.stack));
  // What is begun is done in the order of the calls.
  const writing = fs.promises.writeFile('order', '1');
  fs.appendFileSync('order', '2');
  await writing;
  console.log(fs.readFileSync('order', 'utf8'));
  process.chdir('..');
  fs.rmSync('fs_sandbox_dir', { recursive: true });
})();
