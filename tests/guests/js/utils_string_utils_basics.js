// node: no - packages of the sandbox
// string-utils: names, filling, counting, words.
const text = require('string-utils');

const show = (label, ...values) => console.log(`${label}:`, values.map((value) => JSON.stringify(value)).join(' '));
const { slugify, truncate, capitalize, camelCase, snakeCase, kebabCase, pad, clean, count, reverse, isPalindrome, words, wordCount } = text;

console.log(Object.keys(text).join(' '));
show('slugify', slugify('Hello World!'), slugify('  a_b--c  '), slugify('Hello World', '_'), slugify("Don't stop"), slugify('a & b', ''), slugify('?!'));
const long = 'This is a long text';
show('truncate', truncate(long, 10), truncate('short', 10), truncate('exactly 10', 10), truncate(long, 8, '…'));
show('truncate, no room', ...[0, 1, 2, 3, 4].map((length) => truncate('Hello', length)), truncate('Hello', -5), truncate('Hello', 3.9));
show('capitalize', capitalize('hello World'), capitalize(''), capitalize('élan'), capitalize('ABC'));
for (const name of ['hello-world', 'HelloWorld', 'helloWorld', 'hello_world', 'Hello big World', 'XMLHttpRequest', 'userID', 'version2Update', 'FOO_BAR', '', '--']) {
  show(`"${name}"`, camelCase(name), snakeCase(name), kebabCase(name));
}
show('pad', pad('7', 3, '0', 'left'), pad('ab', 5), pad('ab', 5, '*', 'both'), pad('ab', 1), pad(7, 3, '0', 'start'), pad('a', 6, 'xyz'), pad('a', 3, ''));
show('clean', clean('  a \t\n b\u00a0c\u200b\u0000d  '));
show('count', count('banana', 'an'), count('aaaa', 'aa'), count('abc', ''), count('abc'), count('a.b.c', '.'));
show('reverse', reverse('abc'), reverse(''));
show('isPalindrome', isPalindrome('A man, a plan, a canal: Panama'), isPalindrome('hello'), isPalindrome('No lemon no melon'), isPalindrome(''));
show('words', words('Hello, big world!'), words("don't well-known 3.14 1,000 a,b C++ -x- e.g."), words('  '));
show('wordCount', wordCount('Hello big world'), wordCount(''), wordCount('one'));
show('trim', text.trim('  a b '), text.trim('--a-b--', '-'), text.trim('xyaxy', 'yx'), text.trim('aaa', 'a'));
show('split', text.split('  a b\tc\n'), text.split('a,b,c', ','), text.split('a1b22c', /\d+/), text.split('a b c', null, 2), text.split('abc', ''));
show('join', text.join(['a', 1, null, 'b']), text.join(['a', 'b'], ', '), text.join(new Set([1, 2]), '-'), text.join([]));
show('null and undefined', slugify(null), truncate(undefined, 5), camelCase(null), reverse(undefined), wordCount(null), pad(null, 2), clean(undefined));
show('numbers', slugify(3.5), reverse(123), capitalize(true), truncate(123456, 5));
for (const action of [() => truncate('a', 'x'), () => truncate('a'), () => pad('a', 3, ' ', 'up'), () => pad('a', 1e10)]) {
  try {
    action();
  } catch (error) {
    console.log(`${error.name}: ${error.message}`);
  }
}
