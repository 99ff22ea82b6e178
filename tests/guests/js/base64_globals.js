// node: same
// atob and btoa.
const attempt = (fn) => {
  try {
    return JSON.stringify(fn());
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
for (const text of ['', 'a', 'ab', 'abc', 'hello world', '\xff\xfe', '\0', 'ä', 'Ā', '€', '😀', 5, null, undefined, true, [], [1, 2], {}, 1.5, -0]) console.log(JSON.stringify(text), attempt(() => btoa(text)));
for (const text of ['', 'YQ==', 'YWI=', 'YWJj', 'YQ', 'YWI', 'Y', 'YQ=', 'YQ===', '=', '==', '====', 'YWJj=', 'Y Q = =', ' YQ==\n', '\tYWJj\r\f', 'YQ-_', 'ab+/', 'YR==', 'Y=Q=', 'YQ==YQ==', 'aGVsbG8gd29ybGQ=', '//79', 'é', '€', 'YQ\u00a0', 'YQ\v',
  5, 1234, null, undefined, true, [], ['YQ=='], {}, 'A'.repeat(1001)]) console.log(`${JSON.stringify(text)}`.slice(0, 40), attempt(() => atob(text)).slice(0, 80));
console.log(attempt(() => atob()), attempt(() => btoa()), atob.length, btoa.length, atob.name, btoa.name);
console.log(attempt(() => atob(Symbol('s'))).split(':')[0], attempt(() => btoa({ toString: () => 'own' })), attempt(() => atob({ toString() { throw new RangeError('mine'); } })));
const all = String.fromCharCode(...Array(256).keys());
console.log(atob(btoa(all)) === all, btoa(all).length);
const long = all.repeat(400);
console.log(atob(btoa(long)) === long, btoa(long) === Buffer.from(long, 'latin1').toString('base64'));
console.log(require('buffer').atob('aGk='), require('buffer').btoa('hi'), Object.getOwnPropertyDescriptor(globalThis, 'atob').enumerable);
