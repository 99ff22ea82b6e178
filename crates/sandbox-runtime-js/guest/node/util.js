// node:util.
//
// What is here and what is in the files beside: util_inspect (with util_shapes, util_entries, util_names, util_errors,
// util_text, util_layout, util_style), util_format, util_types, util_functions, util_parse_args, util_env.

const { wellFormed } = require('primordials');
const { inspect } = require('node/util_inspect');
const { format, formatWithOptions } = require('node/util_format');
const types = require('node/util_types');
const { colors, stripControls } = require('node/util_style');
const functions = require('node/util_functions');
const system = require('node/util_system_errors');
const { parseArgs } = require('node/util_parse_args');
const { parseEnv } = require('node/util_env');
const { isDeepStrictEqual } = require('node/deep_equal');
const { TextEncoder, TextDecoder } = require('web/encoding');
const { invalidArgType, checkBoolean, checkString, checkOneOf, refuseClass } = require('node/errors');

// As in Node, a single style is left out for a stream that is no terminal (as stdout never is here), a list of them
// is not.
function styleText(name, text, options = {}) {
  const { validateStream = true, stream = require('process').stdout } = options;
  checkString(text, 'text');
  checkBoolean(validateStream, 'options.validateStream');
  if (validateStream && (stream === null || typeof stream !== 'object' || typeof stream.on !== 'function')) {
    throw invalidArgType('stream', 'an instance of ReadableStream, WritableStream, or Stream', stream);
  }
  const list = Array.isArray(name);
  let before = '';
  let after = '';
  for (const each of list ? name : [name]) {
    const codes = colors[each];
    if (codes === undefined) checkOneOf(each, 'format', Object.keys(colors));
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  return list || !validateStream || stream.isTTY ? `${before}${text}${after}` : text;
}

function stripVTControlCharacters(str) {
  checkString(str, 'str');
  return stripControls(str);
}

const isPrimitive = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function');

// What Node has deprecated and still has.
const old = {
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => require('node/buffer').Buffer.isBuffer(value),
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: (value) => types.isRegExp(value),
  isObject: (value) => value !== null && typeof value === 'object',
  isDate: (value) => types.isDate(value),
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isPrimitive,
  _extend(target, source) {
    return isPrimitive(source) ? target : Object.assign(target, source);
  },
  log(...args) {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const now = new Date();
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => `${part}`.padStart(2, '0'));
    require('console').log('%s - %s', `${now.getDate()} ${months[now.getMonth()]} ${time.join(':')}`, format(...args));
  },
};

module.exports = {
  _errnoException: system.errnoException,
  _exceptionWithHostPort: system.exceptionWithHostPort,
  _extend: old._extend,
  callbackify: functions.callbackify,
  debug: functions.debuglog,
  debuglog: functions.debuglog,
  deprecate: functions.deprecate,
  format,
  styleText,
  formatWithOptions,
  getSystemErrorMap: system.getSystemErrorMap,
  getSystemErrorName: system.getSystemErrorName,
  inherits: functions.inherits,
  inspect,
  isArray: old.isArray,
  isBoolean: old.isBoolean,
  isBuffer: old.isBuffer,
  isDeepStrictEqual,
  ...old,
  promisify: functions.promisify,
  stripVTControlCharacters,
  toUSVString: (input) => wellFormed(`${input}`),
  // Signals are never sent anywhere from here.
  transferableAbortSignal(signal) {
    const { AbortSignal } = require('web/abort');
    if (!(signal instanceof AbortSignal)) throw invalidArgType('signal', 'an instance of AbortSignal', signal);
    return signal;
  },
  transferableAbortController() {
    const { AbortController } = require('web/abort');
    return new AbortController();
  },
  aborted: functions.aborted,
  types,
  parseEnv,
  parseArgs,
  TextDecoder,
  TextEncoder,
  MIMEType: refuseClass('util', 'MIMEType', 'parse the text with a regular expression'),
  MIMEParams: refuseClass('util', 'MIMEParams', 'parse the text with a regular expression'),
};
