// util.format: text with directives (%s, %d, ...), and other values as util.inspect shows them.

const { inspect } = require('node/util_inspect');
const { builtIns } = require('node/util_names');
const { formatNumber, formatBigInt } = require('node/util_text');
const { stylizeNoColor } = require('node/util_style');
const { detailsOf } = require('node/proxies');
const { invalidArgType } = require('node_errors');

const { getPrototypeOf, getOwnPropertyDescriptor, hasOwn } = Object;

// Whether `String(value)` would only say "[object Object]" or the like: no class of the program has another toString.
function hasUsualText(value) {
  const details = detailsOf(value);
  if (details !== undefined) {
    if (details.target === null) return true;
    value = details.target;
  }
  if (typeof value.toString !== 'function') return true;
  if (hasOwn(value, 'toString')) return false;
  let holder = value;
  do holder = getPrototypeOf(holder); while (!hasOwn(holder, 'toString'));
  const Class = getOwnPropertyDescriptor(holder, 'constructor')?.value;
  return typeof Class === 'function' && builtIns.has(Class.name);
}

// What JSON.stringify says to an object that is inside of itself, which is no error here.
let circularMessage;
function isCircular(error) {
  if (circularMessage === undefined) {
    const circle = {};
    circle.circle = circle;
    try {
      JSON.stringify(circle);
    } catch (refusal) {
      [circularMessage] = refusal.message.split('\n', 1);
    }
  }
  return error.name === 'TypeError' && error.message.split('\n', 1)[0] === circularMessage;
}

function json(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (isCircular(error)) return '[Circular]';
    throw error;
  }
}

const separator = (options) => options?.numericSeparator ?? inspect.defaultOptions.numericSeparator;

function text(value, options) {
  if (typeof value === 'number') return formatNumber(stylizeNoColor, value, separator(options));
  if (typeof value === 'bigint') return formatBigInt(stylizeNoColor, value, separator(options));
  if (typeof value !== 'object' || value === null || !hasUsualText(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function number(value, options, convert) {
  if (typeof value === 'bigint' && convert !== parseFloat) return text(value, options);
  return text(typeof value === 'symbol' ? NaN : convert(value), options);
}

const directives = {
  __proto__: null,
  s: text,
  j: json,
  d: (value, options) => number(value, options, Number),
  i: (value, options) => number(value, options, parseInt),
  f: (value, options) => number(value, options, parseFloat),
  O: (value, options) => inspect(value, options),
  o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  c: () => '',
};

function formatAll(options, args) {
  const [first] = args;
  if (typeof first !== 'string') return rest(options, args, 0, '');
  if (args.length === 1) return first;
  let result = '';
  let used = 1; // of the arguments
  let done = 0; // of the text
  for (let at = first.indexOf('%'); at >= 0 && at < first.length - 1; at = first.indexOf('%', at)) {
    const letter = first[at + 1];
    const directive = directives[letter];
    if (letter === '%') {
      result += first.slice(done, at + 1);
    } else if (directive !== undefined && used < args.length) {
      result += `${first.slice(done, at)}${directive(args[used], options)}`;
      used++;
    } else {
      // Stays as it is, and what follows may be the beginning of another one.
      at++;
      continue;
    }
    at += 2;
    done = at;
  }
  return rest(options, args, used, `${result}${first.slice(done)}`);
}

// The arguments that no directive took, each after a space.
function rest(options, args, from, before) {
  let result = before;
  for (let i = from; i < args.length; i++) {
    if (i > 0) result += ' ';
    const value = args[i];
    result += typeof value === 'string' ? value : inspect(value, options);
  }
  return result;
}

const format = (...args) => formatAll(undefined, args);

function formatWithOptions(inspectOptions, ...args) {
  if (inspectOptions === null || typeof inspectOptions !== 'object') {
    throw invalidArgType('inspectOptions', 'of type object', inspectOptions);
  }
  return formatAll(inspectOptions, args);
}

module.exports = { format, formatWithOptions };
