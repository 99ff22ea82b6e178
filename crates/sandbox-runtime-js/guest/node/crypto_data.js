// What the functions of node:crypto take: names of digests, and data as bytes.

const { Buffer } = require('node/buffer');
const text = require('node/buffer_text');
const brands = require('web/brands');
const { invalidArgType, invalidArgValue } = require('node/errors');

const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const HINT = `there are ${DIGESTS.join(', ')}`;

// The host's name of a digest: 'SHA256', 'sha-256' and 'RSA-SHA256' are 'sha256'. Undefined if there is none.
const names = new Map();
function digestName(given) {
  let name = names.get(given);
  if (name !== undefined) return name;
  const plain = given.toLowerCase().replace(/^(?:rsa|ssl3)-/, '').replace(/withrsa(?:encryption)?$/, '')
    .replace(/^sha(?:2?-)(?=\d)/, 'sha');
  name = DIGESTS.find((each) => each === plain);
  if (name !== undefined) names.set(given, name);
  return name;
}

// Buffers of all kinds as a Uint8Array over the same memory; undefined for anything else.
function bytesOf(data) {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (brands.isArrayBuffer(data) || brands.isSharedArrayBuffer(data)) return new Uint8Array(data);
  return undefined;
}

// Unknown names of encodings mean UTF-8, as everywhere in Node's crypto.
function encode(string, encoding) {
  const name = typeof encoding === 'string' ? text.canonical(encoding) ?? 'utf8' : 'utf8';
  if (name === 'hex' && string.length % 2 !== 0) {
    throw invalidArgValue('encoding', encoding, `is invalid for data of length ${string.length}`);
  }
  return text.encode(string, name);
}

// Text or a buffer as bytes; an error that names the argument for anything else.
function dataOf(value, name, expected) {
  if (typeof value === 'string') return encode(value);
  const bytes = bytesOf(value);
  if (bytes === undefined) throw invalidArgType(name, expected, value);
  return bytes;
}

const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

// As digest() and the like return it: a Buffer, or text in a known encoding.
function output(bytes, encoding) {
  const name = typeof encoding === 'string' && encoding !== 'buffer' ? text.canonical(encoding) : undefined;
  return name === undefined ? asBuffer(bytes) : text.decode(bytes, name);
}

module.exports = { DIGESTS, HINT, digestName, bytesOf, encode, dataOf, asBuffer, output };
