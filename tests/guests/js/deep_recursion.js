// node: no - the depths differ
// Everything that recurses ends in an error that can be caught, and the program goes on.
const attempt = (name, run) => {
  try { console.log(name, run()); } catch (e) { console.log(name, e.name, e.message); }
};
attempt('function', function f() { return f() + 1; });
attempt('many arguments', () => { const f = (...all) => f(...all, 1); return f(); });
attempt('callback', () => { const f = () => [1].map(f); return f(); });
attempt('getter', () => { class A { get x() { return this.x; } } return new A().x; });
attempt('constructor', () => { class A { constructor() { return new A(); } } return new A(); });
attempt('toString', () => { const o = { toString() { return `${o}`; } }; return `${o}`; });
attempt('proxy', () => { let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x; });
attempt('bind', () => { let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f(); });
attempt('generator', () => { function* g() { yield* g(); } return [...g()]; });
attempt('JSON.parse', () => JSON.parse('['.repeat(1e6)));
attempt('JSON.parse objects', () => JSON.parse('{"a":'.repeat(1e6)));
attempt('toJSON', () => { const o = { toJSON() { return JSON.stringify(o); } }; return JSON.stringify(o); });
attempt('join', () => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a.join(); });
attempt('flat', () => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a.flat(Infinity).length; });
attempt('eval (', () => eval('('.repeat(1e5)));
attempt('eval [', () => eval('['.repeat(1e5)));
attempt('eval {', () => eval('{'.repeat(1e5)));
attempt('eval ?', () => eval('1?'.repeat(1e5)));
attempt('eval template', () => eval('`${'.repeat(1e5)));
attempt('eval class', () => eval('class A extends '.repeat(1e5)));
attempt('regular expression', () => new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5)));
attempt('sort', () => { const f = () => [2, 1].sort(f); return f(); });
attempt('replace', () => { const f = () => 'a'.replace(/a/, f); return f(); });
attempt('reviver', () => { const f = () => JSON.parse('[1]', f); return f(); });
attempt('structuredClone', () => { let a = []; for (let i = 0; i < 1e3; i++) a = [a]; return structuredClone(a).length; });
console.log('the engine is whole:', [3, 1, 2].sort().join(), JSON.stringify({ a: [1] }), (() => 42)());
