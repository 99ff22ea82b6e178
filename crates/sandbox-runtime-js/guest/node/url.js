// node:url: the URL classes of the web, file URLs, and the older functions (url_legacy.js).

const { wellFormed } = require('primordials');
const path = require('node/path');
const { URL, URLSearchParams } = require('web/url');
const legacy = require('node/url_legacy');
const { domainToASCII, domainToUnicode } = require('node/url_domain');
const { coded, invalidArgType, checkString, checkObject } = require('node/errors');

// A URL object of any making, but no Url of the older functions.
const isUrl = (value) => value !== null && typeof value === 'object' && typeof value.href === 'string'
  && typeof value.protocol === 'string' && value.auth === undefined && value.path === undefined;

function fileURLToPath(url) {
  const parsed = typeof url === 'string' ? new URL(url) : url;
  if (!isUrl(parsed)) throw invalidArgType('path', 'of type string or an instance of URL', url);
  if (parsed.protocol !== 'file:') {
    throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  }
  if (parsed.hostname !== '') {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  }
  if (/%2f/i.test(parsed.pathname)) {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters');
  }
  return decodeURIComponent(parsed.pathname);
}

// Everything that is not certain to mean itself in the path of a URL.
const ENCODED = /[^A-Za-z0-9\-_.!*'()/:;=&@$+,]/gu;

function pathToFileURL(file) {
  checkString(file, 'path');
  let absolute = path.resolve(file);
  if (file.endsWith('/') && !absolute.endsWith('/')) absolute += '/';
  const encoded = wellFormed(absolute).replace(ENCODED, (each) => (each === '~' ? '%7E' : encodeURIComponent(each)));
  return new URL(`file://${encoded}`);
}

function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

function formatUrl(url, options) {
  const copy = new URL(url.href);
  if (options.auth !== undefined && !options.auth) {
    copy.username = '';
    copy.password = '';
  }
  if (options.search !== undefined && !options.search) copy.search = '';
  if (options.fragment !== undefined && !options.fragment) copy.hash = '';
  const { href, hostname } = copy;
  if (!options.unicode || hostname === '') return href;
  // The host stands behind the only @ that is not encoded.
  const start = href.indexOf('//') + 2;
  const at = copy.username !== '' || copy.password !== '' ? href.indexOf('@', start) + 1 : start;
  return href.slice(0, at) + domainToUnicode(hostname) + href.slice(at + hostname.length);
}

function format(urlObject, options) {
  if (!isUrl(urlObject)) return legacy.format(urlObject);
  if (options !== undefined && options !== null) checkObject(options, 'options');
  return formatUrl(urlObject, options ?? {});
}

module.exports = {
  Url: legacy.Url,
  parse: legacy.parse,
  resolve: legacy.resolve,
  resolveObject: legacy.resolveObject,
  format,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  urlToHttpOptions,
};
