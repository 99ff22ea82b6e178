// url.parse, url.format, url.resolve and their objects. What has a scheme is read by the URL class, so it is normalised
// as a URL is (default ports, dot segments, non-ASCII paths); the rest is a path with a query and a fragment.

const { URL } = require('web/url');
const querystring = () => require('node/querystring');
const { invalidArgType, checkString } = require('node/errors');

const SLASHED = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
// Characters that may not be in a path, or that Node has always encoded.
const UNSAFE = /[\t\n\r "'<>\\^`{|}]/g;
const percent = (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
const escape = (text) => text.replace(UNSAFE, percent);

class Url {
  constructor() {
    for (const name of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query',
      'pathname', 'path', 'href']) this[name] = null;
  }

  parse(text, parseQueryString, slashesDenoteHost) {
    return Object.assign(this, parse(text, parseQueryString, slashesDenoteHost));
  }

  format() { return formatObject(this); }

  resolve(relative) { return resolve(formatObject(this), relative); }

  resolveObject(relative) { return parse(this.resolve(relative), false, true); }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

// What the older interface tells of a URL, without its query.
function readAbsolute(url, parsed) {
  url.protocol = parsed.protocol;
  const authority = parsed.href.startsWith(`${parsed.protocol}//`);
  if (authority) {
    url.slashes = true;
    url.host = parsed.host;
    url.port = parsed.port || null;
    url.hostname = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
    if (parsed.username !== '' || parsed.password !== '') {
      url.auth = decode(parsed.username) + (parsed.password === '' ? '' : `:${decode(parsed.password)}`);
    }
  }
  url.hash = parsed.hash || null;
  url.search = parsed.search || null;
  url.pathname = parsed.pathname || null;
}

function readRelative(url, text) {
  const hash = text.indexOf('#');
  const beforeHash = hash < 0 ? text : text.slice(0, hash);
  const query = beforeHash.indexOf('?');
  const pathname = query < 0 ? beforeHash : beforeHash.slice(0, query);
  url.hash = hash < 0 ? null : escape(text.slice(hash));
  url.search = query < 0 ? null : escape(beforeHash.slice(query));
  url.pathname = escape(pathname.replaceAll('\\', '/')) || null;
}

function parse(given, parseQueryString, slashesDenoteHost) {
  if (given instanceof Url) return given;
  checkString(given, 'url');
  const text = given.trim();
  const url = new Url();
  if (SCHEME.test(text)) {
    readAbsolute(url, new URL(text));
  } else if (slashesDenoteHost && /^[/\\]{2}[^/\\]/.test(text)) {
    readAbsolute(url, new URL(`http:${text}`));
    url.protocol = null;
  } else {
    readRelative(url, text);
  }
  url.query = url.search === null ? null : url.search.slice(1);
  if (parseQueryString) url.query = querystring().parse(url.query ?? '');
  if (url.pathname !== null || url.search !== null) url.path = `${url.pathname ?? ''}${url.search ?? ''}`;
  url.href = formatObject(url);
  return url;
}

function hostOf(object, auth) {
  if (object.host) return auth + object.host;
  if (!object.hostname) return undefined;
  const { hostname } = object;
  const name = hostname.includes(':') && hostname[0] !== '[' ? `[${hostname}]` : hostname;
  return `${auth}${name}${object.port ? `:${object.port}` : ''}`;
}

function formatObject(object) {
  let protocol = object.protocol || '';
  if (typeof protocol !== 'string') throw invalidArgType('urlObject.protocol', 'of type string', protocol);
  if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
  const auth = object.auth ? `${encodeURIComponent(object.auth).replace('%3A', ':')}@` : '';
  let host = hostOf(object, auth) ?? '';
  let pathname = (object.pathname || '').replace(/[?#]/g, encodeURIComponent);
  const { query } = object;
  const queryText = query !== null && typeof query === 'object' ? querystring().stringify(query) : '';
  let search = object.search || (queryText === '' ? '' : `?${queryText}`);
  if (search !== '' && search[0] !== '?') search = `?${search}`;
  let hash = object.hash || '';
  if (hash !== '' && hash[0] !== '#') hash = `#${hash}`;
  if (object.slashes || SLASHED.has(protocol)) {
    if (object.slashes || host !== '') {
      if (pathname !== '' && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  return `${protocol}${host}${pathname}${search.replaceAll('#', '%23')}${hash}`;
}

function format(urlObject) {
  if (typeof urlObject === 'string') return formatObject(parse(urlObject));
  if (urlObject === null || typeof urlObject !== 'object') {
    throw invalidArgType('urlObject', 'one of type object or string', urlObject);
  }
  return formatObject(urlObject);
}

// A base that no program has: what still has it after the resolution was relative.
const NOWHERE = 'relative://x/';

function resolve(from, to) {
  const [base, target] = [from, to].map((each) => (each instanceof Url ? formatObject(each) : each));
  checkString(base, 'url');
  checkString(target, 'url');
  const first = base.startsWith('//') ? `http:${base}` : base;
  const resolved = new URL(target, new URL(first, NOWHERE));
  const { href } = resolved;
  if (!href.startsWith(NOWHERE)) return base.startsWith('//') ? href.slice('http:'.length) : href;
  // Two relative ones make a relative one.
  return base.startsWith('/') || target.startsWith('/') ? href.slice(NOWHERE.length - 1) : href.slice(NOWHERE.length);
}

function resolveObject(from, to) {
  return parse(resolve(from, to), false, true);
}

module.exports = { Url, parse, format, resolve, resolveObject };
