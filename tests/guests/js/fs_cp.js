// node: same
// fs.copyFile and fs.cp: what is copied, options, refusals.
const fs = require('fs');

fs.rmSync('fs_cp_dir', { recursive: true, force: true });
fs.mkdirSync('fs_cp_dir');
process.chdir('fs_cp_dir');
const cwd = process.cwd();
function test(label, action) {
  let line;
  try {
    line = JSON.stringify(action());
  } catch (error) {
    const { code, syscall, path, dest } = error;
    line = `${error.name} ${code} | ${error.message} | ${JSON.stringify({ syscall, path, dest })}`;
  }
  console.log(label, `${line}`.replaceAll(cwd, '<cwd>'));
}
const tree = (name) => fs.readdirSync(name, { recursive: true }).sort();
fs.writeFileSync('f', 'hello');
fs.mkdirSync('d/e', { recursive: true });
fs.mkdirSync('d/empty');
fs.writeFileSync('d/e/x', 'x');
fs.writeFileSync('d/y', 'y');
fs.symlinkSync('y', 'd/l');
fs.symlinkSync('d', 'ld');

console.log('# copyFile');
test('new', () => { fs.copyFileSync('f', 'g'); return fs.readFileSync('g', 'utf8'); });
test('over', () => { fs.copyFileSync('d/y', 'g'); return fs.readFileSync('g', 'utf8'); });
test('same', () => { fs.copyFileSync('f', './f'); return fs.readFileSync('f', 'utf8'); });
test('exclusive', () => { fs.copyFileSync('f', 'g2', fs.constants.COPYFILE_EXCL); return fs.readFileSync('g2', 'utf8'); });
test('link', () => { fs.copyFileSync('d/l', 'g3'); return [fs.lstatSync('g3').isFile(), fs.readFileSync('g3', 'utf8')]; });
test('bytes', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  fs.writeFileSync('bytes', bytes);
  fs.copyFileSync(Buffer.from('bytes'), 'bytes2');
  return fs.readFileSync('bytes2').equals(bytes);
});

console.log('# cp');
test('file', () => { fs.cpSync('f', 'h'); return fs.readFileSync('h', 'utf8'); });
test('deep', () => { fs.cpSync('f', 'p/q/r'); return fs.readFileSync('p/q/r', 'utf8'); });
test('tree', () => { fs.cpSync('d', 'c', { recursive: true }); return tree('c'); });
test('links become absolute', () => fs.readlinkSync('c/l'));
test('links as they are', () => { fs.cpSync('d', 'cv', { recursive: true, verbatimSymlinks: true }); return fs.readlinkSync('cv/l'); });
test('links followed', () => { fs.cpSync('d', 'cd', { recursive: true, dereference: true }); return fs.lstatSync('cd/l').isFile(); });
test('link itself', () => { fs.cpSync('ld', 'cl', { recursive: true }); return [fs.lstatSync('cl').isSymbolicLink(), fs.readlinkSync('cl')]; });
test('merge', () => {
  fs.unlinkSync('c/l');
  fs.writeFileSync('c/y', 'old');
  fs.writeFileSync('c/own', 'own');
  fs.cpSync('d', 'c', { recursive: true });
  return [tree('c'), fs.readFileSync('c/y', 'utf8')];
});
test('without force', () => {
  fs.writeFileSync('c/y', 'kept');
  fs.unlinkSync('c/l');
  fs.cpSync('d', 'c', { recursive: true, force: false });
  return fs.readFileSync('c/y', 'utf8');
});
test('filter', () => {
  const seen = [];
  fs.cpSync('d', 'ff', { recursive: true, filter: (from, to) => { seen.push(`${from}>${to}`); return !from.endsWith('y'); } });
  return [seen.sort(), tree('ff')];
});
test('filter nothing', () => { fs.cpSync('d', 'none/x', { recursive: true, filter: () => false }); return fs.existsSync('none'); });
test('times', () => { fs.utimesSync('f', 5, 6); fs.cpSync('f', 't', { preserveTimestamps: true }); return fs.statSync('t').mtimeMs; });
test('slash', () => { fs.cpSync('d/', 'slash/', { recursive: true }); return tree('slash'); });
test('link over link', () => { fs.symlinkSync('f', 'l1'); fs.symlinkSync('h', 'l2'); fs.cpSync('l1', 'l2'); return fs.readlinkSync('l2'); });

console.log('# refusals');
test('directory', () => fs.cpSync('d', 'n'));
test('itself', () => fs.cpSync('d', 'd', { recursive: true }));
test('into itself', () => fs.cpSync('d', 'd/e/z', { recursive: true }));
test('over a file', () => fs.cpSync('d', 'f', { recursive: true }));
test('over a directory', () => fs.cpSync('f', 'd'));
test('missing', () => fs.cpSync('nope', 'n'));
test('exists', () => fs.cpSync('f', 'g', { errorOnExist: true, force: false }));
test('exists quietly', () => fs.cpSync('f', 'g', { force: false }));
test('options', () => fs.cpSync('f', 'g', 5));
test('options', () => fs.cpSync('f', 'g', { recursive: 1 }));
test('options', () => fs.cpSync('f', 'g', { filter: 5 }));
test('options', () => fs.cpSync('f', 'g', { dereference: true, verbatimSymlinks: true }));
test('filter', () => fs.cpSync('f', 'g', { filter: async () => true }));
test('paths', () => fs.cpSync('f'));

(async () => {
  await fs.promises.cp('d', 'later', { recursive: true, filter: (from) => Promise.resolve(!from.endsWith('x')) });
  console.log(tree('later'));
  for (const args of [['d', 'n'], ['d', 'd', { recursive: true }], ['nope', 'n'], ['f', 'g', { force: false, errorOnExist: true }], ['f', 'g', 5]]) {
    await fs.promises.cp(...args).catch((error) => console.log(error.name, error.code, error.message));
  }
  await new Promise((resolve) => fs.cp('f', 'g4', (error) => { console.log(error, fs.readFileSync('g4', 'utf8')); resolve(); }));
  process.chdir('..');
  fs.rmSync('fs_cp_dir', { recursive: true });
})();
