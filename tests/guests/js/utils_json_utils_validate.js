// node: no - packages of the sandbox
// json-utils: validation by schemas.
const { validate } = require('json-utils');

const show = (label, value, schema) => {
  let line;
  try {
    const { valid, errors } = validate(value, schema);
    line = `${valid} ${JSON.stringify(errors)}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line}`);
};

const person = { type: 'object', properties: { name: { type: 'string', required: true }, age: { type: 'integer', minimum: 0 } } };
show('good', { name: 'A', age: 3 }, person);
show('missing', { age: 3 }, person);
show('wrong type', { name: 5 }, person);
show('null', null, person);
show('undefined', undefined, person);
show('array', [], person);
show('required list', { b: 1 }, { type: 'object', required: ['a', 'b', 'c'] });
show('both kinds of required', {}, { type: 'object', required: ['a'], properties: { a: { type: 'string', required: true }, b: { required: true } } });
show('undefined is missing', { a: undefined }, { required: ['a'] });
show('inherited is missing', {}, { required: ['toString'] });
show('null is there', { a: null }, { required: ['a'], properties: { a: { type: ['string', 'null'] } } });
const nested = {
  type: 'object',
  properties: {
    users: { type: 'array', items: { type: 'object', required: ['email'], properties: { email: { type: 'string', pattern: '^\\S+@\\S+$' } } } },
    'odd key': { type: 'object', properties: { deep: { type: 'boolean' } } },
  },
};
show('nested good', { users: [{ email: 'a@b.c' }], 'odd key': { deep: true } }, nested);
show('nested bad', { users: [{ email: 'a' }, {}, 7], 'odd key': { deep: 1 } }, nested);

console.log('# types');
const samples = [null, true, 'x', 1, 1.5, NaN, Infinity, [], {}, undefined];
for (const type of ['null', 'boolean', 'string', 'number', 'integer', 'array', 'object', 'any']) {
  console.log(type, samples.map((value) => (validate(value, { type }).valid ? 1 : 0)).join(''));
}
show('list', 1.5, { type: ['string', 'integer'] });
show('integer', 1.5, { type: 'integer' });
show('NaN', NaN, { type: 'number' });
show('nullable', null, { type: 'string', nullable: true });
show('unknown type', 1, { type: 'strnig' });

console.log('# values');
show('enum', 'c', { enum: ['a', 'b', 1, null] });
show('enum of objects', { x: [1] }, { enum: [{ x: [1] }] });
show('const', 2, { const: 1 });
show('numbers', 11, { type: 'number', min: 1, max: 10 });
show('exclusive', 1, { exclusiveMinimum: 1, exclusiveMaximum: 1 });
show('multiples', [0.3, 0.35], { items: { multipleOf: 0.1 } });
show('length', 'ab', { type: 'string', minLength: 3 });
show('min and max of a text', ['', 'abcd', 'abc'], { items: { type: 'string', min: 1, max: 3 } });
show('characters', '😀😀', { maxLength: 2 });
show('pattern', 'x1', { pattern: '^\\d+$' });
show('expression', 'ABC', { pattern: /^b/gi });
show('pattern of old form', 'a-b', { pattern: 'a\\-b' });
show('items', [1], { minItems: 2 });
show('max of a list', [1, 2, 3], { max: 2 });
show('twice', [{ a: 1 }, { a: 1 }], { uniqueItems: true });
show('by position', ['a', 1, true], { items: [{ type: 'string' }, { type: 'string' }] });
show('no others', { a: 1, b: 2 }, { properties: { a: {} }, additionalProperties: false });
show('others', { a: 1, b: 'x' }, { properties: { a: {} }, additionalProperties: { type: 'number' } });
show('any of', true, { anyOf: [{ type: 'string' }, { type: 'number' }] });
show('one of', 5, { oneOf: [{ type: 'integer' }, { type: 'number' }] });
show('all of', 5, { allOf: [{ min: 6 }, { max: 4 }] });
show('not', 5, { not: { type: 'number' } });

console.log('# schemas');
show('properties alone', { name: 5 }, { name: { type: 'string' }, age: { type: 'number', required: true } });
show('a property called type', { type: 5 }, { type: { type: 'string' } });
show('empty', 5, {});
show('no schema', 5, undefined);
show('reference', 5, { $ref: '#/x' });
console.log('errors at most:', validate(Array(1000).fill('x'), { items: { type: 'number' } }).errors.length);
