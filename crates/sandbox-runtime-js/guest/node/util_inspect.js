// util.inspect: the text of any value, as Node 20 writes it.
//
// The context `ctx` of one call has the options and: `stylize`, `seen` (the objects that this one is inside of),
// `circular` (those that are inside of themselves, with their numbers), `indentationLvl`, and `currentDepth`, the level
// of the object that was entered last. `level` is how deep a value is.

const { kindOf } = require('node/kinds');
const { detailsOf } = require('node/proxies');
const names = require('node/util_names');
const { keysOf, shapeOf } = require('node/util_shapes');
const {
  PROPERTIES, ELEMENTS, ELEMENTS_AND_PROPERTIES, join, spaces,
} = require('node/util_layout');
const { quote, escapeText, symbolText, formatPrimitive } = require('node/util_text');
const {
  colors, styles, stylizeWithColor, stylizeNoColor, getStringWidth,
} = require('node/util_style');
const { invalidArgType } = require('node_errors');

const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { propertyIsEnumerable, hasOwnProperty } = Object.prototype;
const custom = Symbol.for('nodejs.util.inspect.custom');

const defaults = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});
const OPTIONS = Object.keys(defaults);

// No text may become longer than about this: what is left is shown by its class only.
const MOST_TEXT = 2 ** 27;

const isStackOverflow = (error) => error instanceof RangeError && /stack/i.test(error.message);

function context(options) {
  const ctx = {
    seen: [], circular: undefined, indentationLvl: 0, currentDepth: 0, budget: {}, stylize: stylizeNoColor,
    userOptions: undefined, ...defaults,
  };
  if (options !== undefined) {
    for (const name of Object.keys(options)) {
      if (hasOwn(defaults, name) || name === 'stylize') ctx[name] = options[name];
      else ctx.userOptions ??= options;
    }
  }
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return ctx;
}

function inspect(value, options) {
  let given = options;
  if (arguments.length > 1 && (options === null || typeof options !== 'object')) {
    // The old form: inspect(value, showHidden, depth, colors).
    given = {};
    if (typeof options === 'boolean') given.showHidden = options;
  }
  if (arguments.length > 2) {
    given = { ...given };
    if (arguments[2] !== undefined) given.depth = arguments[2];
    if (arguments[3] !== undefined) given.colors = arguments[3];
  }
  return formatValue(context(given), value, 0);
}

// What the functions of the program that show an object get as their options.
function userOptions(ctx, foreign) {
  const options = { stylize: ctx.stylize };
  for (const name of OPTIONS) options[name] = ctx[name];
  Object.assign(options, ctx.userOptions);
  if (foreign) {
    // Nothing that leads out of the object's own world.
    Object.setPrototypeOf(options, null);
    for (const name of Object.keys(options)) {
      const each = options[name];
      if (each !== null && (typeof each === 'object' || typeof each === 'function')) delete options[name];
    }
    options.stylize = Object.setPrototypeOf((text, style) => `${ctx.stylize(`${text}`, style)}`, null);
  }
  return options;
}

// The text by the object's own function, or undefined if it has none or wants the usual.
function customText(ctx, value, original, level, proxied) {
  const show = value[custom];
  // A prototype is not an instance of its class.
  if (typeof show !== 'function' || show === inspect || value.constructor?.prototype === value) return undefined;
  const depth = ctx.depth === null ? null : ctx.depth - level;
  const foreign = proxied || !(original instanceof Object);
  const shown = show.call(original, depth, userOptions(ctx, foreign), inspect);
  if (shown === original) return undefined;
  if (typeof shown !== 'string') return formatValue(ctx, shown, level);
  return shown.replaceAll('\n', `\n${spaces(ctx.indentationLvl)}`);
}

function proxyText(ctx, { target, handler }, level) {
  if (ctx.depth !== null && level > ctx.depth) return ctx.stylize('Proxy [Array]', 'special');
  ctx.indentationLvl += 2;
  const parts = [formatValue(ctx, target, level + 1), formatValue(ctx, handler, level + 1)];
  ctx.indentationLvl -= 2;
  return join(ctx, parts, '', ['Proxy [', ']'], ELEMENTS_AND_PROPERTIES, level + 1, undefined);
}

// `inTypedArray`: the value is the buffer of a typed array, whose bytes are shown already.
function formatValue(ctx, value, level, inTypedArray = false) {
  if (value === null) return ctx.stylize('null', 'null');
  if (typeof value !== 'object' && typeof value !== 'function') return formatPrimitive(ctx.stylize, value, ctx);
  const original = value;
  let proxied = false;
  for (let details = detailsOf(value); details !== undefined; details = detailsOf(value)) {
    if (details.target === null) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return proxyText(ctx, details, level);
    value = details.target;
    proxied = true;
  }
  if (ctx.customInspect) {
    const text = customText(ctx, value, original, level, proxied);
    if (text !== undefined) return text;
  }
  if (ctx.seen.includes(value)) {
    ctx.circular ??= new Map();
    let number = ctx.circular.get(value);
    if (number === undefined) ctx.circular.set(value, number = ctx.circular.size + 1);
    return ctx.stylize(`[Circular *${number}]`, 'special');
  }
  return formatObject(ctx, value, level, inTypedArray);
}

// With showHidden, what the prototypes of the program's classes have beside methods.
function prototypeProperties(ctx, value, first, level, output) {
  let object = first;
  const above = new Set();
  for (let count = 0; count < 3; count++) {
    if (count > 0 || value === first) {
      object = getPrototypeOf(object);
      if (object === null) return;
      const Class = getOwnPropertyDescriptor(object, 'constructor')?.value;
      if (typeof Class === 'function' && names.builtIns.has(Class.name)) return;
    }
    const keys = Reflect.ownKeys(object);
    ctx.seen.push(value);
    for (const key of keys) {
      if (key === 'constructor' || hasOwn(value, key) || above.has(key)) continue;
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, object, level, key, PROPERTIES, descriptor, value);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    for (const key of keys) above.add(key);
  }
}

// The object cannot be shown to its end: the stack is full.
function interrupted(ctx, error, name) {
  if (!isStackOverflow(error)) throw error;
  return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
}

function sort(ctx, output, type, keyCount) {
  if (!ctx.sorted) return;
  const compare = ctx.sorted === true ? undefined : ctx.sorted;
  if (type === PROPERTIES) {
    output.sort(compare);
  } else if (keyCount > 1) {
    // Elements keep their order.
    output.push(...output.splice(output.length - keyCount).sort(compare));
  }
}

// The tag as it is shown beside the name of the class.
function shownTag(ctx, value, tag) {
  if (typeof tag !== 'string' || tag === '') return '';
  // One that is shown as a property is not shown twice.
  const has = ctx.showHidden ? hasOwnProperty : propertyIsEnumerable;
  return has.call(value, Symbol.toStringTag) ? '' : tag;
}

const showPrototype = (ctx, prototype) => inspect(prototype, { ...ctx, customInspect: false, depth: -1 });

function formatObject(ctx, value, level, inTypedArray) {
  const hidden = ctx.showHidden && (ctx.depth === null || level <= ctx.depth) ? [] : undefined;
  const constructor = names.constructorName(ctx, value, level, showPrototype,
    hidden && ((first) => prototypeProperties(ctx, value, first, level, hidden)));
  const ownTag = value[Symbol.toStringTag];
  const tag = ownTag === undefined ? '' : shownTag(ctx, value, ownTag);
  const kind = kindOf(value, ownTag);
  const keys = keysOf(ctx, value, kind);
  const shape = shapeOf(ctx, kind, value, { constructor, tag, inTypedArray }, keys);
  const { base = '', braces, type = PROPERTIES, fixed } = shape;
  const bare = keys.length === 0 && fixed?.stack === undefined && (hidden === undefined || hidden.length === 0);
  const tooDeep = ctx.depth !== null && level > ctx.depth;
  if (bare || (tooDeep && kind === 'RegExp')) {
    if (shape.base !== undefined) return shape.style === undefined ? base : ctx.stylize(base, shape.style);
    if (!shape.filled) return `${braces[0]}${braces[1]}`;
    if (shape.short !== undefined) return shape.short;
  }
  if (tooDeep) {
    const name = names.objectPrefix(value, constructor, tag).slice(0, -1);
    return ctx.stylize(constructor === null ? name : `[${name}]`, 'special');
  }
  const inner = level + 1;
  const { indentationLvl } = ctx;
  const depth = ctx.seen.length;
  ctx.seen.push(value);
  ctx.currentDepth = inner;
  let output;
  try {
    output = shape.entries === undefined ? [] : shape.entries(ctx, value, inner, tools);
    if (fixed !== undefined) {
      for (const name of Object.keys(fixed)) {
        const descriptor = { value: value[name], enumerable: fixed[name] };
        output.push(formatProperty(ctx, value, inner, name, type, descriptor));
      }
    }
    for (let i = 0; i < keys.length; i++) output.push(formatProperty(ctx, value, inner, keys[i], type));
    if (hidden !== undefined) output.push(...hidden);
  } catch (error) {
    ctx.indentationLvl = indentationLvl;
    ctx.seen.length = depth;
    return interrupted(ctx, error, names.objectPrefix(value, constructor, tag).slice(0, -1));
  }
  ctx.seen.pop();
  return finish(ctx, value, inner, shape, output, keys.length);
}

function finish(ctx, value, level, shape, output, keyCount) {
  let { base = '' } = shape;
  let { braces } = shape;
  const { type = PROPERTIES } = shape;
  const number = ctx.circular?.get(value);
  if (number !== undefined) {
    const reference = ctx.stylize(`<ref *${number}>`, 'special');
    if (ctx.compact === true) braces = [`${reference} ${braces[0]}`, braces[1]];
    else base = base === '' ? reference : `${reference} ${base}`;
  }
  sort(ctx, output, type, keyCount);
  const text = join(ctx, output, base, braces, type, level, value);
  const used = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
  ctx.budget[ctx.indentationLvl] = used;
  if (used > MOST_TEXT) ctx.depth = -1;
  return text;
}

function getterText(ctx, descriptor, level, receiver) {
  const { getters } = ctx;
  const both = descriptor.set !== undefined;
  const label = both ? 'Getter/Setter' : 'Getter';
  const special = (text) => ctx.stylize(text, 'special');
  if (!(getters === true || (getters === 'get' && !both) || (getters === 'set' && both))) return special(`[${label}]`);
  let text;
  ctx.indentationLvl += 2;
  try {
    const value = descriptor.get.call(receiver);
    if (value !== null && typeof value === 'object') {
      text = `${special(`[${label}]`)} ${formatValue(ctx, value, level)}`;
    } else {
      const shown = value === null ? ctx.stylize('null', 'null') : formatPrimitive(ctx.stylize, value, ctx);
      text = `${special(`[${label}:`)} ${shown}${special(']')}`;
    }
  } catch (error) {
    text = `${special(`[${label}:`)} <Inspection threw (${error.message})>${special(']')}`;
  }
  ctx.indentationLvl -= 2;
  return text;
}

function keyText(ctx, key, enumerable = true) {
  if (typeof key === 'symbol') return `[${ctx.stylize(escapeText(symbolText(key)), 'symbol')}]`;
  if (key === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${escapeText(key)}]`;
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key) ? ctx.stylize(key, 'name') : ctx.stylize(quote(key), 'string');
}

// A property with its name, or an element without. `receiver` is the object that a getter is called on.
function formatProperty(ctx, value, level, key, type, given, receiver = value) {
  const descriptor = given ?? getOwnPropertyDescriptor(value, key)
    ?? { value: value[key], enumerable: true };
  let text;
  let gap = ' ';
  if (descriptor.value !== undefined) {
    const margin = ctx.compact !== true || type !== PROPERTIES ? 2 : 3;
    ctx.indentationLvl += margin;
    text = formatValue(ctx, descriptor.value, level);
    if (margin === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) gap = `\n${spaces(ctx.indentationLvl)}`;
    ctx.indentationLvl -= margin;
  } else if (descriptor.get !== undefined) {
    text = getterText(ctx, descriptor, level, receiver);
  } else {
    text = descriptor.set !== undefined ? ctx.stylize('[Setter]', 'special') : ctx.stylize('undefined', 'undefined');
  }
  return type === ELEMENTS ? text : `${keyText(ctx, key, descriptor.enumerable)}:${gap}${text}`;
}

// For the files that show what is inside of an object.
const tools = { value: formatValue, property: formatProperty, key: keyText };

inspect.custom = custom;
Object.defineProperty(inspect, 'defaultOptions', {
  get: () => defaults,
  set(options) {
    if (options === null || typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
    Object.assign(defaults, options);
  },
});
inspect.colors = colors;
inspect.styles = styles;

module.exports = { inspect };
