// The value of a program for the report: as JSON where JSON says the same, else as console.log would show it.

const {
  ObjectPrototype, ArrayPrototype, getPrototypeOf, isArray, isFinite, ownKeys, getOwnPropertyDescriptor, wellFormed,
  newList,
} = require('primordials');

const DEEPEST = 60;
const MOST = 200000;
const LONGEST = 300000; // of a text, in characters

// A copy without prototypes (so that no toJSON of the program is called), or undefined when JSON would lose something.
function copy(value, depth, budget) {
  if (--budget.left < 0 || depth > DEEPEST) return undefined;
  switch (typeof value) {
    case 'string':
      return wellFormed(value);
    case 'boolean':
      return value;
    case 'number':
      return isFinite(value) && !(value === 0 && 1 / value < 0) ? value : undefined;
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  const array = isArray(value);
  const prototype = getPrototypeOf(value);
  if (array ? prototype !== ArrayPrototype : prototype !== ObjectPrototype && prototype !== null) return undefined;
  const names = ownKeys(value);
  const result = array ? newList() : { __proto__: null };
  if (array && names.length !== value.length + 1) return undefined;
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof name === 'symbol') return undefined;
    if (array && name === 'length') continue;
    const descriptor = getOwnPropertyDescriptor(value, name);
    if (descriptor === undefined || descriptor.get !== undefined || descriptor.set !== undefined) return undefined;
    if (!descriptor.enumerable) return undefined;
    const inner = copy(descriptor.value, depth + 1, budget);
    if (inner === undefined) return undefined;
    result[array ? +name : wellFormed(name)] = inner;
  }
  return result;
}

exports.describe = function describe(value, asText) {
  if (!asText) {
    let json;
    try {
      json = copy(value, 0, { left: MOST });
    } catch (error) {
      json = undefined; // a proxy, or a getter of the program
    }
    if (json !== undefined) return { __proto__: null, json };
  }
  let text;
  try {
    text = require('node/util').inspect(value);
    if (text.length > LONGEST) {
      return { __proto__: null, text: require('uncaught').cut(text, LONGEST), truncated: true };
    }
    text = wellFormed(text);
  } catch (error) {
    text = '[a value that cannot be shown]';
  }
  return { __proto__: null, text };
};
