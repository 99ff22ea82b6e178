// What util.inspect calls an object: the class it is of, its tag, the text for functions and classes.

const { getPrototypeOf, getOwnPropertyDescriptor, hasOwn } = Object;
const { apply } = Reflect;
const sourceOf = Function.prototype.toString;
const { toString } = Object.prototype;
const ObjectPrototype = Object.prototype;
const ArrayPrototype = Array.prototype;

// The classes of the language itself: their prototypes have nothing to tell.
const builtIns = new Set(['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'Date', 'Promise',
  'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError',
  'URIError', 'ArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array',
  'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt',
  'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy', 'FinalizationRegistry', 'SharedArrayBuffer', 'Iterator']);

function isInstance(value, Class) {
  try {
    return value instanceof Class;
  } catch (error) {
    return false;
  }
}

// The class that a prototype names, if the value is an instance of it.
function classOf(prototype, value) {
  const descriptor = getOwnPropertyDescriptor(prototype, 'constructor');
  const Class = descriptor?.value;
  return typeof Class === 'function' && Class.name !== '' && isInstance(value, Class) ? Class : undefined;
}

// What the engine itself would call an object of which no prototype tells.
const engineName = (value) => apply(toString, value, []).slice(8, -1);

// The name of the class; null for an object without any prototype. `visit`, if given, is called with the first
// prototype for a class of the program's. `show` makes the text of a prototype that names no class.
function constructorName(ctx, value, level, show, visit) {
  let object = getPrototypeOf(value);
  if (visit === undefined && !hasOwn(value, 'constructor')) {
    // Almost all objects.
    if (object === ObjectPrototype) return 'Object';
    if (object === ArrayPrototype) return 'Array';
  }
  const first = object;
  for (object = value; object !== null; object = getPrototypeOf(object)) {
    const Class = classOf(object, value);
    if (Class === undefined) continue;
    if (visit !== undefined) {
      const found = object === value ? undefined : first;
      if (found !== object || !builtIns.has(Class.name)) visit(found ?? value);
    }
    return `${Class.name}`;
  }
  if (first === null) return null;
  // Some prototype, and none of them names a class.
  const name = engineName(value);
  if (ctx.depth !== null && level > ctx.depth) return `${name} <Complex prototype>`;
  return `${name} <${constructorName(ctx, first, level + 1, show, undefined) ?? show(ctx, first)}>`;
}

// What stands before the braces: "Map(2) ", "Foo [tag] ", "[Object: null prototype] ".
function prefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    const known = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${known}[${tag}] ` : known;
  }
  return tag !== '' && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

// The same for an object of no special kind.
function objectPrefix(value, constructor, tag) {
  if (constructor !== null) return prefix(constructor, tag, 'Object');
  const name = engineName(value);
  return prefix(constructor, tag, name === tag ? 'Object' : name);
}

const COMMENTS = /\/\/.*?\n|\/\*[^]*?\*\//g;

// A class by the text of its definition; a method named `class` has a parameter list before the first brace.
function isClass(source) {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const rest = source.slice(5, -1);
  const brace = rest.indexOf('{');
  if (brace < 0) return false;
  return !rest.slice(0, brace).includes('(') || /^\s+[^(]*?\s*\{/.test(rest.replace(COMMENTS, ''));
}

function classText(value, constructor, tag) {
  let text = `class ${(hasOwn(value, 'name') && value.name) || '(anonymous)'}`;
  if (constructor !== 'Function' && constructor !== null) text += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) text += ` [${tag}]`;
  if (constructor === null) return `[${text} extends [null prototype]]`;
  const parent = getPrototypeOf(value).name;
  return `[${text}${parent ? ` extends ${parent}` : ''}]`;
}

const ASYNC = Object.getPrototypeOf(async () => {});
const GENERATOR = Object.getPrototypeOf(function* generator() {});
const ASYNC_GENERATOR = Object.getPrototypeOf(async function* generator() {});

// 'Function', 'AsyncFunction', 'GeneratorFunction' or 'AsyncGeneratorFunction'. The prototype tells; where it was
// replaced, the text of the definition does.
function functionKind(value) {
  const prototype = getPrototypeOf(value);
  if (prototype === Function.prototype) return 'Function';
  if (prototype === ASYNC) return 'AsyncFunction';
  if (prototype === GENERATOR) return 'GeneratorFunction';
  if (prototype === ASYNC_GENERATOR) return 'AsyncGeneratorFunction';
  const source = apply(sourceOf, value, []);
  const generator = /^(?:async\s+)?(?:function\s*)?\*/.test(source) ? 'Generator' : '';
  return `${/^async\b/.test(source) ? 'Async' : ''}${generator}Function`;
}

function functionText(value, constructor, tag) {
  if (isClass(apply(sourceOf, value, []))) return classText(value, constructor, tag);
  const kind = functionKind(value);
  let text = `[${kind}`;
  if (constructor === null) text += ' (null prototype)';
  text += value.name === '' ? ' (anonymous)]' : `: ${value.name}]`;
  if (constructor !== kind && constructor !== null) text += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) text += ` [${tag}]`;
  return text;
}

module.exports = { builtIns, constructorName, prefix, objectPrefix, functionText, functionKind };
