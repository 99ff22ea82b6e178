// URL and URLSearchParams. All parsing is the host's (the WHATWG URL standard); an object keeps the parts it was told.

const { wellFormed: toWellFormed } = require('primordials');
const { coded, invalidArgType, refuse } = require('node/errors');
const hostError = require('host_error');
const { showAs, enumerable, custom } = require('web/inspect');

const parseQuery = (text) => (text === '' ? [] : JSON.parse(hostError.call('query.parse', toWellFormed(text))));
const formatQuery = (list) => (list.length === 0 ? '' : hostError.call('query.format', JSON.stringify(list)));
const wellFormed = (value) => toWellFormed(`${value}`);

// Shared between a URL and its search parameters, neither of which shows it to programs.
let listOf; // the pairs of a URLSearchParams
let attach; // makes a URLSearchParams tell its URL about changes

function missing(...names) {
  const quoted = names.map((name) => `"${name}"`).join(' and ');
  return coded(TypeError, 'ERR_MISSING_ARGS', `The ${quoted} argument${names.length > 1 ? 's' : ''} must be specified`);
}

function pairsOf(init) {
  if (init === undefined || init === null) return [];
  if (typeof init !== 'object' && typeof init !== 'function') {
    const text = `${init}`;
    return parseQuery(text[0] === '?' ? text.slice(1) : text);
  }
  const iterator = init[Symbol.iterator];
  if (iterator === undefined || iterator === null) {
    // A symbol is no name: turning it into text fails.
    return Reflect.ownKeys(init).filter((key) => Object.prototype.propertyIsEnumerable.call(init, key))
      .map((key) => [wellFormed(key), wellFormed(init[key])]);
  }
  if (typeof iterator !== 'function') {
    throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
  }
  const list = [];
  for (const pair of init) {
    const usable = pair !== null && (typeof pair === 'object' || typeof pair === 'function');
    if (!usable || typeof pair[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
    }
    const both = [...pair];
    if (both.length !== 2) {
      throw coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
    }
    list.push([wellFormed(both[0]), wellFormed(both[1])]);
  }
  return list;
}

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
let restOf; // what an iterator has still to give

class ParamsIterator {
  #params;
  #pick;
  #index = 0;

  constructor(params, pick) {
    this.#params = params;
    this.#pick = pick;
  }

  static {
    restOf = (iterator) => listOf(iterator.#params).slice(iterator.#index).map(iterator.#pick);
  }

  next() {
    const list = listOf(this.#params);
    if (this.#index >= list.length) return { value: undefined, done: true };
    return { value: this.#pick(list[this.#index++]), done: false };
  }
}
delete ParamsIterator.prototype.constructor;
Object.setPrototypeOf(ParamsIterator.prototype, IteratorPrototype);
enumerable(ParamsIterator, 'URLSearchParams Iterator');
Object.defineProperty(ParamsIterator.prototype, custom, {
  value(depth, options, inspect) {
    if (depth < 0) return '[Object]';
    const inner = { ...options, depth: options.depth === null ? null : depth - 1 };
    const rest = restOf(this);
    const texts = rest.map((each) => inspect(each, inner));
    // One on each line where an array of them would be broken.
    return inspect(rest, inner).includes('\n') ? `URLSearchParams Iterator {\n  ${texts.join(',\n  ')} }`
      : `URLSearchParams Iterator { ${texts.join(', ')} }`;
  },
  configurable: true,
});

class URLSearchParams {
  #list;
  #changed = undefined; // called with the new query after a change

  constructor(init = undefined) { this.#list = pairsOf(init); }

  static {
    listOf = (params) => params.#list;
    attach = (params, changed) => { params.#changed = changed; };
  }


  get size() { return this.#list.length; }

  append(name, value) {
    if (arguments.length < 2) throw missing('name', 'value');
    this.#list.push([wellFormed(name), wellFormed(value)]);
    this.#changed?.(formatQuery(this.#list));
  }

  delete(name, value = undefined) {
    if (arguments.length < 1) throw missing('name');
    const key = wellFormed(name);
    const only = value === undefined ? undefined : wellFormed(value);
    const kept = this.#list.filter((pair) => pair[0] !== key || (only !== undefined && pair[1] !== only));
    this.#replace(kept);
    this.#changed?.(formatQuery(this.#list));
  }

  get(name) {
    if (arguments.length < 1) throw missing('name');
    const key = wellFormed(name);
    return this.#list.find((pair) => pair[0] === key)?.[1] ?? null;
  }

  getAll(name) {
    if (arguments.length < 1) throw missing('name');
    const key = wellFormed(name);
    return this.#list.filter((pair) => pair[0] === key).map((pair) => pair[1]);
  }

  has(name, value = undefined) {
    if (arguments.length < 1) throw missing('name');
    const key = wellFormed(name);
    const only = value === undefined ? undefined : wellFormed(value);
    return this.#list.some((pair) => pair[0] === key && (only === undefined || pair[1] === only));
  }

  set(name, value) {
    if (arguments.length < 2) throw missing('name', 'value');
    const key = wellFormed(name);
    const text = wellFormed(value);
    const index = this.#list.findIndex((pair) => pair[0] === key);
    if (index < 0) {
      this.#list.push([key, text]);
    } else {
      this.#list[index][1] = text;
      this.#replace(this.#list.filter((pair, at) => at <= index || pair[0] !== key));
    }
    this.#changed?.(formatQuery(this.#list));
  }

  sort() {
    this.#list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    this.#changed?.(formatQuery(this.#list));
  }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
    // By index: the list may change on the way.
    for (let i = 0; i < this.#list.length; i++) callback.call(thisArg, this.#list[i][1], this.#list[i][0], this);
  }

  entries() {
    void this.#list;
    return new ParamsIterator(this, (pair) => [pair[0], pair[1]]);
  }

  keys() {
    void this.#list;
    return new ParamsIterator(this, (pair) => pair[0]);
  }

  values() {
    void this.#list;
    return new ParamsIterator(this, (pair) => pair[1]);
  }

  toString() { return formatQuery(this.#list); }

  #replace(list) {
    // The same array stays, so that iterators see the change.
    this.#list.length = 0;
    for (const pair of list) this.#list.push(pair);
  }
}
enumerable(URLSearchParams);
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});
showAs(URLSearchParams, (params, options, inspect) => {
  const entries = listOf(params).map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
  if (entries.length === 0) return '{}';
  const line = entries.join(', ');
  return line.length <= (options.breakLength ?? 80) ? `{ ${line} }` : `{\n  ${entries.join(',\n  ')} }`;
}, () => '[Object]');

function invalid(input, base) {
  // Without its code in the trace, unlike other errors.
  const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  if (base !== undefined) error.base = base;
  return error;
}

function parse(input, base) {
  // An empty base would be none for the host.
  if (base === '') return undefined;
  const text = hostError.attempt('', 'url.parse', toWellFormed(input), base === undefined ? '' : toWellFormed(base));
  return text === '' ? undefined : JSON.parse(text);
}

class URL {
  #parts;
  #params = undefined;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    const text = `${input}`;
    const baseText = base === undefined ? undefined : `${base}`;
    this.#parts = parse(text, baseText);
    if (this.#parts === undefined) throw invalid(text, baseText);
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    return parse(`${input}`, base === undefined ? undefined : `${base}`) !== undefined;
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  #set(property, value) {
    this.#parts = JSON.parse(hostError.call('url.set', this.#parts.href, property, wellFormed(value)));
  }

  #refreshParams() {
    if (this.#params === undefined) return;
    const list = listOf(this.#params);
    list.length = 0;
    for (const pair of parseQuery(this.#parts.search.slice(1))) list.push(pair);
  }

  get href() { return this.#parts.href; }

  set href(value) {
    const parts = parse(`${value}`, undefined);
    if (parts === undefined) throw invalid(`${value}`, undefined);
    this.#parts = parts;
    this.#refreshParams();
  }

  get origin() { return this.#parts.origin; }

  get protocol() { return this.#parts.protocol; }

  set protocol(value) { this.#set('protocol', value); }

  get username() { return this.#parts.username; }

  set username(value) { this.#set('username', value); }

  get password() { return this.#parts.password; }

  set password(value) { this.#set('password', value); }

  get host() { return this.#parts.host; }

  set host(value) { this.#set('host', value); }

  get hostname() { return this.#parts.hostname; }

  set hostname(value) { this.#set('hostname', value); }

  get port() { return this.#parts.port; }

  set port(value) { this.#set('port', value); }

  get pathname() { return this.#parts.pathname; }

  set pathname(value) { this.#set('pathname', value); }

  get search() { return this.#parts.search; }

  set search(value) {
    this.#set('search', value);
    this.#refreshParams();
  }

  get searchParams() {
    if (this.#params === undefined) {
      this.#params = new URLSearchParams(this.#parts.search);
      attach(this.#params, (query) => { this.#set('search', query); });
    }
    return this.#params;
  }

  get hash() { return this.#parts.hash; }

  set hash(value) { this.#set('hash', value); }

  toString() { return this.#parts.href; }

  toJSON() { return this.#parts.href; }
}
enumerable(URL);
for (const name of ['createObjectURL', 'revokeObjectURL']) {
  Object.defineProperty(URL, name, {
    value: refuse('URL', name, 'there are no object URLs'), writable: true, configurable: true,
  });
}
const SHOWN = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash'];
showAs(URL, (url, options, inspect) => inspect(Object.fromEntries(SHOWN.map((name) => [name, url[name]])), options));

module.exports = { URL, URLSearchParams };
