// node: no - vendored packages
// Packages at run time: import() with a name made then, the same module by import and by require, JSON, where they lie, what is not there.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
for (const name of ['semver', 'immer', 'yaml']) {
  const module = await import(name);
  console.log(name, typeof module, Object.keys(module).length > 3);
}
console.log((await import('lodash')).default === require('lodash'));
const [{ default: dayjs }, { z }] = await Promise.all([import('dayjs'), import('zod')]);
console.log(dayjs('2026-01-02').format('YYYY'), z.number().safeParse('x').success);
const { default: own } = await import('dayjs/package.json', { with: { type: 'json' } });
console.log(own.name, own.version === require('dayjs/package.json').version);
const place = require.resolve('dayjs');
console.log(place.startsWith('/packages/node_modules/dayjs/'), readFileSync(place, 'utf8').includes('dayjs'));
for (const name of ['left-pad', 'dayjs/nowhere', '@scope/none']) {
  await import(name).catch((error) => console.log(name, error.code));
  try { require(name); } catch (error) { console.log(name, error.code); }
}
