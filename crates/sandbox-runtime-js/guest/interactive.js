// Interactive turns: state is kept between them, declarations may be repeated, top-level await works.
//
// A turn is evaluated with indirect eval, where `var` and functions become globals. `let`, `const` and `class` of the
// top level would vanish with the turn, so they are turned into `var`s first: of the same length or longer, on the
// same line, so that lines stay what they are.

const { globalEval } = require('primordials');
const { scan } = require('scanner');
const state = require('state');
const sources = require('sources');
const typescript = require('typescript');
const program = require('program');
const commonjs = require('commonjs');

// What stands between two statements, seen from the token that would begin one.
function beginsStatement(tokens, i) {
  const before = tokens[i - 1];
  return before === undefined || before.text === ';' || before.text === '}' || tokens[i].line;
}

// `let a = 1; const b = 2; class C {}` as `var a = 1; var b = 2; var C = class C {}`.
function withVars(source) {
  const { tokens } = scan(source);
  let text = '';
  let done = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.depth > 0 || token.type !== 'name' || !beginsStatement(tokens, i)) continue;
    const next = tokens[i + 1];
    if (next === undefined) continue;
    const declares = next.type === 'name' || next.text === '{' || next.text === '[';
    if ((token.text === 'let' || token.text === 'const') && declares) {
      text += `${source.slice(done, token.start)}${token.text === 'let' ? 'var' : 'var  '}`;
      done = token.end;
    } else if (token.text === 'class' && next.type === 'name') {
      text += `${source.slice(done, token.start)}var ${next.text} = `;
      done = token.start;
      // Ends as an expression does: `;` after its body, so that the next line does not continue it.
      let k = i + 2;
      while (k < tokens.length && !(tokens[k].depth === 0 && tokens[k].text === '}')) k++;
      if (k < tokens.length) {
        text += `${source.slice(done, tokens[k].end)};`;
        done = tokens[k].end;
        i = k;
      }
    }
  }
  return text + source.slice(done);
}

// Starts of the statements of the top level as far as tokens tell; every one is tried by the compiler before it counts.
function starts(tokens) {
  const found = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.depth > 0 || token.text === ';' || token.text === '}') continue;
    if (beginsStatement(tokens, i)) found.push(token.start);
  }
  return found;
}

function compiles(text) {
  try {
    return globalEval(text);
  } catch (error) {
    return undefined;
  }
}

// A turn with top-level await, as the text of an async function whose result is {value}: declarations become
// assignments to globals, the last expression is returned.
function awaiting(source) {
  const plain = withVars(source);
  const { tokens } = scan(plain);
  const names = [];
  let text = '';
  let done = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.depth > 0 || token.type !== 'name' || !beginsStatement(tokens, i)) continue;
    const next = tokens[i + 1];
    if (next === undefined) continue;
    if (token.text === 'var') {
      if (next.type === 'name') {
        // Each name of `var a = 1, b` is a global already when the function begins.
        for (let k = i + 1; k < tokens.length; k++) {
          const each = tokens[k];
          if (each.depth > 0) continue;
          const first = k === i + 1 || tokens[k - 1].text === ',';
          if (first && each.type === 'name') names.push(each.text);
          // The declaration ends with a semicolon, or where a line begins with a name.
          if (each.text === ';' || (!first && each.line && each.type === 'name')) break;
        }
        text += `${plain.slice(done, token.start)}    `;
        done = token.end + 1;
      } else {
        // A pattern needs parentheses to be an expression.
        let k = i + 1;
        while (k < tokens.length && tokens[k].text !== ';' && !(k > i + 1 && tokens[k].line && tokens[k].depth === 0
          && tokens[k].type === 'name' && tokens[k - 1].text !== '=')) k++;
        const end = k < tokens.length ? tokens[k].start : plain.length;
        text += `${plain.slice(done, token.start)}  (${plain.slice(token.end, end).trimEnd()});`;
        done = end;
        i = k - 1;
      }
    } else if (token.text === 'function' || (token.text === 'async' && next.text === 'function')) {
      const at = i + (token.text === 'async' ? 2 : 1);
      const name = tokens[at]?.text === '*' ? tokens[at + 1] : tokens[at];
      if (name?.type === 'name') {
        text += `${plain.slice(done, token.start)}globalThis.${name.text} = ${name.text}; `;
        done = token.start;
      }
    }
  }
  text += plain.slice(done);
  const declare = names.map((name) => `if (!('${name}' in globalThis)) globalThis.${name} = undefined;`).join('');
  const head = `(async function () {${declare}`;
  const tail = '\n})';
  const candidates = starts(scan(text).tokens);
  for (let k = candidates.length - 1; k >= 0 && k >= candidates.length - 40; k--) {
    const begin = candidates[k];
    const last = text.slice(begin).trimEnd().replace(/;+$/, '');
    if (/^(?:function|async\s+function|class|var|let|const)\b/.test(last)) break;
    const whole = `${head}${text.slice(0, begin)}return { value: (${last}\n) };${tail}`;
    if (compiles(whole) !== undefined) return { text: whole, shift: head.length };
  }
  const whole = `${head}${text}${tail}`;
  return compiles(whole) === undefined ? undefined : { text: whole, shift: head.length };
}
// For `value` programs: the same, called by program.js.
exports.awaiting = (source) => {
  const made = awaiting(source);
  return made === undefined ? undefined : {
    text: `(function () { return (${made.text})().then((r) => r === undefined ? undefined : r.value); })`,
    shift: made.shift + 23,
  };
};

// Whether more lines could make the text complete.
function isUnfinished(source, error) {
  const { open, unfinished, broken } = scan(source);
  if (broken) return false;
  if (unfinished || open > 0) return true;
  // The engine complains about what comes behind the text: an operator without its right side and the like.
  return /: '\}?'$/.test(`${error.message}`);
}

exports.start = function start(request, source) {
  state.ended = false;
  state.exiting = false;
  state.failure = null;
  state.pending = false;
  state.hasValue = false;
  state.value = undefined;
  state.incomplete = false;
  if (request.typescript) source = typescript.strip(request.file, source);
  commonjs.prepareMain(request.file, state.directory);
  program.defineModuleGlobals();
  state.format = 'eval';
  sources.reset();

  // An object literal is what somebody means who types one.
  const trimmed = source.trim();
  if (/^\{[^]*\}$/.test(trimmed) && !/;\s*\}$/.test(trimmed)) {
    sources.reserve(request.file, source, 1);
    const literal = compiles(`(function () { return (${source}\n); })`);
    if (literal !== undefined) {
      state.format = 'eval';
      program.keepValue(globalEval(`(${source}\n)`));
      return;
    }
    sources.reset();
  }

  const text = withVars(source);
  sources.reserve(request.file, source, 0);
  // Compiled first without being run: a SyntaxError that the running text throws is no reason to try another way.
  let syntax;
  try {
    globalEval(`(function () {${text}\n})`);
  } catch (error) {
    syntax = error;
  }
  if (syntax === undefined) {
    program.keepValue(globalEval(text));
    return;
  }
  if (isUnfinished(source, syntax)) {
    state.incomplete = true;
    return;
  }
  if (/\bawait\b/.test(source)) {
    const made = awaiting(source);
    if (made !== undefined) {
      sources.reset();
      sources.reserve(request.file, source, made.shift);
      program.keepValue(globalEval(made.text)(), (result) => (result === undefined ? undefined : result.value));
      return;
    }
  }
  // The error of the text as a program has the right position.
  program.keepValue(globalEval(text));
};
