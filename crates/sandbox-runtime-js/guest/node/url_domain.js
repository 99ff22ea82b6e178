// Names of hosts in ASCII and in Unicode. The host's URL parser does the former; Punycode (RFC 3492) is read here.

const { URL } = require('web/url');
const { missingArgs } = require('node/errors');

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;

function adapt(delta, points, first) {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

// The text of a label without its `xn--`; undefined if it is none.
function decodeLabel(label) {
  const dash = label.lastIndexOf('-');
  const points = Array.from(label.slice(0, Math.max(dash, 0)), (each) => each.charCodeAt(0));
  let at = dash + 1;
  let code = 128;
  let bias = 72;
  for (let index = 0; at < label.length; index++) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = parseInt(label[at++], BASE);
      if (Number.isNaN(digit)) return undefined;
      // Letters are 0 to 25 here and digits 26 to 35: the other way round than in numbers.
      const value = digit < 10 ? digit + 26 : digit - 10;
      index += value * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (value < threshold) break;
      weight *= BASE - threshold;
    }
    bias = adapt(index - before, points.length + 1, before === 0);
    code += Math.floor(index / (points.length + 1));
    index %= points.length + 1;
    if (code > 0x10ffff) return undefined;
    points.splice(index, 0, code);
  }
  return String.fromCodePoint(...points);
}

// The canonical form of a host, or '' where it is none.
function domainToASCII(domain) {
  if (arguments.length === 0) throw missingArgs('domain');
  // Only what stands before a path, and neither a user nor a port.
  const text = `${domain}`.replace(/[/?#\\].*$/s, '');
  const plain = text !== '' && !/[@:]/.test(text.replace(/^\[.*\]$/, ''));
  return plain && URL.canParse(`ws://${text}`) ? new URL(`ws://${text}`).hostname : '';
}

function domainToUnicode(domain) {
  if (arguments.length === 0) throw missingArgs('domain');
  const labels = domainToASCII(domain).split('.');
  return labels.map((label) => (label.startsWith('xn--') ? decodeLabel(label.slice(4)) ?? label : label)).join('.');
}

module.exports = { domainToASCII, domainToUnicode };
