// The entries that util.inspect shows between the braces of each kind of object.

const { remaining, ELEMENTS, ELEMENTS_AND_PROPERTIES, join } = require('node/util_layout');
const { formatNumber, formatBigInt } = require('node/util_text');
const promises = require('node/promises');

const INDEX = /^(?:0|[1-9][0-9]*)$/;
const MOST_INDEXES = 2 ** 32 - 2;
const limit = (ctx, length) => Math.min(Math.max(0, ctx.maxArrayLength), length);

// All that follow take (ctx, value, level, format); `format` has the functions of util_inspect.js for what is inside.

function indented(ctx, work) {
  ctx.indentationLvl += 2;
  const result = work();
  ctx.indentationLvl -= 2;
  return result;
}

const holes = (ctx, count) => ctx.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');

// An array with holes, from the first one on: only what exists is visited.
function sparse(ctx, value, level, format, output, most) {
  let index = output.length;
  const keys = Object.keys(value);
  for (let i = index; i < keys.length && output.length < most; i++) {
    const key = keys[i];
    if (!INDEX.test(key) || +key > MOST_INDEXES) break;
    if (`${index}` !== key) {
      output.push(holes(ctx, key - index));
      index = +key;
      if (output.length === most) break;
    }
    output.push(format.property(ctx, value, level, key, ELEMENTS));
    index++;
  }
  const rest = value.length - index;
  if (rest > 0) output.push(output.length === most ? remaining(rest) : holes(ctx, rest));
  return output;
}

function ofArray(ctx, value, level, format) {
  const most = limit(ctx, value.length);
  const output = [];
  for (let i = 0; i < most; i++) {
    const descriptor = Object.getOwnPropertyDescriptor(value, i);
    if (descriptor === undefined) return sparse(ctx, value, level, format, output, most);
    output.push(format.property(ctx, value, level, i, ELEMENTS, descriptor));
  }
  if (value.length > most) output.push(remaining(value.length - most));
  return output;
}

function ofTypedArray(ctx, value, level, format) {
  const most = limit(ctx, value.length);
  const element = typeof value[0] === 'bigint' ? formatBigInt : formatNumber;
  const output = [];
  for (let i = 0; i < most; i++) output.push(element(ctx.stylize, value[i], ctx.numericSeparator));
  if (value.length > most) output.push(remaining(value.length - most));
  if (ctx.showHidden) {
    indented(ctx, () => {
      for (const name of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
        output.push(`[${name}]: ${format.value(ctx, value[name], level, true)}`);
      }
    });
  }
  return output;
}

function ofArrayBuffer(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch (error) {
    return [ctx.stylize('(detached)', 'special')];
  }
  const shown = [];
  for (let i = 0; i < limit(ctx, bytes.length); i++) shown.push(bytes[i].toString(16).padStart(2, '0'));
  const more = bytes.length - ctx.maxArrayLength;
  const rest = more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : '';
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${shown.join(' ')}${rest}>`];
}

// Elements of a Set, entries of a Map: `show` makes the text of one.
function collection(ctx, iterator, size, show) {
  const most = limit(ctx, size);
  return indented(ctx, () => {
    const output = [];
    for (let i = 0; i < most; i++) {
      const { done, value } = iterator.next();
      if (done) break;
      output.push(show(value));
    }
    if (size > most) output.push(remaining(size - most));
    return output;
  });
}

const mapEntries = Map.prototype.entries;
const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setValues = Set.prototype.values;
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
const sizeOf = (kind, value) => (kind === 'Map' ? mapSize : setSize).call(value);

function ofSet(ctx, value, level, format) {
  return collection(ctx, setValues.call(value), sizeOf('Set', value), (each) => format.value(ctx, each, level));
}

function ofMap(ctx, value, level, format) {
  return collection(ctx, mapEntries.call(value), sizeOf('Map', value),
    ([key, each]) => `${format.value(ctx, key, level)} => ${format.value(ctx, each, level)}`);
}

const iteratorNext = (iterable) => Object.getPrototypeOf(iterable[Symbol.iterator]()).next;
const nexts = { MapIterator: iteratorNext(new Map()), SetIterator: iteratorNext(new Set()) };

const replays = new WeakSet();

// What an iterator of a Map or Set still has to give. The engine cannot look ahead: the iterator is run to its end,
// and gives the same again from then on, by a `next` of its own. (Only a loop over this very iterator that is going on
// meanwhile would end early: it has taken the old `next` already.)
function drain(kind, iterator) {
  const values = [];
  let usual = nexts[kind];
  if (Object.hasOwn(iterator, 'next')) {
    usual = Object.getOwnPropertyDescriptor(iterator, 'next').value;
    if (!replays.has(usual)) return []; // a function of the program's is not called
  }
  try {
    for (let each = usual.call(iterator); !each.done; each = usual.call(iterator)) values.push(each.value);
  } catch (error) {
    return []; // no iterator: made with Object.create
  }
  let position = 0;
  const { next } = {
    next: () => (position < values.length
      ? { value: values[position++], done: false } : { value: undefined, done: true }),
  };
  replays.add(next);
  Object.defineProperty(iterator, 'next', {
    value: next,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return values;
}

const isPair = (value) => Array.isArray(value) && value.length === 2;

// Of an iterator over entries, pairs; else elements. `pairs` tells which.
function iteratorEntries(kind, iterator) {
  const values = drain(kind, iterator);
  const pairs = values.length > 0 && values.every(kind === 'MapIterator'
    ? isPair : (value) => isPair(value) && Object.is(value[0], value[1]));
  return { values, pairs };
}

function ofIterator(ctx, { values, pairs }, level, format) {
  return collection(ctx, values.values(), values.length, (each) => {
    if (!pairs) return format.value(ctx, each, level);
    const texts = [format.value(ctx, each[0], level), format.value(ctx, each[1], level)];
    return join(ctx, texts, '', ['[', ']'], ELEMENTS_AND_PROPERTIES, level, undefined);
  });
}

function ofPromise(ctx, value, level, format) {
  const state = promises.stateOf(value);
  if (state !== 'fulfilled' && state !== 'rejected') return [ctx.stylize(`<${state}>`, 'special')];
  const text = indented(ctx, () => format.value(ctx, promises.resultOf(value), level));
  return [state === 'rejected' ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

const ofWeak = (ctx) => [ctx.stylize('<items unknown>', 'special')];

// The exports of a module; those that are not initialised yet cannot be read.
function ofNamespace(ctx, value, level, format, keys) {
  return keys.map((key) => {
    try {
      return format.property(ctx, value, level, key, 0);
    } catch (error) {
      return `${format.key(ctx, key)}: ${ctx.stylize('<uninitialized>', 'special')}`;
    }
  });
}

const none = () => [];

module.exports = {
  isReplay: (next) => replays.has(next),
  sizeOf, iteratorEntries, none, ofArray, ofTypedArray, ofArrayBuffer, ofSet, ofMap, ofIterator, ofPromise, ofWeak,
  ofNamespace,
};
