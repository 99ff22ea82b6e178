// node: no - packages of the sandbox
// sandbox-utils: differences in unified form; for random texts they lead from one to the other.
const fs = require('fs');
const { diff } = require('sandbox-utils');

fs.rmSync('utils_diff_dir', { recursive: true, force: true });
fs.mkdirSync('utils_diff_dir');
process.chdir('utils_diff_dir');
function between(first, second, options) {
  fs.writeFileSync('old.txt', first);
  fs.writeFileSync('new.txt', second);
  return diff('old.txt', 'new.txt', options);
}
const numbered = (count, change = (line) => line) => Array.from({ length: count }, (_, index) => `${change(`line ${index + 1}`)}\n`).join('');

console.log('same:', JSON.stringify(between('a\nb\n', 'a\nb\n')), JSON.stringify(between('', '')));
console.log('# changed');
console.log(between('a\nb\nc\n', 'a\nx\nc\nd\n'));
console.log('# two hunks, then one');
console.log(between(numbered(20), numbered(20, (line) => line.replace(/^line (3|11)$/, 'LINE $1'))));
console.log(between(numbered(20), numbered(20, (line) => line.replace(/^line (3|10)$/, 'LINE $1'))));
console.log('# no context');
console.log(between(numbered(5), numbered(5).replace('line 3\n', ''), { context: 0 }));
console.log('# from and to nothing');
console.log(between('', 'a\nb\n'));
console.log(between('a\n', ''));
console.log('# no line break at the end');
console.log(between('a\nb', 'a\nb\n'));

// Applies a difference, with nothing but what it says.
function apply(text, patch) {
  const source = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result = [];
  let at = 0;
  for (const line of patch.replace(/\n\\ No newline at end of file\n/g, '\u0000').match(/[^\n\u0000]*[\n\u0000]/g) ?? []) {
    const range = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@/.exec(line);
    const full = line.slice(1).replace('\u0000', '');
    if (range) {
      const begin = range[2] === '0' ? Number(range[1]) : Number(range[1]) - 1;
      while (at < begin) result.push(source[at++]);
    } else if (line.startsWith('---') || line.startsWith('+++')) continue;
    else if (line[0] === '+') result.push(full);
    else {
      if (source[at] !== full) return 'does not fit';
      if (line[0] === ' ') result.push(full);
      at++;
    }
  }
  return [...result, ...source.slice(at)].join('');
}
let seed = 7;
function below(limit) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}
let failures = 0;
for (let round = 0; round < 300; round++) {
  const text = () => Array.from({ length: below(30) }, () => 'abcd'[below(4)]).join('\n') + (below(3) ? '\n' : '');
  const [first, second] = [text(), text()];
  const patch = between(first, second, { context: below(4) });
  if (apply(first, patch) !== second && failures++ < 3) console.log('WRONG', JSON.stringify({ first, second, patch }));
}
console.log('# random: failures', failures);

const changes = (patch) => patch.split('\n').filter((line) => /^[-+](?![-+])/.test(line)).length;
console.log('shortest:', changes(between('a\nb\nc\na\nb\nb\na\n', 'c\nb\na\nb\na\nc\n')));
console.log('long:', changes(between(numbered(20000), numbered(20000, (line) => line.replace(/00$/, 'xx')))));
const other = between(numbered(3000), numbered(3000, (line) => `other ${line}`));
console.log('all different:', changes(other), other.split('\n')[2]);
