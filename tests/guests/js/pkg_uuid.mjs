// node: no - vendored packages
// Identifiers: random and ordered ones have the form they should, named ones are known; parsing and checking.
import { v1, v3, v4, v5, v7, parse, stringify, validate, version, NIL, MAX } from 'uuid';

const many = new Set(Array.from({ length: 1000 }, () => v4()));
console.log(many.size, [...many].every((id) => validate(id) && version(id) === 4), version(v1()), version(v7()));
console.log(v5('www.example.com', v5.DNS), v3('www.example.com', v3.DNS));
const ordered = Array.from({ length: 50 }, () => v7());
console.log(ordered.join() === [...ordered].sort().join());
console.log(stringify(parse('6ba7b810-9dad-11d1-80b4-00c04fd430c8')), parse(NIL).every((byte) => byte === 0), MAX);
console.log(validate('not one'), validate('6ba7b810-9dad-01d1-80b4-00c04fd430c8'), v4({ random: new Uint8Array(16).fill(7) }));
try {
  parse('x');
} catch (error) {
  console.log(error.name, error.message);
}
