// node:querystring.

const { coded } = require('node/errors');

const MOST_KEYS = 1000;

function escape(text) {
  if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
  try {
    return encodeURIComponent(text);
  } catch (error) {
    throw coded(URIError, 'ERR_INVALID_URI', 'URI malformed');
  }
}

const isHex = (text) => /^[0-9A-Fa-f]{2}$/.test(text);

// The bytes of a text in which some are written as %XX; what is no such thing stays.
function unescapeBuffer(text, decodeSpaces) {
  const { Buffer } = require('node/buffer');
  const bytes = [];
  for (let i = 0; i < text.length; i++) {
    const digits = text[i] === '%' ? text.slice(i + 1, i + 3) : '';
    if (isHex(digits)) {
      bytes.push(parseInt(digits, 16));
      i += 2;
    } else {
      bytes.push(decodeSpaces && text[i] === '+' ? 32 : text.charCodeAt(i));
    }
  }
  return Buffer.from(bytes);
}

function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return querystring.unescapeBuffer(`${text}`, decodeSpaces).toString();
  }
}

function textOf(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean': return `${value}`;
    default: return '';
  }
}

function stringify(object, separator, equals, options) {
  if (object === null || typeof object !== 'object') return '';
  const and = separator || '&';
  const is = equals || '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  const encoded = (value) => {
    const text = textOf(value);
    return text === '' ? '' : encode(text);
  };
  const parts = [];
  for (const key of Object.keys(object)) {
    const name = `${encoded(key)}${is}`;
    const value = object[key];
    for (const each of Array.isArray(value) ? value : [value]) parts.push(`${name}${encoded(each)}`);
  }
  return parts.join(and);
}

function parse(text, separator, equals, options) {
  const result = { __proto__: null };
  if (typeof text !== 'string' || text === '') return result;
  const is = equals ? `${equals}` : '=';
  const most = typeof options?.maxKeys === 'number' ? options.maxKeys : MOST_KEYS;
  const given = options?.decodeURIComponent;
  const custom = typeof given === 'function' && given !== querystring.unescape;
  const decoder = custom ? given : querystring.unescape;

  function decode(part) {
    const spaced = part.replaceAll('+', custom ? '%20' : ' ');
    // Most texts are what they are; a function of the program's wants to see them all.
    if (!custom && decoder === unescape && !spaced.includes('%')) return spaced;
    try {
      return decoder(spaced);
    } catch (error) {
      return querystring.unescape(spaced, true);
    }
  }

  let count = 0;
  for (const pair of text.split(separator ? `${separator}` : '&')) {
    if (pair === '') continue;
    const at = pair.indexOf(is);
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + is.length));
    const existing = result[key];
    if (existing === undefined) result[key] = value;
    else if (typeof existing === 'string') result[key] = [existing, value];
    else existing.push(value);
    if (++count === most) break;
  }
  return result;
}

const querystring = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

module.exports = querystring;
