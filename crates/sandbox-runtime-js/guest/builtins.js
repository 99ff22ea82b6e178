// The modules that `require` and `import` know by name, with and without `node:`.

const { coded } = require('node_errors');

// name -> [file of the prelude, property of its exports or undefined for all of them]
const table = Object.assign(Object.create(null), {
  assert: 'node/assert',
  'assert/strict': ['node/assert', 'strict'],
  buffer: 'node/buffer',
  console: 'console',
  crypto: 'node/crypto',
  events: 'node/events',
  fs: 'node/fs',
  'fs/promises': 'node/fs_promises',
  module: 'node_module',
  os: 'node/os',
  path: 'node/path',
  'path/posix': ['node/path', 'posix'],
  perf_hooks: 'node/perf_hooks',
  process: 'process',
  querystring: 'node/querystring',
  readline: 'node/readline',
  'readline/promises': ['node/readline', 'promises'],
  string_decoder: 'node/string_decoder',
  timers: 'node_timers',
  'timers/promises': 'node/timers_promises',
  url: 'node/url',
  util: 'node/util',
  'util/types': ['node/util', 'types'],
});

// Node knows these; they need what a sandbox does not have.
const absent = new Set(['async_hooks', 'child_process', 'cluster', 'dgram', 'diagnostics_channel', 'dns',
  'dns/promises', 'domain', 'http', 'http2', 'https', 'inspector', 'net', 'punycode', 'repl', 'sqlite', 'stream',
  'stream/promises', 'stream/web', 'stream/consumers', 'sys', 'test', 'tls', 'trace_events', 'tty', 'v8', 'vm', 'wasi',
  'worker_threads', 'zlib']);
const NETWORK = new Set(['dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'net', 'tls']);

function bare(specifier) {
  return specifier.startsWith('node:') ? specifier.slice(5) : specifier;
}

function fileOf(name) {
  const entry = table[name];
  if (entry === undefined) return undefined;
  const file = typeof entry === 'string' ? entry : entry[0];
  return require.has(file) ? file : undefined;
}

const names = () => Object.keys(table).filter((name) => fileOf(name) !== undefined);
exports.names = names;

exports.has = (specifier) => typeof specifier === 'string' && fileOf(bare(specifier)) !== undefined;
exports.bare = bare;

exports.get = function get(specifier) {
  const name = bare(`${specifier}`);
  const file = fileOf(name);
  if (file === undefined) return undefined;
  const all = require(file);
  return typeof table[name] === 'string' ? all : all[table[name][1]];
};

// What there is instead, for the message of an error.
function hint() {
  return `Built-in modules: ${names().join(', ')}. Packages: ${require('files').vendored().join(', ') || 'none'}. `
    + "Files are loaded by their path ('./lib.js', '/app/lib.js').";
}
exports.hint = hint;

// For modules of Node's that are not here, and names with `node:` that do not exist at all.
exports.refuse = function refuse(specifier) {
  const name = bare(specifier);
  if (absent.has(name)) {
    const why = NETWORK.has(name) ? 'there is no network in this sandbox' : 'this sandbox does not have it';
    return coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: node:${name} (${why}). ${hint()}`);
  }
  if (specifier.startsWith('node:')) {
    return coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${specifier}. ${hint()}`);
  }
  return undefined;
};
