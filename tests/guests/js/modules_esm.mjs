// node: same
// ES modules: live bindings, cycles, CommonJS and built-ins by import, import.meta, top-level await, strictness.
import './lib/esm_setup.mjs';
import './lib/cjs_order.cjs';
import Thing, { named, live, bump } from './lib/esm_named.mjs';
import * as again from './lib/esm_again.mjs';
import { fromB } from './lib/esm_cycle_a.mjs';
import { later } from './lib/esm_cycle_b.mjs';
import cjs, { one, two } from './lib/cjs_named.cjs';
import object, { alpha, beta } from './lib/cjs_object.cjs';
import fs, { existsSync } from 'node:fs';
import { join } from 'path';
import { createRequire } from 'node:module';
import process2, { argv } from 'node:process';
import data from './lib/data.json' with { type: 'json' };

console.log(named, Thing.name, live, (bump(), live), again.live, again.Thing === Thing, again.ns.named);
console.log(fromB, later(), one, two(), cjs.one, typeof object.delta, alpha, beta);
console.log(typeof fs.readFileSync, existsSync === fs.existsSync, join('a', 'b'), process2 === process, argv === process.argv);
console.log(data.list, this, typeof require, typeof module, typeof __filename);
console.log(import.meta.url.startsWith('file:///'), import.meta.filename.endsWith('modules_esm.mjs'), import.meta.url.endsWith(import.meta.filename));
console.log(createRequire(import.meta.url)('./lib/data.json').name);
try { undeclared = 1; } catch (e) { console.log(e.name, /modules_esm\.mjs:23:/.test(e.stack)); }
const value = await new Promise((resolve) => setTimeout(resolve, 2, 'awaited'));
console.log(value, (await import('./lib/esm_named.mjs')).live);
for await (const x of (async function* () { yield 1; yield 2; })()) console.log(x);
console.log(Object.keys(again), Object.prototype.toString.call(again));
try { again.named = 1; } catch (e) { console.log(e.name); }
export const late = 1;
