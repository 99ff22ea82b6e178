// Each of these pulls the rug from under a built-in function by a callback of its own. Any result is right, but nothing may be read that is not there.
const attempts = [
  () => { const a = [1, 2, 3]; a.length = { valueOf() { a.length = 0; return 2; } }; return a; },
  () => { const a = Array.from({ length: 100 }, (_, i) => i); return a.sort(() => { a.length = 0; return 1; }); },
  () => { const a = [1, 2, 3]; return a.map(() => { a.length = 0; a.push({}); return a; }); },
  () => { const a = [{}, {}, {}]; return a.concat({ get length() { a.length = 0; return 3; }, [Symbol.isConcatSpreadable]: true }); },
  () => { const a = [1, 2, 3, 4]; return a.splice({ valueOf() { a.length = 1; return 0; } }, 3, 'x'); },
  () => { const a = [1, 2, 3, 4]; return a.fill({}, { valueOf() { a.length = 0; return 0; } }); },
  () => { const a = [1, 2, 3, 4]; return a.lastIndexOf(1, { valueOf() { a.length = 0; return 3; } }); },
  () => { const a = [1, 2, 3, 4]; return a.copyWithin({ valueOf() { a.length = 1; return 0; } }, 1); },
  () => { const a = [1, 2]; return a.join({ toString() { a.length = 0; return ','; } }); },
  () => { const a = [1, [2, [3]]]; a[1][Symbol.iterator] = null; return a.flat({ valueOf() { a.length = 0; return 9; } }); },
  () => { const b = new ArrayBuffer(64); const v = new Uint8Array(b); return v.fill({ valueOf() { b.transfer(0); return 1; } }); },
  () => { const b = new ArrayBuffer(64); const v = new Uint8Array(b); return v.set({ length: 8, get 0() { b.transfer(0); return 1; } }); },
  () => { const b = new ArrayBuffer(64, { maxByteLength: 128 }); const v = new Uint8Array(b); return v.subarray({ valueOf() { b.resize(0); return 8; } }); },
  () => { const b = new ArrayBuffer(64, { maxByteLength: 128 }); const v = new DataView(b); return v.setUint32({ valueOf() { b.resize(0); return 8; } }, 1); },
  () => { const v = new Float64Array(64); return v.sort(() => { v.buffer.transfer(0); return 1; }); },
  () => { const b = new ArrayBuffer(64); return b.slice({ valueOf() { b.transfer(0); return 0; } }); },
  () => { const m = new Map([[1, 1], [2, 2]]); m.forEach(() => { m.clear(); m.set({}, {}); if (m.size > 9) throw 1; m.delete(m.keys().next().value); }); return m; },
  () => { const s = new Set([1, 2, 3]); for (const x of s) { s.delete(x); if (s.size < 9) s.add({}); if (s.n = (s.n ?? 0) + 1, s.n > 99) break; } return s; },
  () => { const s = new Set([1, 2]); return s.union({ size: 9, has() { s.clear(); return true; }, keys() { s.clear(); return [1][Symbol.iterator](); } }); },
  () => { const r = /a/g; r.exec = () => { r.lastIndex = 1e9; r.compile('b'); return null; }; return 'aaa'.replace(r, 'x'); },
  () => 'aaa'.replace(/a/g, function f() { f.caller; RegExp.prototype.exec = null; return 'x'; }),
  () => { const o = {}; Object.defineProperty(o, 'x', { get() { delete o.x; o.y = 1; return o; }, configurable: true, enumerable: true }); return JSON.stringify(o); },
  () => JSON.parse('[1,[2,[3]]]', function (k, v) { if (Array.isArray(this)) this.length = 0; return v; }),
  () => { const p = new Proxy({}, { ownKeys(t) { Object.preventExtensions(t); return ['a', 'a']; } }); return Object.keys(p); },
  () => { const p = new Proxy([], { get(t, k, r) { t.length = 0; return Reflect.get(t, k, r); } }); return [].concat(p, p); },
  () => { function* g() { yield* { [Symbol.iterator]() { return { next() { it.return(); return { value: 1 }; } }; } }; } const it = g(); return it.next(); },
  () => { class A { constructor() { return A.prototype; } } class B extends A { #x = 1; static get(o) { return o.#x; } } new B(); return B.get(new B()); },
  () => { const w = new WeakMap(); let k = {}; w.set(k, k); const f = new FinalizationRegistry(() => w.get(k)); f.register(k, k); k = null; return w; },
  () => { const e = new Error(); Error.prepareStackTrace = (x, s) => { Error.prepareStackTrace = null; s.length = 0; return s; }; return e.stack; },
  () => { let a = []; for (let i = 0; i < 1e4; i++) a = [a]; a.toString = null; return structuredClone(a.length); },
  () => { const a = new Array(2 ** 32 - 1); return a.unshift(1, 2, 3); },
  () => { const s = 'x'.repeat(2 ** 29 - 100); return s.padEnd(2 ** 30) + s; },
];
let n = 0;
for (let round = 0; round < 20; round++) {
  for (const attempt of attempts) {
    try {
      const value = attempt();
      void String(value?.length);
    } catch (error) {
      void error;
    }
    n++;
  }
}
console.log('tried', n);
