// node: no - vendored packages
// What is at /packages cannot be changed; a package that is changed in memory is changed for this program only.
const fs = require('node:fs');
const path = require('node:path');

const file = require.resolve('lodash/chunk');
const before = fs.readFileSync(file, 'utf8');
const attempts = {
  write: () => fs.writeFileSync(file, ''),
  append: () => fs.appendFileSync(file, ''),
  remove: () => fs.rmSync(path.dirname(file), { recursive: true }),
  rename: () => fs.renameSync(file, '/app/taken.js'),
  create: () => fs.writeFileSync('/packages/node_modules/new.js', ''),
  folder: () => fs.mkdirSync('/packages/node_modules/new'),
  link: () => fs.symlinkSync('/app', '/packages/node_modules/link'),
  truncate: () => fs.truncateSync(file, 0),
};
for (const [name, attempt] of Object.entries(attempts)) {
  try { attempt(); console.log(name, 'was allowed'); } catch (error) { console.log(name, error.code); }
}
console.log(fs.readFileSync(file, 'utf8') === before, require('lodash/chunk')([1, 2, 3], 2));
