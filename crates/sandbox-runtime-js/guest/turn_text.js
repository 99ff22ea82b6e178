// The text of an interactive turn, and of a program whose value is wanted, as the engine can evaluate it: declarations
// that outlive the turn, top-level await, imports. Lines stay what they are; each step is a Rewriting.

const { scan } = require('scanner');
const { Rewriting } = require('rewriting');
const commonjs = require('commonjs');

// Signs that begin no statement when they stand behind a line break: what was before goes on.
const CONTINUES = /^(?:[.,;)\]}(\[?:*%&|^=<>/+-]|[!=]==?|&&|\|\||\?\?|\?\.|\*\*|.*=|=>)$/;
// Words that do the same; and those after which nothing new begins.
const JOINS = new Set(['in', 'instanceof', 'of', 'as', 'else', 'catch', 'finally']);
const OPENS = new Set(['return', 'typeof', 'case', 'else', 'do', 'in', 'instanceof', 'new', 'of', 'void', 'delete',
  'throw', 'await', 'extends', 'async', 'let', 'const', 'var', 'function', 'class', 'import', 'export', 'from']);

// Whether a token begins a statement, as far as tokens tell.
function beginsStatement(tokens, i) {
  const before = tokens[i - 1];
  if (before === undefined || before.text === ';' || before.text === '}') return true;
  if (!tokens[i].line) return false;
  const { type, text } = tokens[i];
  if (type === 'template' || (type === 'punctuator' && CONTINUES.test(text)) || JOINS.has(text)) return false;
  if (before.type === 'name') return !OPENS.has(before.text);
  return before.type !== 'punctuator' || /^(?:\)|\]|\+\+|--)$/.test(before.text);
}

const topLevel = (tokens, i) => tokens[i].depth === 0 && tokens[i].type === 'name' && beginsStatement(tokens, i);

// `let a = 1; const b = 2; class C {}` as `var a = 1; var b = 2; var C = class C {}`.
exports.withVars = function withVars(source) {
  const { tokens } = scan(source);
  const made = new Rewriting(source);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!topLevel(tokens, i)) continue;
    const next = tokens[i + 1];
    if (next === undefined) continue;
    const declares = next.type === 'name' || next.text === '{' || next.text === '[';
    if ((token.text === 'let' || token.text === 'const') && declares) {
      made.copyTo(token.start).insert(token.text === 'let' ? 'var' : 'var  ').skipTo(token.end);
    } else if (token.text === 'class' && next.type === 'name') {
      made.copyTo(token.start).insert(`var ${next.text} = `);
      // Ends as an expression does: `;` after its body, so that the next line does not continue it.
      let k = i + 2;
      while (k < tokens.length && !(tokens[k].depth === 0 && tokens[k].text === '}')) k++;
      if (k < tokens.length) {
        made.copyTo(tokens[k].end).insert(';');
        i = k;
      }
    }
  }
  return made.finish();
};

// The names of `{ a, b as c, default as d, 'e' as f }` as a pattern; `at` is behind the brace.
function namesOf(tokens, at, specifier) {
  const parts = [];
  let k = at;
  while (k < tokens.length && tokens[k].text !== '}') {
    const imported = tokens[k].text;
    const renamed = tokens[k + 1]?.text === 'as';
    const local = renamed ? tokens[k + 2]?.text : imported;
    const plain = imported.replace(/^['"]|['"]$/g, '');
    const message = JSON.stringify(
      `The requested module ${specifier} does not provide an export named '${plain}'`);
    parts.push(`${imported}: ${local} = (() => { throw new SyntaxError(${message}); })()`);
    k += renamed ? 3 : 1;
    if (tokens[k]?.text === ',') k++;
  }
  return { parts, next: k + 1 };
}

// `import a, { b as c } from 'd'` as `const { default: a, b: c } = await import('d')`; undefined if there is none.
exports.withoutImports = function withoutImports(source) {
  const { tokens } = scan(source);
  const made = new Rewriting(source);
  let any = false;
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i].text !== 'import' || !topLevel(tokens, i)) continue;
    let k = i + 1;
    const type = tokens[k]?.type;
    if (type !== 'string' && type !== 'name' && tokens[k]?.text !== '{' && tokens[k]?.text !== '*') continue;
    let from = k;
    while (from < tokens.length && tokens[from].type !== 'string') from++;
    // A name may be a string, too: the specifier is the one behind `from`.
    if (type !== 'string') {
      from = tokens.findIndex((token, at) => at > k && token.text === 'from' && token.depth === 0
        && tokens[at + 1]?.type === 'string') + 1;
    }
    const specifier = tokens[from];
    if (specifier?.type !== 'string') continue;
    const parts = [];
    let space;
    if (tokens[k].type === 'name') {
      parts.push(`default: ${tokens[k].text}`);
      k += tokens[k + 1]?.text === ',' ? 2 : 1;
    }
    if (tokens[k].text === '*') space = tokens[k + 2]?.text;
    else if (tokens[k].text === '{') parts.push(...namesOf(tokens, k + 1, specifier.text).parts);
    const names = parts.length > 0 ? `{ ${parts.join(', ')} } = ` : '';
    const value = `await import(${specifier.text})`;
    let end = specifier.end;
    // Attributes say nothing that the file's name does not.
    if (tokens[from + 1]?.text === 'with' && tokens[from + 2]?.text === '{') {
      let close = from + 3;
      while (close < tokens.length && tokens[close].text !== '}') close++;
      end = tokens[close]?.end ?? end;
    }
    const lines = source.slice(tokens[i].start, end).replace(/[^\n]/g, '');
    const text = space === undefined ? `${names === '' ? '' : `const ${names}`}${value}`
      : `const ${space} = ${value}${names === '' ? '' : `, ${names}${space}`}`;
    made.copyTo(tokens[i].start).insert(`${text}${lines}`).skipTo(end);
    if (tokens[from + 1]?.text !== ';') made.insert(';');
    any = true;
  }
  return any ? made.finish() : undefined;
};

// Declarations as assignments to globals, for the body of an async function. `declared` has the places in the text
// where they begin.
function withGlobals(source) {
  const { tokens } = scan(source);
  const made = new Rewriting(source);
  const names = [];
  const declared = new Set();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!topLevel(tokens, i)) continue;
    const next = tokens[i + 1];
    if (next === undefined) continue;
    if (token.text === 'var') {
      // Up to a semicolon, or a line that begins another statement.
      let end = i + 1;
      while (end < tokens.length && !(tokens[end].depth === 0 && end > i + 1
        && (tokens[end].text === ';' || (tokens[end].line && beginsStatement(tokens, end))))) end++;
      // Each name of `var a = 1, b` is a global already when the function begins.
      let pattern = false;
      for (let k = i + 1; k < end; k++) {
        if (tokens[k].depth > 0) continue;
        if (k !== i + 1 && tokens[k - 1].text !== ',') continue;
        if (tokens[k].type === 'name') names.push(tokens[k].text);
        else if (tokens[k].text === '{' || tokens[k].text === '[') pattern = true;
      }
      made.copyTo(token.start);
      declared.add(made.text.length);
      // A pattern needs parentheses to be an expression.
      made.insert(pattern ? '  (' : '   ').skipTo(token.end);
      if (pattern) made.copyTo(tokens[end - 1].end).insert(')');
      if (tokens[end]?.text !== ';') made.copyTo(tokens[end - 1].end).insert(';');
      i = end - 1;
    } else if (token.text === 'function' || (token.text === 'async' && next.text === 'function')) {
      const at = i + (token.text === 'async' ? 2 : 1);
      const name = tokens[at]?.text === '*' ? tokens[at + 1] : tokens[at];
      if (name?.type === 'name') made.copyTo(token.start).insert(`globalThis.${name.text} = ${name.text}; `);
    }
  }
  return { step: made.finish(), names, declared };
}

// Where the last statement is, if it may be an expression: {begin, end}; undefined otherwise.
function lastStatement(text, declared) {
  const { tokens } = scan(text);
  let begin;
  let end = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.text !== ';') end = token.end;
    if (token.depth > 0 || token.text === ';' || token.text === '}') continue;
    if (beginsStatement(tokens, i)) begin = token.start;
  }
  if (begin === undefined) return undefined;
  for (const each of declared) if (each <= begin && text.slice(each, begin).trim() === '') return undefined;
  return { begin, end };
}

const compiles = (text) => {
  try {
    commonjs.compileBody(text);
    return true;
  } catch (error) {
    return false;
  }
};

// A text with top-level await as that of a function which gives a promise of {value} or of nothing: {text, steps} or
// undefined.
exports.awaiting = function awaiting(source) {
  const vars = exports.withVars(source);
  const { step, names, declared } = withGlobals(vars.text);
  const declare = names.map((name) => `if (!('${name}' in globalThis)) globalThis.${name} = undefined;`).join('');
  const head = `(async function () {${declare}`;
  const tail = '\n})';
  const last = lastStatement(step.text, declared);
  if (last !== undefined) {
    const whole = new Rewriting(step.text).insert(head).copyTo(last.begin).insert('return { value: (')
      .copyTo(last.end).insert('\n) };').skipTo(step.text.length).insert(tail);
    if (compiles(whole.text)) return { text: whole.text, steps: [vars, step, whole] };
  }
  const whole = new Rewriting(step.text).insert(head).finish().insert(tail);
  return compiles(whole.text) ? { text: whole.text, steps: [vars, step, whole] } : undefined;
};
