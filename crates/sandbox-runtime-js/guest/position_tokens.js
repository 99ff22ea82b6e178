// Tokens of a function's text, for positions.js. (The scanner of scanner.js is exact, and several times slower: an
// error in a long program would cost more than the program.)

const { slice, indexOf, endsWith, exec, Map, mapGet, mapSet } = require('primordials');

const LONGEST = 80000; // of a text that is scanned

const keywords = new Map();
for (const each of ['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'function', 'typeof', 'await', 'yield',
  'case', 'do', 'else', 'in', 'instanceof', 'new', 'of', 'void', 'delete', 'throw', 'const', 'let', 'var', 'extends',
  'class', 'default', 'try', 'finally']) {
  mapSet(keywords, each, true);
}
const isKeyword = (text) => mapGet(keywords, text) === true;

// One token with the white space and comments before it.
const BLANK = /\s+|\/\/[^\n]*|\/\*[^]*?\*\//.source;
const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/.source;
const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/.source;
const PUNCTUATORS = [
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=/,
  /[{}()[\];,]|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[^]/,
].map((each) => each.source).join('|');
const TOKEN = new RegExp(`((?:${BLANK})*)(?:(${NAME})|(${STRING})|(\\d[\\w.]*)|${PUNCTUATORS})?`, 'y');
const TEMPLATE = /(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)?/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[A-Za-z]*/y;

// What stands between brackets and texts, where only the end of a function is looked for.
const SKIPPED = new RegExp(`[^'"\`/{}]+|${STRING}|//[^\\n]*|/\\*[^]*?\\*/`, 'y');
const BEFORE_REGEXP = /(?:^|[^\w$)\]}\s]|\breturn|\btypeof|\bcase)\s*$/;

// From behind the bracket that begins the body of a function to the one that ends it.
function skipBody(source, from, end) {
  const template = []; // of each bracket that is open: whether a template goes on behind it
  let level = 0;
  let at = from;
  while (at < end) {
    SKIPPED.lastIndex = at;
    const match = exec(SKIPPED, source);
    if (match !== null) {
      at += match[0].length;
      continue;
    }
    const char = source[at++];
    if (char === '{') {
      template[level++] = false;
    } else if (char === '}') {
      if (level === 0) return at - 1;
      level--;
    } else if (char === '/' && exec(BEFORE_REGEXP, slice(source, at > 31 ? at - 31 : 0, at - 1)) !== null) {
      REGEXP.lastIndex = at - 1;
      const found = exec(REGEXP, source);
      if (found !== null) at += found[0].length - 1;
    }
    if (char === '`' || (char === '}' && template[level])) {
      TEMPLATE.lastIndex = at;
      const text = exec(TEMPLATE, source)[0];
      at += text.length;
      if (endsWith(text, '${')) template[level++] = true;
    }
  }
  return end;
}

function regexpAllowed(last, line) {
  if (last === undefined) return true;
  if (last.type === 'name') return isKeyword(last.text);
  if (last.type !== 'punctuator') return false;
  return last.text === '}' ? line : last.text !== ')' && last.text !== ']';
}

// {type, text, start, end, depth, line: a line break stands before it}; expressions in templates stand in brackets of
// their own. What is in a function is left out, except in the first of them when the text is that of a function.
function scan(source, from, end, ofFunction) {
  const tokens = [];
  const open = []; // true for the bracket of a template, else the index of the token
  let closed = 0; // the index of the bracket that the last closing one belongs to
  let own = ofFunction;
  let at = from;
  let depth = 0;
  let last;
  const push = (type, start, stop, line) => {
    last = { type, text: slice(source, start, stop), start: start - from, end: stop - from, depth, line };
    tokens[tokens.length] = last;
    at = stop;
  };
  const template = (start, line) => {
    TEMPLATE.lastIndex = at;
    const { length } = exec(TEMPLATE, source)[0];
    const stop = at + length;
    if (source[stop - 1] === '{' && source[stop - 2] === '$' && length > 1) {
      push('template', start, stop - 2, line);
      push('punctuator', stop - 1, stop, false);
      open[depth++] = true;
    } else {
      push('template', start, stop, line);
    }
  };
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = exec(TOKEN, source);
    const stop = at + match[0].length;
    const start = at + match[1].length;
    if (start >= stop) break;
    const line = indexOf(match[1], '\n') >= 0;
    if (match[2] !== undefined) {
      push('name', start, stop, line);
    } else if (match[3] !== undefined) {
      push('string', start, stop, line);
    } else if (match[4] !== undefined) {
      push('number', start, stop, line);
    } else {
      switch (source[start]) {
        case '`':
          at = start + 1;
          template(start, line);
          break;
        case '(': case '[': case '{': {
          const body = source[start] === '{' && last !== undefined && isBody(tokens, closed);
          push('punctuator', start, stop, line);
          open[depth++] = tokens.length - 1;
          if (body) {
            if (!own) at = skipBody(source, at, end);
            own = false;
          }
          break;
        }
        case ')': case ']': case '}':
          if (depth > 0) depth--;
          push('punctuator', start, stop, line);
          if (open[depth] === true) template(at, false);
          else if (open[depth] !== undefined) closed = open[depth];
          open[depth] = undefined;
          break;
        case '/':
          REGEXP.lastIndex = start;
          if (regexpAllowed(last, line)) {
            const found = exec(REGEXP, source);
            if (found === null) push('punctuator', start, stop, line);
            else push('regexp', start, start + found[0].length, line);
            break;
          }
          // falls through
        default:
          push('punctuator', start, stop, line);
      }
    }
  }
  return tokens;
}

// Whether a bracket behind these tokens begins the body of a function.
function isBody(tokens, closed) {
  const { text } = tokens[tokens.length - 1];
  if (text === '=>') return true;
  if (text !== ')' || closed === 0) return false;
  const before = tokens[closed - 1];
  return before.text === 'function' || before.text === '*' || (before.type === 'name' && !isKeyword(before.text));
}

// The tokens of source[start...end]; of a very long text those from `offset` on. Their places are relative to `shift`.
function range(source, start, end, offset) {
  let ofFunction = end - start < source.length;
  if (end - start > LONGEST && offset - start > LONGEST / 2) {
    start = offset;
    ofFunction = false;
  }
  if (end - start > LONGEST) end = start + LONGEST;
  return { tokens: scan(source, start, end, ofFunction), shift: start };
}

function matchingClose(tokens, open) {
  const { depth } = tokens[open];
  let i = open + 1;
  while (i < tokens.length && tokens[i].depth > depth) i++;
  return i;
}

function matchingOpen(tokens, close) {
  const { depth } = tokens[close];
  let i = close - 1;
  while (i > 0 && tokens[i].depth > depth) i--;
  return i;
}

// The last token of the function's own parameters; -1 in a text that is no function.
function headerOf(tokens) {
  let i = 0;
  while (i < tokens.length && (tokens[i].text === 'async' || tokens[i].text === 'static')) i++;
  if (i >= tokens.length) return -1;
  const { text } = tokens[i];
  const last = tokens[tokens.length - 1].text;
  const next = i + 1 < tokens.length ? tokens[i + 1].text : '';
  if (text === 'function' || text === 'class') {
    // A file may begin with a function, too.
    let open = i;
    while (open < tokens.length && !(tokens[open].text === '{' && tokens[open].depth === 0)) open++;
    return last === '}' && open < tokens.length && matchingClose(tokens, open) === tokens.length - 1 ? open : -1;
  }
  if (next === '=>') return i + 1;
  // An arrow function or a method.
  let open = i;
  while (open < tokens.length && tokens[open].depth === 0 && tokens[open].text !== '(') open++;
  if (open > i + 2 || open >= tokens.length) return -1;
  const close = matchingClose(tokens, open);
  const after = close + 1 < tokens.length ? tokens[close + 1].text : '';
  if (after === '=>') return close + 1;
  return after === '{' && !isKeyword(text) && matchingClose(tokens, close + 1) === tokens.length - 1 ? close + 1 : -1;
}

// Behind the body of an arrow function without brackets.
function endOfArrow(tokens, arrow) {
  const { depth } = tokens[arrow];
  for (let i = arrow + 1; i < tokens.length; i++) {
    if (tokens[i].depth < depth) return i;
    if (tokens[i].depth > depth) continue;
    const { text, type, line } = tokens[i];
    if (text === ',' || text === ';' || (depth > 0 && (text === ')' || text === ']' || text === '}')
      && matchingOpen(tokens, i) < arrow)) return i;
    const before = tokens[i - 1];
    if (line && i > arrow + 1 && type === 'name' && (before.type !== 'punctuator' || before.text === ')'
      || before.text === ']' || before.text === '}')) return i;
  }
  return tokens.length;
}

// The indices of the tokens that are no part of a function within the function.
function ownTokens(tokens) {
  const header = headerOf(tokens);
  const own = [];
  for (let i = 0; i < tokens.length; i++) {
    if (i > header) {
      const { text } = tokens[i];
      if (text === 'function' && (i === 0 || tokens[i - 1].text !== '.')) {
        while (i < tokens.length && tokens[i].text !== '(') i++;
        if (i < tokens.length) i = matchingClose(tokens, i) + 1;
        if (i < tokens.length) i = matchingClose(tokens, i);
        continue;
      }
      if (text === '=>') {
        i = i + 1 < tokens.length && tokens[i + 1].text === '{' ? matchingClose(tokens, i + 1)
          : endOfArrow(tokens, i) - 1;
        continue;
      }
      if (text === '{' && i > 1 && tokens[i - 1].text === ')') {
        const open = matchingOpen(tokens, i - 1);
        if (open > 0 && tokens[open - 1].type === 'name' && !isKeyword(tokens[open - 1].text)) {
          i = matchingClose(tokens, i);
          continue;
        }
      }
    }
    if (i < tokens.length) own[own.length] = i;
  }
  return { own, header };
}

module.exports = { range, isKeyword, matchingOpen, matchingClose, ownTokens };
