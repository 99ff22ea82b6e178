'use strict';
// Validation by the commonly used part of JSON Schema, with `required: true` at a property and `min`/`max` besides.

const MAX_ERRORS = 100;

/**
 * @typedef {object} Schema
 * @property {string | string[]} [type] `object`, `array`, `string`, `number`, `integer`, `boolean`, `null` or `any`; a list means one of them.
 * @property {boolean} [nullable] Whether null is accepted whatever the type.
 * @property {Record<string, Schema>} [properties] Schemas of an object's properties.
 * @property {string[] | boolean} [required] The names that an object must have; or, in the schema of a property, whether it must be there.
 * @property {boolean | Schema} [additionalProperties] Whether, or how, an object has properties besides `properties`.
 * @property {Schema | Schema[]} [items] The schema of every item of an array; an array of schemas counts by position.
 * @property {any[]} [enum] The accepted values.
 * @property {any} [const] The one accepted value.
 * @property {string | RegExp} [pattern] What a text must contain a match of.
 * @property {number} [min] The least number, length of a text, or number of items; `max` likewise.
 * @property {number} [max]
 * @property {number} [minimum] Also `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength` (in characters),
 *   `minItems`, `maxItems`, `uniqueItems`, `minProperties`, `maxProperties`, `prefixItems`, `allOf`, `anyOf`, `oneOf`, `not`.
 *
 * @typedef {{ valid: boolean, errors: string[] }} Validation `errors` are sentences that begin with the place, such as `user.age: expected …`.
 */

/** @type {Record<string, (value: any) => boolean>} */
const TYPES = {
  any: () => true,
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
};

const KEYWORDS = new Set(['type', 'nullable', 'properties', 'required', 'additionalProperties', 'items', 'prefixItems', 'enum', 'const', 'pattern', 'min',
  'max', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems',
  'minProperties', 'maxProperties', 'allOf', 'anyOf', 'oneOf', 'not', '$ref', '$defs', 'definitions', 'default']);
// Those that have an object, or anything, as their value.
const OF_OBJECTS = new Set(['properties', 'items', 'not', 'const', 'additionalProperties', '$defs', 'definitions', 'default']);

/**
 * What a value is, in a word.
 * @param {any} value
 * @returns {string}
 */
function kind(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : typeof value;
}

/**
 * Whether two JSON-like values are equal.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
function equal(a, b) {
  if (Object.is(a, b) || a === b) return true;
  if (kind(a) !== kind(b) || typeof a !== 'object' || a === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/**
 * A value in an error.
 * @param {any} value
 * @returns {string}
 */
function shown(value) {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}

/**
 * A place below another.
 * @param {string} place
 * @param {string | number} key
 * @returns {string}
 */
function below(place, key) {
  if (typeof key === 'number') return `${place}[${key}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `${place}[${JSON.stringify(key)}]`;
  return place === '' ? key : `${place}.${key}`;
}

/**
 * @param {string | RegExp} pattern
 * @returns {RegExp}
 */
function expression(pattern) {
  if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // Such as `\-`, which is an error only with the flag.
    return new RegExp(pattern);
  }
}

/** One validation: collects errors. */
class Validator {
  /** @type {string[]} */
  errors = [];

  /**
   * @param {string} place
   * @param {string} message
   */
  fail(place, message) {
    if (this.errors.length < MAX_ERRORS) this.errors.push(`${place === '' ? 'value' : place}: ${message}`);
  }

  /**
   * @param {any} value
   * @param {Schema | boolean} given
   * @param {string} place
   */
  check(value, given, place) {
    if (given === true || this.errors.length >= MAX_ERRORS) return;
    if (given === false) return this.fail(place, 'is not accepted');
    if (given === null || typeof given !== 'object' || Array.isArray(given)) {
      throw new TypeError(`the schema ${place === '' ? '' : `of ${place} `}must be an object, not ${kind(given)}`);
    }
    if (given.$ref !== undefined) throw new Error('"$ref" in schemas is not supported: write the schema where it is used');
    const schema = asSchema(given);
    if (value === null && schema.nullable === true) return;
    if (!this.checkType(value, schema, place)) return;
    this.checkChoice(value, schema, place);
    if (typeof value === 'number') this.checkNumber(value, schema, place);
    else if (typeof value === 'string') this.checkText(value, schema, place);
    else if (Array.isArray(value)) this.checkArray(value, schema, place);
    else if (TYPES.object(value)) this.checkObject(value, schema, place);
  }

  checkType(value, { type }, place) {
    if (type === undefined) return true;
    const types = [type].flat();
    const unknown = types.find((name) => !Object.hasOwn(TYPES, name));
    if (unknown !== undefined) throw new TypeError(`unknown type ${shown(unknown)} in the schema: there are ${Object.keys(TYPES).join(', ')}`);
    if (types.some((name) => TYPES[name](value))) return true;
    const found = typeof value === 'number' && Number.isFinite(value) && types.includes('integer') ? shown(value) : kind(value);
    this.fail(place, `expected ${types.join(' or ')}, got ${found}`);
    return false;
  }

  checkChoice(value, schema, place) {
    if (Array.isArray(schema.enum) && !schema.enum.some((item) => equal(item, value))) {
      this.fail(place, `expected one of ${schema.enum.map(shown).join(', ')}, got ${shown(value)}`);
    }
    if (Object.hasOwn(schema, 'const') && !equal(schema.const, value)) this.fail(place, `expected ${shown(schema.const)}, got ${shown(value)}`);
    const holds = (other) => {
      const inner = new Validator();
      inner.check(value, other, place);
      return inner.errors.length === 0;
    };
    for (const other of schema.allOf ?? []) this.check(value, other, place);
    if (schema.anyOf && !schema.anyOf.some(holds)) this.fail(place, 'matches none of the schemas of anyOf');
    if (schema.oneOf) {
      const count = schema.oneOf.filter(holds).length;
      if (count !== 1) this.fail(place, `matches ${count} of the schemas of oneOf, not exactly one`);
    }
    if (schema.not !== undefined && holds(schema.not)) this.fail(place, 'matches the schema of not');
  }

  /**
   * Checks a number, a length or a count against the least and the greatest.
   */
  limits(size, least, most, place, what) {
    if (typeof least === 'number' && size < least) this.fail(place, `${what(size)} is less than ${least}`);
    if (typeof most === 'number' && size > most) this.fail(place, `${what(size)} is more than ${most}`);
  }

  checkNumber(value, schema, place) {
    this.limits(value, schema.minimum ?? schema.min, schema.maximum ?? schema.max, place, String);
    const { exclusiveMinimum: above, exclusiveMaximum: under } = schema;
    if (typeof above === 'number' && value <= above) this.fail(place, `${value} is not more than ${above}`);
    if (typeof under === 'number' && value >= under) this.fail(place, `${value} is not less than ${under}`);
    if (schema.multipleOf > 0) {
      const times = value / schema.multipleOf;
      // 0.3 is 2.9999999999999996 times 0.1.
      const off = Math.abs(times - Math.round(times));
      if (off > 1e-9 * Math.max(1, Math.abs(times))) this.fail(place, `${value} is not a multiple of ${schema.multipleOf}`);
    }
  }

  checkText(value, schema, place) {
    this.limits([...value].length, schema.minLength ?? schema.min, schema.maxLength ?? schema.max, place, (size) => `length ${size}`);
    if (schema.pattern !== undefined && !expression(schema.pattern).test(value)) this.fail(place, `${shown(value)} does not match ${schema.pattern}`);
  }

  checkArray(value, schema, place) {
    this.limits(value.length, schema.minItems ?? schema.min, schema.maxItems ?? schema.max, place, (size) => `number of items ${size}`);
    const first = schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : []);
    const rest = Array.isArray(schema.items) ? true : schema.items ?? true;
    for (let index = 0; index < value.length; index++) this.check(value[index], first[index] ?? rest, below(place, index));
    if (schema.uniqueItems === true && value.some((item, index) => value.findIndex((earlier) => equal(earlier, item)) < index)) {
      this.fail(place, 'has an item twice');
    }
  }

  checkObject(value, schema, place) {
    const properties = schema.properties ?? {};
    const has = (name) => Object.hasOwn(value, name) && value[name] !== undefined;
    const listed = Array.isArray(schema.required) ? schema.required : [];
    const required = new Set([...listed, ...Object.keys(properties).filter((name) => properties[name]?.required === true)]);
    for (const name of required) if (!has(name)) this.fail(below(place, name), 'is required');
    for (const name of Object.keys(properties)) if (has(name)) this.check(value[name], properties[name], below(place, name));
    const { additionalProperties: others = true } = schema;
    if (others !== true) {
      for (const name of Object.keys(value)) {
        if (Object.hasOwn(properties, name)) continue;
        if (others === false) this.fail(below(place, name), 'is not a property of the schema');
        else this.check(value[name], others, below(place, name));
      }
    }
    this.limits(Object.keys(value).length, schema.minProperties, schema.maxProperties, place, (size) => `number of properties ${size}`);
  }
}

/**
 * Takes `{ name: { type: 'string' } }`, which has no keyword at all, for the properties of an object.
 * @param {Schema} given
 * @returns {Schema}
 */
function asSchema(given) {
  const keys = Object.keys(given);
  // A property may be called like a keyword: `{ type: { type: 'string' } }` has no keyword either, as no type is an object.
  const keyword = (key) => KEYWORDS.has(key) && (OF_OBJECTS.has(key) || !TYPES.object(given[key]) || given[key] instanceof RegExp);
  if (keys.length === 0 || keys.some((key) => keyword(key) || !TYPES.object(given[key]))) return given;
  return { type: 'object', properties: given };
}

/**
 * Whether a value is as a schema says.
 * @param {any} value
 * @param {Schema} schema
 * @returns {Validation} At most the first 100 errors.
 * @example validate({ age: '30' }, { type: 'object', properties: { age: { type: 'integer' } }, required: ['name'] })
 *   // { valid: false, errors: ['name: is required', 'age: expected integer, got string'] }
 */
function validate(value, schema) {
  const validator = new Validator();
  validator.check(value, schema, '');
  return { valid: validator.errors.length === 0, errors: validator.errors };
}

module.exports = { validate };
