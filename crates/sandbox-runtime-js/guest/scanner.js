// A scanner for JavaScript source: tokens with their positions, nothing more. Used where the engine gives no syntax
// tree: to tell an ES module from a script, to keep top-level declarations of an interactive session, to find the
// names a CommonJS file exports. Only ever run on texts that need it, never on the way of an ordinary program.

const BEFORE_EXPRESSION = new Set(['return', 'typeof', 'case', 'do', 'else', 'in', 'instanceof', 'new', 'of', 'void',
  'delete', 'throw', 'await', 'yield', 'extends', 'default']);
// Longest first.
const PUNCTUATORS = new RegExp(`^(?:${[
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=/,
  /=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*/,
  /[{}()[\];,<>+\-*/%&|^!~?:=.@#]/,
].map((each) => each.source).join('|')})`);
const NUMBER = /^(?:0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*)?\.?[\d_]*(?:[eE][+-]?[\d_]+)?n?)/;

// Tokens are {type, text, start, end, depth, line: a line break stands before it}. type: name, punctuator, string,
// template, regexp, number. `open` counts brackets left open, `unfinished` tells of an open template or comment,
// `broken` of something that more text cannot mend; then `at` is where that begins, or `extra` is the first bracket
// that closes nothing.
function scan(source) {
  const tokens = [];
  const open = [];
  let at = 0;
  let line = false;
  let unfinished = false;
  let broken = false;
  let extra;

  function endOfTemplate(from) {
    for (let i = from; i < source.length; i++) {
      const char = source[i];
      if (char === '\\') i++;
      else if (char === '`') return i + 1;
      else if (char === '$' && source[i + 1] === '{') {
        const inner = skipBraces(i + 2);
        if (inner < 0) return -1;
        i = inner - 1;
      }
    }
    return -1;
  }

  // From behind `${` to behind its `}`.
  function skipBraces(from) {
    const rest = scanFrom(from, true);
    return rest;
  }

  function regexpAllowed(list) {
    const last = list[list.length - 1];
    if (last === undefined) return true;
    if (last.type === 'name') return BEFORE_EXPRESSION.has(last.text);
    if (last.type === 'punctuator') {
      // After `)` and `}` a slash is taken as division, except where a statement has ended: `}` followed by a line.
      if (last.text === ')' || last.text === ']') return false;
      return last.text !== '}' || line;
    }
    return false;
  }

  function endOfRegexp(from) {
    let inClass = false;
    for (let i = from + 1; i < source.length; i++) {
      const char = source[i];
      if (char === '\n') return -1;
      if (char === '\\') i++;
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      else if (char === '/' && !inClass) {
        i++;
        while (i < source.length && /[\w$]/.test(source[i])) i++;
        return i;
      }
    }
    return -1;
  }

  // Scans from `at`; with `inner`, up to the brace that closes a template's substitution, whose end is returned.
  function scanFrom(start, inner) {
    const list = inner ? [] : tokens;
    let level = 0;
    at = start;
    const push = (type, end) => {
      list.push({ type, text: source.slice(at, end), start: at, end, depth: open.length, line });
      line = false;
      at = end;
    };
    while (at < source.length) {
      const char = source[at];
      if (char === '\n' || char === '\u2028' || char === '\u2029') {
        line = true;
        at++;
      } else if (/\s/.test(char) || char === '\ufeff') {
        at++;
      } else if (char === '/' && source[at + 1] === '/') {
        while (at < source.length && source[at] !== '\n') at++;
      } else if (char === '#' && source[at + 1] === '!' && at === 0) {
        while (at < source.length && source[at] !== '\n') at++;
      } else if (char === '/' && source[at + 1] === '*') {
        const end = source.indexOf('*/', at + 2);
        if (end < 0) {
          unfinished = true;
          return -1;
        }
        if (source.slice(at, end).includes('\n')) line = true;
        at = end + 2;
      } else if (char === '"' || char === "'") {
        let end = at + 1;
        while (end < source.length && source[end] !== char && source[end] !== '\n') {
          if (source[end] === '\\') end++;
          end++;
        }
        if (source[end] !== char) {
          broken = true;
          return -1;
        }
        push('string', end + 1);
      } else if (char === '`') {
        const begin = at;
        const before = line;
        const end = endOfTemplate(at + 1);
        at = begin;
        line = before;
        if (end < 0) {
          unfinished = true;
          return -1;
        }
        push('template', end);
      } else if (/[A-Za-z_$\\]/.test(char) || char > '\x7f') {
        let end = at + 1;
        while (end < source.length && (/[\w$\\]/.test(source[end]) || source[end] > '\x7f')) end++;
        push('name', end);
      } else if (/\d/.test(char) || (char === '.' && /\d/.test(source[at + 1] || ''))) {
        const match = NUMBER.exec(source.slice(at, at + 400));
        push('number', at + Math.max(1, match[0].length));
      } else if (char === '/' && regexpAllowed(list)) {
        const end = endOfRegexp(at);
        if (end < 0) {
          broken = true;
          return -1;
        }
        push('regexp', end);
      } else {
        const match = PUNCTUATORS.exec(source.slice(at, at + 4));
        if (match === null) {
          at++;
          continue;
        }
        const text = match[0];
        if (text === '(' || text === '[' || text === '{') {
          push('punctuator', at + 1);
          if (inner) level++;
          else open.push(text);
        } else if (text === ')' || text === ']' || text === '}') {
          if (inner) {
            if (level === 0) return at + 1;
            level--;
          } else if (open.length > 0) {
            open.pop();
          } else {
            broken = true;
            extra ??= at;
          }
          push('punctuator', at + 1);
        } else {
          push('punctuator', at + text.length);
        }
      }
    }
    if (inner) unfinished = true;
    return -1;
  }

  scanFrom(0, false);
  return { tokens, open: open.length, unfinished, broken, at, extra };
}
exports.scan = scan;

// Whether a text is an ES module: a top-level import or export declaration, or import.meta anywhere.
exports.isModule = function isModule(source) {
  if (!/\b(?:import|export)\b/.test(source)) return false;
  const { tokens } = scan(source);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type !== 'name' || (token.text !== 'import' && token.text !== 'export')) continue;
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    if (after === undefined || (before !== undefined && (before.text === '.' || before.text === '?.'))) continue;
    if (token.text === 'import' && after.text === '.' && tokens[i + 2]?.text === 'meta') return true;
    if (token.depth > 0) continue;
    if (token.text === 'import') {
      if (after.type === 'string' || after.type === 'name' || after.text === '{' || after.text === '*') return true;
    } else if (after.type === 'name' || after.text === '{' || after.text === '*') {
      return true;
    }
  }
  return false;
};

// The names a CommonJS file gives its `exports`, found without running it (imports by name need them beforehand), and
// the files that it passes on with `module.exports = require('...')`.
exports.exportedNames = function exportedNames(source) {
  const names = new Set();
  const passedOn = [];
  const { tokens } = scan(source);
  const text = (i) => (tokens[i] === undefined ? '' : tokens[i].text);
  const isName = (i) => tokens[i] !== undefined && tokens[i].type === 'name';
  const isString = (i) => tokens[i] !== undefined && tokens[i].type === 'string';
  const isRequire = (i) => text(i) === 'require' && isString(i + 2);
  const unquote = (token) => token.text.slice(1, -1);
  for (let i = 0; i < tokens.length; i++) {
    let next = -1;
    if (text(i - 1) === '.') continue;
    if (text(i) === 'exports') next = i + 1;
    else if (text(i) === 'module' && text(i + 1) === '.' && text(i + 2) === 'exports') next = i + 3;
    if (next < 0) continue;
    if (text(next) === '.' && isName(next + 1) && text(next + 2) === '=') names.add(text(next + 1));
    else if (text(next) === '[' && isString(next + 1) && text(next + 3) === '=') names.add(unquote(tokens[next + 1]));
    // Object.defineProperty(exports, 'name', ...) as compilers write it.
    else if (text(next) === ',' && isString(next + 1) && text(i - 1) === '(') names.add(unquote(tokens[next + 1]));
    else if (text(next) === '=' && isRequire(next + 1)) passedOn.push(unquote(tokens[next + 3]));
    else if (text(next) === '=' && text(next + 1) === '{') {
      const inside = tokens[next + 1].depth + 1;
      for (let k = next + 2; k < tokens.length && tokens[k].depth >= inside; k++) {
        if (tokens[k].depth !== inside || (text(k - 1) !== '{' && text(k - 1) !== ',')) continue;
        if (text(k) === '...' && isRequire(k + 1)) passedOn.push(unquote(tokens[k + 3]));
        else if (tokens[k].type === 'string') names.add(unquote(tokens[k]));
        else if ((text(k) === 'get' || text(k) === 'async') && isName(k + 1)) names.add(text(k + 1));
        else if (isName(k)) names.add(text(k));
      }
    }
  }
  return { names: [...names], passedOn };
};
