// node: no - the compatibility globals of the original system (request.std)
// policy: javascript_std = true
writeJson('std.json', { a: [1, 2] });
print(readJson('std.json').a.length, fileSize('std.json') > 5, fileExists('nope.json'), fileSize('nope.json'));
writeLines('std.txt', ['one', 'two'], '\r\n');
print(readLines('std.txt').join('|'), readText('std.txt').length);
for (const f of [() => readJson('nope.json'), () => { writeText('bad.json', '{'); readJson('bad.json'); }, () => listFiles('/nope'), () => writeText('/nope/x', ''), () => requireVendor('nope')]) {
  try { f(); } catch (e) { print(e.message.replace(/:.*/, '')); }
}
const file = std.open('std.txt', 'r');
print(file.getline(), file.readAsString().trim(), file.eof(), file.close());
print(std.sprintf('%05d|%-4s|%.2f|%x', 42, 'a', 1.005, 255), std.loadFile('nope'), os.remove('nope'), os.readdir('/nope')[1]);
copyFile('std.txt', 'std2.txt');
print(removeFile('std2.txt'), removeFile('std2.txt'), typeof os.setTimeout(() => { print('later'); std.exit(3); }, 1));
