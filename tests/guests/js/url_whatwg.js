// node: same
// The URL class: parsing, resolving, every property read and set, errors, how it is shown.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message} ${error.input ?? ''} ${error.base ?? ''}`;
  }
};
const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
const show = (url) => (url instanceof URL ? PARTS.map((name) => JSON.stringify(url[name])).join(' ') : url);

for (const input of ['http://example.com', 'https://user:pa%3Ass@Example.COM:8080/a/b/../c/./d?x=1&y=2#frag', 'http://a:80/', 'https://a:443', 'http://a:0443/',
  'ftp://f/x', 'ws://w', 'wss://w:443', 'file:///a/b', 'file://host/a', 'file:a', 'file:///C:/x', 'mailto:a@b.c', 'data:text/plain,hi there', 'javascript:alert(1)', 'blob:http://a/b',
  'custom://h:1/p?q#f', 'custom:opaque path', 'about:blank', ' http://trim/ ', 'http://tab\tin\nside/', 'HTTP://UP/', 'http:a', 'http:/a', 'http:///a', 'http:\\\\a\\b',
  'http://a b/', 'http://a%20b/', 'http://a<b/', 'http://[::1]:3000/', 'http://[2001:DB8::1]/', 'http://[::ffff:1.2.3.4]/', 'http://[x]/', 'http://1.2.3/', 'http://0x7f.1/', 'http://256.1.1.1/',
  'http://1.2.3.4.5/', 'http://münchen.de/ä?ö#ü', 'http://xn--mnchen-3ya.de/', 'http://日本語.jp', 'http://a.b./', 'http://a/%7Ex%2f%zz', 'http://a/ b', 'http://a/?q= "<>`\'', 'http://a/#f "<>`',
  'http://a/{}|^', 'http://a//b///c', 'http://a/..', 'http://a/%2e%2e/b', 'http://a/b/.%2E/c', 'http://a?', 'http://a#', 'http://a?#', 'http://:80/', 'http://u@/', 'http://u:@h/', 'http://:p@h/',
  'http://@h/', 'http://a@b@c/', 'http://h:99999/', 'http://h:x/', 'http://h:/', '', 'x', '/x', '//x', '?x', '#x', 'http', 'http:', '1http://a', 'a+b.c-d://x', 'http://\ud800/', 'http://a/\ud800', 'http://a_b/',
  'http://*.a/', 'http://a..b/', 'https://☃.net/', 'http://faß.de/', 'http://a/\u0000', 'non-special://x:80/?q\'', 'file:', 'file://', 'file:///..', 'http://%41.com', 'http://a:65535/', 'http://a:65536/']) {
  console.log(JSON.stringify(input), show(attempt(() => new URL(input))), URL.canParse(input));
}
for (const [input, base] of [['b', 'http://a/x/y'], ['/b', 'http://a/x/y'], ['../b', 'http://a/x/y/z'], ['?q', 'http://a/x?y#z'], ['#h', 'http://a/x?y#z'], ['', 'http://a/x?y#z'], ['//b/c', 'https://a'],
  ['http:b', 'http://a/x/'], ['https:b', 'http://a/x/'], ['.', 'http://a/b/c'], ['..', 'http://a/b/c'], ['../../..', 'http://a/b/c'], ['b', 'mailto:x'], ['#h', 'mailto:x'], ['b', 'nope'], ['http://c/', 'nope'],
  ['b', ''], ['b', 'file:///x/y'], ['/b', 'file:///C:/y'], ['b', 'data:text/plain,x'], ['x:y', 'http://a'], ['\\b', 'http://a/c/d'], ['b?c#d', 'http://a/e/?f'], ['b', new URL('http://o/p/q')], ['b', undefined],
  ['b', null], ['//', 'http://a'], ['b', 'custom://h/p']]) {
  console.log(JSON.stringify([input, base === undefined ? 'undefined' : base]), show(attempt(() => new URL(input, base))), attempt(() => URL.canParse(input, base)));
}

const SETS = {
  href: ['http://n/', 'nope', ''], protocol: ['https', 'ftp:', 'custom', 'x y', '', 'http://x'], username: ['u', 'a b:@', ''], password: ['p', 'ä/?', ''],
  host: ['n', 'n:81', 'n:x', '', 'a b', '[::1]:5', 'n/p', 'n:', 'ü'], hostname: ['n', 'n:81', '', '[::2]', 'a/b', '1.2'], port: ['81', '80', '', 'x', '8x', '65536', '-1', 82, '443', ' 9', '0'],
  pathname: ['/p', 'p', '', 'a b?#', '/../x', '%zz', 'ä'], search: ['?s', 's', '', '?', 'a b\'"#', 'ä=ö', '??'], hash: ['#h', 'h', '', '#', 'a b`"', '##'],
};
for (const start of ['http://user:pw@host:8080/path?query#hash', 'mailto:x@y', 'file:///f/g', 'custom://h/p', 'https://h']) {
  for (const [name, values] of Object.entries(SETS)) {
    for (const value of values) {
      const url = new URL(start);
      const failure = attempt(() => { url[name] = value; });
      console.log(name, JSON.stringify(value), failure ?? '', url.href, url.searchParams.toString());
    }
  }
}
const url = new URL('http://a/b?c=1&d=2');
const params = url.searchParams;
params.append('e', 'ü &');
params.delete('c');
console.log(url.href, url.search, params === url.searchParams, params.size);
url.search = '?x=1';
console.log([...params], url.href);
url.href = 'http://z/?y=2';
console.log([...params], url.searchParams === params);
params.delete('y');
console.log(url.href, url.search);
params.set('k', 'v');
params.sort();
console.log(`${url}`, JSON.stringify({ url }), url.toString() === url.toJSON());
try { url.origin = 'x'; } catch (error) { console.log(error.name); }
console.log(attempt(() => { 'use strict'; url.origin = 'x'; }) === undefined ? 'set' : 'refused', url.origin);

for (const bad of [undefined, null, 5, {}, [], true]) console.log(attempt(() => show(new URL(bad))), attempt(() => URL.canParse(bad)));
console.log(attempt(() => new URL()), attempt(() => URL.canParse()));
const error = (() => { try { return new URL('bad', 'worse'); } catch (e) { return e; } })();
console.log(error instanceof TypeError, error.code, error.input, error.base, Object.keys(error), error.stack.split('\n')[0]);
console.log(Object.prototype.toString.call(url), Object.keys(url), URL.name, URL.length, Object.keys(URL.prototype).sort().join());
console.log(new URL('http://u:p@h:1/p?q=1#f'));
console.log({ deep: { url: new URL('http://a/') } }, [new URL('http://a/?b')].length);
console.log({ a: { b: { c: new URL('http://a/?d') } } }, { a: { b: { c: { d: new URL('http://a/?d') } } } });
class Mine extends URL { get extra() { return 1; } }
console.log(new Mine('http://a/').extra, new Mine('http://a/') instanceof URL, new Mine('http://a/b').pathname);
console.log(attempt(() => Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call({})).split(':')[0]);
console.log(url == url.href, 'href' in url, url.hasOwnProperty('href'), Object.assign({}, url));
