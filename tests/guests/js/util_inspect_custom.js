// node: same
// util.inspect: the functions of programs that show objects, its own properties, its defaults, iterators and proxies.
const util = require('util');
const { inspect } = util;
const { custom } = inspect;

class Money {
  constructor(amount) { this.amount = amount; }
  [custom](depth, options, inspectAgain) {
    return `Money<${options.stylize(this.amount, 'number')} ${depth} ${inspectAgain === inspect}>`;
  }
}
console.log(new Money(5), [new Money(6)], { deep: { deeper: new Money(7) } });
console.log(inspect(new Money(5), { colors: true }), inspect(new Money(1), { depth: null }), inspect(new Money(1), { customInspect: false }));
console.log({ lines: { [custom]: () => 'one\ntwo' }, value: { [custom]: () => ({ x: 'y' }) }, number: { [custom]: () => 5 } });
console.log({ [custom]() { return this; }, a: 1 }, { [custom]: 'no function' }, { [custom]: () => null }, Money.prototype);
console.log(inspect({ [custom](depth, options) { return Object.keys(options).join(); } }, { depth: 1, mine: 2 }));
console.log(inspect({ a: { [custom](depth, options) { return inspect({ b: { c: { d: {} } } }, { ...options, depth }); } } }, { depth: 1 }));
try { inspect({ [custom]() { throw new Error('of the program'); } }); } catch (error) { console.log(error.message); }

console.log(inspect.defaultOptions, custom, custom === Symbol.for('nodejs.util.inspect.custom'));
inspect.defaultOptions = { depth: 0 };
console.log({ a: { b: 1 } });
inspect.defaultOptions.depth = 2;
console.log({ a: { b: 1 } });
for (const value of [5, null, 'x']) try { inspect.defaultOptions = value; } catch (error) { console.log(error.code, error.message); }
console.log(Object.keys(inspect.colors).join(), Object.keys(inspect.styles).join());
console.log(inspect.colors.red, inspect.colors.grey, inspect.colors.blackBright, inspect.styles.number);
inspect.styles.number = 'blue';
console.log(inspect(1, { colors: true }));
inspect.styles.number = 'yellow';
console.log(inspect({ a: 1, b: 'x', c: [null, undefined, true, 1n, Symbol('s')], d: /r/, e: new Date(0), f() {} }, { colors: true }));
console.log(inspect({ a: 1 }, null), inspect({ a: { b: {} } }, undefined, 0), inspect('x', false, 1, true), inspect({ a: 1 }, 'text'));

// iterators are shown and go on as if nothing had happened
const map = new Map([['a', 1], ['b', 2], ['c', 3]]);
const keys = map.keys();
keys.next();
console.log(keys, keys, [...keys], keys);
const entries = map.entries();
console.log(entries);
for (const [key, value] of entries) console.log(key, value);
console.log(map.values(), new Set(['x', 'y']).entries(), new Set().values(), inspect(map.keys(), { maxArrayLength: 1 }));
console.log(map[Symbol.iterator](), Object.keys(map.keys()), map.keys().next());

// the handler of a proxy is not called
const handler = {
  get(target, key) { console.log('get', String(key)); return target[key]; },
  ownKeys() { throw new Error('ownKeys'); },
  getPrototypeOf() { throw new Error('getPrototypeOf'); },
  has() { throw new Error('has'); },
};
const proxy = new Proxy({ a: 1, nested: new Proxy([1], handler) }, handler);
console.log(proxy);
console.log(inspect(proxy, { showProxy: 1 }).split('\n')[0]);
console.log(`${inspect(new Proxy({}, {}), { showProxy: true })} ${inspect(new Proxy({}, {}), { showProxy: true, depth: -1 })}`);
const { proxy: revoked, revoke } = Proxy.revocable({ a: 1 }, {});
console.log(revoked);
revoke();
console.log(revoked, inspect(revoked, { showProxy: true }), inspect([revoked]));
console.log(Proxy.name, Proxy.length, typeof Proxy.prototype, new Proxy(class A {}, {}), new Proxy(() => {}, {}));
try { Proxy({}, {}); } catch (error) { console.log(error.name); }
try { new Proxy({}); } catch (error) { console.log(error.name); }
try { new Proxy(1, {}); } catch (error) { console.log(error.name); }
console.log(util.types.isProxy(proxy), util.types.isProxy({}), util.types.isProxy(revoked), util.types.isProxy(new Proxy(() => {}, {})));
