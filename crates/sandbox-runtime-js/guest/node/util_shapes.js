// What util.inspect shows of each kind of object: the text before the braces, the braces, the entries, the keys.

const names = require('node/util_names');
const entries = require('node/util_entries');
const { formatError } = require('node/util_errors');
const { ELEMENTS_AND_PROPERTIES } = require('node/util_layout');
const { formatNumber, formatPrimitive } = require('node/util_text');
const { stylizeNoColor } = require('node/util_style');
const { typedArrayName } = require('web/brands');

const { getOwnPropertyNames, getOwnPropertySymbols } = Object;
const { propertyIsEnumerable } = Object.prototype;

// The engine makes a text of every index when it is asked for keys. Beyond so many elements none are asked for.
const MOST_INDEXES = 1e5;

const isIndex = (key) => /^(?:0|[1-9][0-9]{0,9})$/.test(key) && +key < 2 ** 32 - 1;

// Indexes come first among the keys, so their end can be searched for.
function withoutIndexes(keys) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isIndex(keys[middle])) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? keys : keys.slice(low);
}

// The keys of the properties that are shown, without the indexes of an array.
function keysOf(ctx, value, kind) {
  let keys;
  if (kind === 'Array' || kind === 'TypedArray') {
    keys = value.length > MOST_INDEXES ? [] : withoutIndexes(ctx.showHidden ? getOwnPropertyNames(value)
      : Object.keys(value));
  } else if (kind === 'Module') {
    // All are enumerable; to ask for that is an error for those that are not initialised yet.
    keys = getOwnPropertyNames(value);
  } else {
    keys = ctx.showHidden ? getOwnPropertyNames(value) : Object.keys(value);
  }
  const symbols = getOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++) {
    if (ctx.showHidden || propertyIsEnumerable.call(value, symbols[i])) keys.push(symbols[i]);
  }
  return keys;
}

function collection(kind, value, { constructor, tag }) {
  const size = entries.sizeOf(kind, value);
  return {
    braces: [`${names.prefix(constructor, tag, kind, `(${size})`)}{`, '}'],
    entries: kind === 'Map' ? entries.ofMap : entries.ofSet,
    filled: size > 0,
  };
}

function iterator(kind, value, { tag }, keys) {
  const { values, pairs } = entries.iteratorEntries(`${kind}Iterator`, value);
  // Its `next` is one that iteratorEntries has put there.
  if (keys.includes('next') && entries.isReplay(value.next)) keys.splice(keys.indexOf('next'), 1);
  const usual = `${kind} Iterator`;
  const name = pairs ? `${kind} Entries` : usual;
  return {
    braces: [`[${tag === usual || tag === '' ? name : `${tag}] [${name}`}] {`, '}'],
    entries: (ctx, _, level, format) => entries.ofIterator(ctx, { values, pairs }, level, format),
    filled: true,
  };
}

function buffer(kind, ctx, value, { constructor, tag, inTypedArray }) {
  const before = names.prefix(constructor, tag, kind);
  return {
    braces: [`${before}{`, '}'],
    entries: inTypedArray ? undefined : entries.ofArrayBuffer,
    fixed: { byteLength: true },
    filled: true,
    // The bytes are those of the typed array that is being shown.
    short: inTypedArray ? `${before}{ byteLength: ${formatNumber(ctx.stylize, value.byteLength, false)} }` : undefined,
  };
}

// An object with nothing but a word between its braces.
const known = (kind, of) => (ctx, value, { constructor, tag }) => ({
  braces: [`${names.prefix(constructor, tag, kind)}{`, '}'], entries: of, filled: true,
});

function boxed(kind, Class) {
  const valueOf = Class.prototype.valueOf;
  return (ctx, value, { constructor, tag }, keys) => {
    const inner = valueOf.call(value);
    // The characters of a text are not shown once more.
    if (kind === 'String') keys.splice(0, inner.length);
    let base = `[${kind}`;
    if (constructor !== kind) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
    base += `: ${formatPrimitive(stylizeNoColor, inner, ctx)}]`;
    if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
    return { base, style: kind.toLowerCase(), braces: ['{', '}'] };
  };
}

// The shapes of most objects.
const OBJECT = { braces: ['{', '}'] };
const EMPTY_ARRAY = { braces: ['[', ']'], entries: entries.ofArray, type: ELEMENTS_AND_PROPERTIES, filled: false };
const ARRAY = { ...EMPTY_ARRAY, filled: true };

// kind -> (ctx, value, name, keys) => shape. `name` is {constructor, tag, inTypedArray}; `keys` may be changed.
// A shape has: `base`, what stands before the braces, and alone where there are no keys (then in `style`); `braces`;
// `entries`, which makes the texts of what is inside; `fixed`, accessors shown as properties (name -> enumerable);
// `type` of the layout; `filled`, whether there is something to show without any keys; `short`, the text then.
const shapes = {
  __proto__: null,

  Array(ctx, value, { constructor, tag }) {
    if (constructor === 'Array' && tag === '') return value.length > 0 ? ARRAY : EMPTY_ARRAY;
    return {
      braces: [ `${names.prefix(constructor, tag, 'Array', `(${value.length})`)}[`, ']'],
      entries: entries.ofArray,
      type: ELEMENTS_AND_PROPERTIES,
      filled: value.length > 0,
    };
  },

  TypedArray(ctx, value, { constructor, tag }) {
    const before = names.prefix(constructor, tag, typedArrayName(value), `(${value.length})`);
    return {
      braces: [`${before}[`, ']'],
      entries: entries.ofTypedArray,
      type: ELEMENTS_AND_PROPERTIES,
      filled: value.length > 0 || ctx.showHidden,
    };
  },

  Set: (ctx, value, name) => collection('Set', value, name),
  Map: (ctx, value, name) => collection('Map', value, name),
  MapIterator: (ctx, value, name, keys) => iterator('Map', value, name, keys),
  SetIterator: (ctx, value, name, keys) => iterator('Set', value, name, keys),

  Function: (ctx, value, { constructor, tag }) => ({
    base: names.functionText(value, constructor, tag), style: 'special', braces: ['{', '}'],
  }),

  RegExp(ctx, value, { constructor, tag }) {
    const before = names.prefix(constructor, tag, 'RegExp');
    const text = RegExp.prototype.toString.call(constructor === null ? new RegExp(value) : value);
    return { base: before === 'RegExp ' ? text : `${before}${text}`, style: 'regexp', braces: ['{', '}'] };
  },

  Date(ctx, value, { constructor, tag }) {
    const before = names.prefix(constructor, tag, 'Date');
    const invalid = Number.isNaN(Date.prototype.getTime.call(value));
    const text = invalid ? Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
    return { base: before === 'Date ' ? text : `${before}${text}`, style: 'date', braces: ['{', '}'] };
  },

  Error(ctx, value, { constructor, tag }, keys) {
    const base = formatError(ctx, value, constructor, tag, keys);
    // The trace is an accessor in this engine.
    const index = keys.indexOf('stack');
    if (index < 0) return { base, braces: ['{', '}'] };
    keys.splice(index, 1);
    return { base, braces: ['{', '}'], fixed: { stack: false } };
  },

  ArrayBuffer: (ctx, value, name) => buffer('ArrayBuffer', ctx, value, name),
  SharedArrayBuffer: (ctx, value, name) => buffer('SharedArrayBuffer', ctx, value, name),

  DataView: (ctx, value, { constructor, tag }) => ({
    braces: [`${names.prefix(constructor, tag, 'DataView')}{`, '}'],
    fixed: { byteLength: true, byteOffset: true, buffer: true },
    filled: true,
  }),

  Promise: known('Promise', entries.ofPromise),
  WeakSet: known('WeakSet', entries.ofWeak),
  WeakMap: known('WeakMap', entries.ofWeak),

  Module(ctx, value, { constructor, tag }, keys) {
    const exported = keys.splice(0);
    return {
      braces: [`${names.prefix(constructor, tag, 'Module')}{`, '}'],
      entries: (_, __, level, format) => entries.ofNamespace(ctx, value, level, format, exported),
      filled: exported.length > 0,
    };
  },

  Number: boxed('Number', Number),
  String: boxed('String', String),
  Boolean: boxed('Boolean', Boolean),
  BigInt: boxed('BigInt', BigInt),
  Symbol: boxed('Symbol', Symbol),

  Arguments: (ctx, value, { constructor, tag }) => ({
    braces: [constructor === 'Object' ? '[Arguments] {' : `${names.objectPrefix(value, constructor, tag)}{`, '}'],
  }),

  Object(ctx, value, { constructor, tag }) {
    if (constructor === 'Object' && tag === '') return OBJECT;
    return { braces: [`${names.objectPrefix(value, constructor, tag)}{`, '}'] };
  },
};

const shapeOf = (ctx, kind, value, name, keys) => (shapes[kind] ?? shapes.Object)(ctx, value, name, keys);

module.exports = { keysOf, shapeOf, withoutIndexes, MOST_INDEXES };
