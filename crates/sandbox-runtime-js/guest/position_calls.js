// Which call was of something that is no function, for positions.js: the engine's message does not name it.

const { indexOf, slice, endsWith, getOwnPropertyDescriptor } = require('primordials');
const { isKeyword, matchingOpen, matchingClose, ownTokens } = require('position_tokens');

const LONGEST = 120; // of the text of a callee

function isCall(tokens, open) {
  if (open === 0 || tokens[open].text !== '(') return false;
  const before = tokens[open - 1];
  if (before.type === 'name') return !isKeyword(before.text) || (open > 1 && tokens[open - 2].text === '.');
  return before.text === ')' || before.text === ']' || before.text === '?.';
}

// The first token of the expression that ends before `end`.
function startOf(tokens, end) {
  let i = end;
  for (;;) {
    if (i < 0) return 0;
    const { text, type } = tokens[i];
    if (text === ')' || text === ']') {
      i = matchingOpen(tokens, i);
      // What a call or an index is of.
      if (i > 0 && (isCall(tokens, i) || tokens[i].text === '[') && tokens[i - 1].text !== '?.') {
        i--;
        continue;
      }
      if (i === 0 || tokens[i - 1].text !== '?.') return i;
      i -= 2;
      continue;
    }
    if (type !== 'name' && type !== 'string' && type !== 'template' && type !== 'regexp') return i;
    if (i > 0 && (tokens[i - 1].text === '.' || tokens[i - 1].text === '?.')) i -= 2;
    else if (i > 1 && tokens[i - 1].text === '#') i -= 3;
    else return i;
  }
}

// The callee as V8 words it: arguments are left out, and so is what is no path of names.
exports.calleeOf = function calleeOf(tokens, { first, last }) {
  let text = '';
  const root = tokens[first];
  let i = first;
  if (root.type !== 'name' || root.text === 'super') {
    text = '(intermediate value)';
    if (root.text === '(' || root.text === '[' || root.text === '{') i = matchingClose(tokens, first);
    i++;
  }
  for (; i <= last; i++) {
    const token = tokens[i];
    if (token.text === '(' && i > first) {
      text += '(...)';
      i = matchingClose(tokens, i);
    } else if (token.text === '[' && i + 2 <= last && tokens[i + 1].type === 'string' && tokens[i + 2].text === ']') {
      text += `.${slice(tokens[i + 1].text, 1, -1)}`;
      i += 2;
    } else {
      text += token.text;
    }
  }
  return text.length > LONGEST ? `${slice(text, 0, LONGEST)}...` : text;
};

// Functions that are surely there: the engine's own, by their usual names, and those that the file declares.
function isKnown(tokens, { first, last, made }, source) {
  const root = tokens[first];
  if (root.type !== 'name' || made) return false;
  if (first === last) return indexOf(source, `function ${root.text}(`) >= 0 || root.text === 'require';
  if (last !== first + 2 || tokens[first + 1].text !== '.') return false;
  switch (root.text) {
    case 'console': case 'Math': case 'JSON': case 'Object': case 'Array': case 'Number': case 'String': case 'Promise':
    case 'Reflect': case 'Date': {
      const holder = getOwnPropertyDescriptor(globalThis, root.text)?.value;
      if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function')) return false;
      return typeof getOwnPropertyDescriptor(holder, tokens[last].text)?.value === 'function';
    }
    default:
      return false;
  }
}

// The call that the engine means with the place `at`: that of its callee or of something in its arguments. Undefined
// if it may be more than one.
exports.callsAround = function callsAround(tokens, at, source) {
  const { own, header } = ownTokens(tokens);
  let here = 0;
  while (here < tokens.length && tokens[here].end <= at) here++;
  if (here >= tokens.length || here <= header) return undefined;
  let found;
  let count = 0;
  const consider = (first, last, made) => {
    let place = made ? first - 1 : last;
    if (tokens[place].text === ']') place = matchingOpen(tokens, place);
    else if (tokens[place].text === ')') place = first;
    const call = { first, last, made, start: tokens[place].start };
    if (isKnown(tokens, call, source)) return;
    found = call;
    count++;
  };
  for (let n = 0; n < own.length; n++) {
    const open = own[n];
    if (open <= header) continue;
    const tagged = tokens[open].type === 'template' && open > 0 && tokens[open - 1].type === 'name';
    if (!tagged && !isCall(tokens, open)) continue;
    const last = tokens[open - 1].text === '?.' ? open - 2 : open - 1;
    const first = startOf(tokens, last);
    const made = first > 0 && tokens[first - 1].text === 'new';
    const close = tagged ? open : matchingClose(tokens, open);
    const chained = tokens[last].text === ')' && matchingOpen(tokens, last) - 1 === here;
    if ((open < here && here < close) || last === here || chained || (made && here === first - 1)) {
      consider(first, last, made);
    }
  }
  // Errors that the program makes itself are not the engine's.
  if (count !== 1 || endsWith(tokens[found.last].text, 'Error')) return undefined;
  return found;
};
