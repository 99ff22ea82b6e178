// Where in a function the engine's own errors come from. The engine notes the places of few instructions, so the place
// it reports is often that of the last one before, even the beginning of the function. What the message names is looked
// for from there on, within the function: only when `stack` is read, since most errors are caught and never looked at.

const {
  slice, indexOf, lastIndexOf, exec, uncurryThis, getPrototypeOf, getOwnPropertyDescriptor, Map, mapGet, mapSet,
} = require('primordials');
const { range, isKeyword, matchingOpen, matchingClose, ownTokens } = require('position_tokens');
const { calleeOf, callsAround } = require('position_calls');

const functionText = uncurryThis(Function.prototype.toString);
const TypeErrorPrototype = TypeError.prototype;
const ReferenceErrorPrototype = ReferenceError.prototype;

const ASSIGNMENTS = /^(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=$|^(?:\+\+|--)$/;
const isAssignment = (token) => token !== undefined && exec(ASSIGNMENTS, token.text) !== null;

// What each of the engine's messages is looked for with: (tokens, index, name in the message) -> index of the token
// that Node points at, or -1.
const property = (write) => (tokens, i, name) => {
  const { text, type } = tokens[i];
  const before = i > 0 ? tokens[i - 1].text : '';
  if (before === '.' && text === name) {
    if (!write) return i;
    return isAssignment(tokens[i + 1]) ? i + 1 : -1;
  }
  if (before !== '[' || i < 2 || !endsValue(tokens[i - 2])) return -1;
  return (type === 'string' && slice(text, 1, -1) === name) || (type === 'number' && text === name) ? i - 1 : -1;
};

// `a[i]`, where the name is that of a value.
function computed(tokens, i) {
  return tokens[i].text === '[' && i > 0 && endsValue(tokens[i - 1]) ? i : -1;
}

function endsValue(token) {
  if (token.type === 'name') return !isKeyword(token.text);
  return token.text === ')' || token.text === ']' || token.text === '?.';
}

function variable(tokens, i, name) {
  if (tokens[i].text !== name || tokens[i].type !== 'name') return -1;
  const before = i > 0 ? tokens[i - 1].text : '';
  if (before === '.' || before === '?.' || before === 'let' || before === 'const' || before === 'class') return -1;
  const after = i + 1 < tokens.length ? tokens[i + 1].text : '';
  // A key of an object, not the branch of a condition.
  return after === ':' && (before === '{' || before === ',') ? -1 : i;
}

function readOnly(tokens, i, name) {
  if (tokens[i].text !== name) return -1;
  if (isAssignment(tokens[i + 1])) {
    const before = i > 0 ? tokens[i - 1].text : '';
    return before === 'const' || before === 'let' || before === 'var' ? -1 : i + 1;
  }
  return i > 0 && (tokens[i - 1].text === '++' || tokens[i - 1].text === '--') ? i - 1 : -1;
}

// The last name of `a.b.c`, where an expression is no more than that.
function lastOfPath(tokens, i) {
  while (i + 2 < tokens.length && tokens[i].type === 'name' && tokens[i + 1].text === '.') i += 2;
  return i;
}

function iterated(tokens, i) {
  const { text } = tokens[i];
  if (text === 'of' && tokens[i].type === 'name' && i > 0 && tokens[i - 1].text !== '.') {
    return lastOfPath(tokens, i + 1);
  }
  if (text === '...') return lastOfPath(tokens, i + 1);
  if (text === ']' && i + 1 < tokens.length && tokens[i + 1].text === '=') {
    const open = matchingOpen(tokens, i);
    return open === 0 || !endsValue(tokens[open - 1]) ? i + 2 : -1;
  }
  return text === '*' && i > 0 && tokens[i - 1].text === 'yield' ? lastOfPath(tokens, i + 1) : -1;
}

function destructured(tokens, i) {
  if (tokens[i].text !== '{') return -1;
  const before = i > 0 ? tokens[i - 1].text : '';
  const close = matchingClose(tokens, i);
  const after = close + 1 < tokens.length ? tokens[close + 1].text : '';
  const declared = before === 'const' || before === 'let' || before === 'var';
  return declared || (after === '=' && before !== ')') || ((before === '(' || before === ',') && (after === ')'
    || after === ',') && parameters(tokens, i)) ? i + 1 : -1;
}

// Whether brackets belong to the parameters of a function.
function parameters(tokens, i) {
  let k = i;
  while (k > 0 && !(tokens[k].text === '(' && tokens[k].depth < tokens[i].depth)) k--;
  const after = tokens[matchingClose(tokens, k) + 1];
  return after !== undefined && (after.text === '{' || after.text === '=>');
}

const privateName = (tokens, i, name) => (tokens[i].text === '#' && i > 0 && tokens[i - 1].text === '.'
  && i + 1 < tokens.length && `#${tokens[i + 1].text}` === name ? i : -1);
const parent = (tokens, i) => (i > 0 && tokens[i - 1].text === 'extends' ? i : -1);

const KINDS = [
  { pattern: /^cannot read property 'Symbol.iterator' of (?:undefined|null)$/, find: [iterated] },
  { pattern: /^(?:value|.*) is not iterable$/, find: [iterated] },
  { pattern: /^cannot read property '(.*)' of (?:undefined|null)$/, find: [property(false), computed] },
  { pattern: /^cannot set property '(.*)' of (?:undefined|null)$/, find: [property(true), property(false), computed] },
  { pattern: /^(.*) is not defined$/, find: [variable] },
  { pattern: /^(.*) is not initialized$/, find: [variable] },
  { pattern: /^'(.*)' is read-only$/, find: [readOnly] },
  { pattern: /^Cannot convert undefined or null to object$/, find: [destructured] },
  { pattern: /^private class field '(.*)' does not exist$/, find: [privateName] },
  { pattern: /^parent class must be constructor$/, find: [parent] },
];

// Values that have been asked for a property before, as far as that can be told from the text: they are there.
function firstLikely(tokens, indices, find, name, from) {
  let first = -1;
  const known = new Map();
  for (let n = 0; n < indices.length; n++) {
    const i = indices[n];
    if (i >= from) {
      const at = find(tokens, i, name);
      if (at >= 0) {
        if (first < 0) first = at;
        const base = baseOf(tokens, i);
        if (base === undefined || mapGet(known, base) !== true) return at;
      }
    }
    if (tokens[i].text === '.' && i > 0) mapSet(known, baseOf(tokens, i + 1), true);
    else if (isAssignment(tokens[i]) && i > 0) mapSet(known, tokens[i - 1].text, false);
  }
  return first;
}

// The variable whose property a token names.
function baseOf(tokens, i) {
  if (i < 2 || tokens[i - 1].text !== '.' || tokens[i - 2].type !== 'name') return undefined;
  return i > 2 && (tokens[i - 3].text === '.' || tokens[i - 3].text === '?.') ? undefined : tokens[i - 2].text;
}

function search(tokens, kind, name, offset) {
  const { own, header } = ownTokens(tokens);
  let from = 0;
  while (from < tokens.length && tokens[from].end <= offset) from++;
  // The place of a call is noted behind its arguments.
  const next = from + 1 < tokens.length ? tokens[from + 1].text : '';
  const behind = from > header && tokens[from]?.type === 'name' && next === '(' && !isKeyword(tokens[from].text)
    ? matchingClose(tokens, from + 1) : from;
  for (let n = 0; n < kind.find.length; n++) {
    let found = firstLikely(tokens, own, kind.find[n], name, behind);
    if (found < 0 && behind !== from) found = firstLikely(tokens, own, kind.find[n], name, from);
    if (found < 0 && n === kind.find.length - 1) found = firstLikely(tokens, own, kind.find[0], name, 0);
    if (found >= 0 && found < tokens.length) return tokens[found];
  }
  return undefined;
}

// [start, end] of a function's text within the file, and the place corrected to be in it.
function within(fn, source, offset, lineStart) {
  const text = typeof fn === 'function' ? functionText(fn) : '';
  const whole = [0, source.length, offset];
  if (text === '' || indexOf(text, '[native code]') >= 0 || text.length > source.length) return whole;
  let start = lastIndexOf(source, text, offset);
  if (start >= 0 && start + text.length > offset) return [start, start + text.length, offset];
  start = indexOf(source, text, lineStart);
  if (start < 0) return whole;
  let lineEnd = indexOf(source, '\n', lineStart);
  if (lineEnd < 0) lineEnd = source.length;
  return start <= lineEnd ? [start, start + text.length, start] : undefined;
}

let seen = new Map(); // texts of long programs are not scanned again for the same error at the same place
let seenCount = 0;

// The better place of an error at `offset` in the source of `file`: {offset, message}, or undefined. `message` is what
// the error's should be, if that can be told.
exports.refine = function refine(error, fn, file, offset, lineStart) {
  const { source } = file;
  const prototype = getPrototypeOf(error);
  if (prototype !== TypeErrorPrototype && prototype !== ReferenceErrorPrototype) return undefined;
  const message = getOwnPropertyDescriptor(error, 'message')?.value;
  if (typeof message !== 'string' || message.length > 300) return undefined;
  const key = `${offset}:${source.length}:${message}`;
  const before = mapGet(seen, key);
  if (before !== undefined && before.file === file) return before.answer;
  const answer = look(message, fn, source, offset, lineStart);
  if (seenCount++ % 50 === 0) seen = new Map();
  mapSet(seen, key, { file, answer });
  return answer;
};

function look(message, fn, source, offset, lineStart) {
  let kind;
  let name = '';
  const call = message === 'not a function' || message === 'not a constructor';
  for (let i = 0; i < KINDS.length && !call && kind === undefined; i++) {
    const match = exec(KINDS[i].pattern, message);
    if (match === null) continue;
    kind = KINDS[i];
    if (match.length > 1) name = match[1];
  }
  if (kind === undefined && !call) return undefined;
  // An error that the program has made itself with such a message.
  if (exec(/^(?:new\s+)?\w*Error\b/, slice(source, offset, offset + 60)) !== null) return undefined;
  const place = within(fn, source, offset, lineStart);
  if (place === undefined) return undefined;
  const { tokens, shift } = range(source, place[0], place[1], place[2]);
  const at = place[2] - shift;
  if (call) {
    const found = callsAround(tokens, at, source);
    if (found === undefined) return undefined;
    return { offset: shift + found.start, message: `${calleeOf(tokens, found)} is not a ${found.made ? 'constructor'
      : 'function'}` };
  }
  const token = search(tokens, kind, name, at);
  return token === undefined ? undefined : { offset: shift + token.start, message: undefined };
}
