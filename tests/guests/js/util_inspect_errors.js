// node: same
// Errors as console.log and util.inspect show them. Frames differ between engines: of a trace only the first is looked at.
const util = require('util');

function show(value, options) {
  const shown = [];
  for (const line of util.inspect(value, options).split('\n')) {
    const frame = /^( *)at .*?util_inspect_errors\.js:(\d+):\d+\)?/.exec(line);
    if (frame !== null) shown.push(`${frame[1]}at ${frame[2]}`);
    else if (!/^ *at |matching cause stack trace/.test(line)) shown.push(line);
  }
  console.log(shown.join('\n'));
}
const bare = (error) => { error.stack = error.stack.split('\n    at')[0]; return error; };

console.log(bare(new Error('boom')), bare(new TypeError('type')), bare(new Error('')), bare(new Error('two\nlines')));
console.log([bare(new Error('in an array'))], { error: bare(new RangeError('in an object')) });
console.log(bare(Object.assign(new Error('with code'), { code: 'E_CODE', details: { a: [1, 2] } })));

class MyError extends Error {}
class Named extends Error { constructor(message) { super(message); this.name = 'Named'; } }
class NamedError extends TypeError { get name() { return 'NamedError'; } }
class Problem extends Error { constructor(message, extra) { super(message); this.extra = extra; } }
console.log(bare(new MyError('m')), bare(new Named('n')), bare(new NamedError('x')), bare(new Problem('p', { q: 1 })));
console.log(String(new Named('n')), new Named('n').toString(), `${new MyError('m')}`);

console.log(bare(new Error('outer', { cause: bare(new Error('inner')) })));
console.log(bare(new Error('outer', { cause: 'text' })), bare(new Error('outer', { cause: { code: 1 } })));
console.log(bare(new Error('1', { cause: bare(new Error('2', { cause: bare(new Error('3', { cause: bare(new Error('4')) })) })) })));
console.log(bare(new AggregateError([bare(new Error('a')), bare(new TypeError('b')), 3], 'several')));
console.log(bare(new AggregateError([])));
console.log(Object.assign(bare(new Error('m')), { name: 'Changed' }), Object.assign(bare(new Error('m')), { message: 'changed' }));
console.log(Object.assign(bare(new Error('m')), { stack: 'my own text' }));
console.log(Object.assign(new Error('m'), { stack: '' }), Object.assign(bare(new Error('m')), { name: '' }));
console.log(Object.create(Error.prototype), Object.create(MyError.prototype), { name: 'Error', message: 'no error', stack: 'x' });
const bareProto = bare(new Error('null prototype'));
console.log(Object.setPrototypeOf(bareProto, null));
console.log(util.inspect(bare(new Error('depth', { cause: { a: { b: { c: {} } } } })), { depth: 0 }));
console.log([[[bare(new Error('deep'))]], [[[bare(Object.assign(new Error('deeper'), { a: 1 }))]]]]);
console.log(util.inspect(bare(new Error('hidden')), { compact: false }), util.format('%s', bare(new Error('formatted'))));
console.log(util.format('%s|%o', bare(new MyError('x')), 'y'), util.format(bare(new Error('first')), 'rest'), util.format('a', bare(new Error('b'))));
console.log(new Map([['error', bare(new Error('in a map'))]]), new Set([bare(new Error('in a set'))]));
const own = bare(new Error('has toStringTag'));
own[Symbol.toStringTag] = 'Tag';
console.log(own);

function thrower() { throw new Error('thrown'); }
try { thrower(); } catch (error) { show(error); show([error]); show({ error }); }
try {
  try { thrower(); } catch (error) { throw new MyError('wrapped', { cause: error }); }
} catch (error) { show(error); }
show(Object.assign(new Error('props'), { code: 'X' }));
show(new AggregateError([new Error('first'), new Error('second')], 'both'));
console.log(util.inspect(new Error('colours'), { colors: true }).split('\n')[0]);
const dom = new DOMException('dom', 'AbortError');
dom.stack = dom.stack.split('\n    at')[0];
console.log(dom.name, dom.code, util.inspect(dom));
