// node: same
// node:url: file URLs, formats, domains, and the older functions where they agree with the URL class.
const url = require('node:url');
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
console.log(url.URL === URL, url.URLSearchParams === URLSearchParams, Object.keys(url).sort().join());

for (const value of ['file:///a/b', 'file:///a%20b', 'file:///a%2Fb', 'file:///a%2fb', 'http://x/', 'file://host/a', new URL('file:///x#y?z'), 'nonsense', 5, undefined, null, {}, 'file:///%E4%BD%A0', 'file:///', 'file://localhost/x',
  'file:///a?q#h', 'file:a/b', 'file:///a%00b', { href: 'file:///duck', protocol: 'file:', hostname: '', pathname: '/duck' }]) console.log(JSON.stringify(attempt(() => url.fileURLToPath(value))));
for (const value of ['/a b', '/a#b?c%d', '/你', '/a\\b', '/a\nb\rc\td', '/', '/a/', '/a/../b/./c', '/a:b;c=d&e', '/~"<>`{}|^[]@!$\'()*+,', 5, undefined, null]) console.log(attempt(() => url.pathToFileURL(value).href));
console.log(url.pathToFileURL('rel/') instanceof URL, url.fileURLToPath(url.pathToFileURL('x y')) === `${process.cwd()}/x y`, url.fileURLToPath(url.pathToFileURL('')) === process.cwd());

for (const value of [new URL('https://a:b%40@測試.com:81/p/a?x=y#z'), new URL('http://[::1]/'), Object.assign(new URL('http://h/'), { extra: 1 })]) console.log(url.urlToHttpOptions(value));
const formatted = new URL('http://a:b@xn--g6w251d.com:81/p?x#f');
for (const options of [undefined, {}, { auth: false }, { fragment: false }, { search: false }, { unicode: true }, { auth: false, fragment: false, search: false, unicode: true }, { auth: 0 }, null]) console.log(url.format(formatted, options));
console.log(attempt(() => url.format(formatted, 5)), url.format(new URL('mailto:a@b'), { unicode: true }), url.format(new URL('http://ü.de/'), { unicode: true, auth: true }));
for (const name of ['español.com', 'xn--fiq228c.com', '中文.com', 'xn--iñvalid.com', '', 5, 'EXAMPLE.com', 'a b', '[::1]', '127.1', 'x_y.com', 'xn--', 'a/b', 'a?b', 'u@h', 'a:80', 'faß.de', '☕.example', 'xn--53h.example', 'münchen.de']) {
  console.log(JSON.stringify(name), url.domainToASCII(name), url.domainToUnicode(name));
}
console.log(attempt(() => url.domainToASCII()), attempt(() => url.domainToUnicode()));

// The older functions.
for (const text of ['http://a.com', 'http://user:p%40ss@Host.com:8080/p/a/t/h?query=string#hash', 'https://x/y?a=1&b=2&a=3', '/a/b?c#d', 'a/b', '?x=1', '#h', '', '//host/p', 'file:///etc/passwd', 'http://[::1]:81/x', ' http://a/ ', 'HTTP://A/B C', '/a b"<>`{}|\\^\'',
  'http://a?b', 'http://a#b', 'ftp://f.org/x', 'ws://h/p', 'custom://h:1/p?q', 'javascript:alert(1)', '*', 'http://a.com/?q=%20#%20']) console.log(JSON.stringify(url.parse(text)));
console.log(url.parse('/a?b=1&c=2&b=3', true), url.parse('http://h/p?q=1', true).query.q, JSON.stringify(url.parse('//h/p?q', false, true)), JSON.stringify(url.parse('/a', true)));
for (const value of [5, undefined, null, {}]) console.log(attempt(() => url.parse(value)), attempt(() => url.format(value)));
const parsed = url.parse('http://a/b?c=d');
console.log(parsed instanceof url.Url, url.parse(parsed) === parsed, parsed.format(), parsed.resolve('e'), JSON.stringify(parsed.resolveObject('/f')), new url.Url());
parsed.pathname = '/x';
parsed.search = undefined;
parsed.query = { z: 1, list: [2, 3] };
console.log(url.format(parsed));
for (const object of [{}, { protocol: 'http', host: 'h' }, { protocol: 'http' }, { protocol: 'http:', hostname: 'h', port: 80, pathname: 'p', query: { a: 1, b: [2, 3] }, hash: 'x' }, { protocol: 'mailto', pathname: 'a@b' }, { pathname: '/a#b?c' }, { hostname: '::1', protocol: 'http' },
  { auth: 'a:b c', host: 'h', protocol: 'x', slashes: true }, { search: 'x', pathname: '/y' }, { search: '?x#y', query: { z: 1 } }, { host: 'h', pathname: '/p' }, { protocol: 'file', pathname: '/x' }, { slashes: true, host: '', pathname: '//p' }, { hash: '#' }, { query: {} },
  { query: 'x=1' }, { hostname: 'a', port: 0 }, 'http://a/B C', '/x y', []]) console.log(JSON.stringify(url.format(object)));
for (const [from, to] of [['/one/two/three', 'four'], ['http://example.com/', '/one'], ['http://example.com/one', '/two'], ['http://a/b/c/d;p?q', '../g'], ['http://a/b/c/d?q', '?y'], ['http://a/b/c/d?q', '#s'], ['http://a/b', '//g'], ['http://a/b', 'http://c/d'],
  ['a/b', 'c'], ['a/b', '/c'], ['/a', '../../b'], ['', 'x'], ['http://a/b', ''], ['http://a/b?x#y', ''], ['/a/b/', '..'], ['.', 'x'], ['/a', 'http://x'], ['http://h', 'p']]) console.log(from, to, url.resolve(from, to));
console.log(JSON.stringify(url.resolveObject('http://a/b', 'c')), attempt(() => url.resolve(5, 'x')), attempt(() => url.resolve('x')));
