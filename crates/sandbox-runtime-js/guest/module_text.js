// The text of an ES module as the body of an async function, which the engine can compile without loading what the
// module imports. Every character keeps its place: imports and exports become spaces, and imported names are declared.

const { scan } = require('scanner');

const blank = (text) => text.replace(/[^\n\r\u2028\u2029]/g, ' ');

// The index of the token that ends an import, or an export of a list, which begins at `i`: its specifier or its brace.
function endOfClause(tokens, i) {
  let k = i + 1;
  if (tokens[k]?.type === 'string') return withAttributes(tokens, k);
  while (k < tokens.length && tokens[k].text !== '{' && tokens[k].text !== 'from') k++;
  if (tokens[k]?.text === '{') {
    while (k < tokens.length && tokens[k].text !== '}') k++;
    if (tokens[k + 1]?.text !== 'from') return k;
    k++;
  }
  return withAttributes(tokens, k + 1);
}

function withAttributes(tokens, at) {
  const word = tokens[at + 1]?.text;
  if ((word !== 'with' && word !== 'assert') || tokens[at + 2]?.text !== '{') return at;
  let k = at + 3;
  while (k < tokens.length && tokens[k].text !== '}') k++;
  return k;
}

// The names that the import between two tokens declares.
function declaredNames(tokens, from, to) {
  const names = [];
  for (let k = from + 1; k <= to; k++) {
    const { type, text } = tokens[k];
    if (text === 'from' && tokens[k + 1]?.type === 'string') break;
    const next = tokens[k + 1]?.text;
    if (type === 'name' && text !== 'as' && next !== 'as' && /^(?:,|\}|from)$/.test(next)) names.push(text);
    else if (text === 'as' && tokens[k + 1]?.type === 'name' && /^(?:,|\}|from)$/.test(tokens[k + 2]?.text)) {
      names.push(next);
      k++;
    }
  }
  return names;
}

exports.asFunction = function asFunction(source) {
  const { tokens } = scan(source);
  const names = [];
  let text = '';
  let done = 0;
  const replace = (start, end, by) => {
    text += source.slice(done, start) + by;
    done = end;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type !== 'name' || tokens[i - 1]?.text === '.') continue;
    const next = tokens[i + 1];
    if (token.text === 'import' && next?.text === '.' && tokens[i + 2]?.text === 'meta') {
      replace(token.start, token.end, '$meta$');
    } else if (token.depth > 0) {
      continue;
    } else if (token.text === 'import' && next !== undefined && next.text !== '(' && next.text !== ':') {
      const end = endOfClause(tokens, i);
      if (tokens[end] === undefined) return undefined;
      names.push(...declaredNames(tokens, i, end));
      // A semicolon, so that the lines around it are not joined.
      replace(token.start, tokens[end].end, `;${blank(source.slice(token.start + 1, tokens[end].end))}`);
      i = end;
    } else if (token.text === 'export' && next !== undefined && (next.text === '{' || next.text === '*')) {
      const end = endOfClause(tokens, i);
      if (tokens[end] === undefined) return undefined;
      replace(token.start, tokens[end].end, `;${blank(source.slice(token.start + 1, tokens[end].end))}`);
      i = end;
    } else if (token.text === 'export' && next?.text === 'default') {
      let k = i + 2;
      if (tokens[k]?.text === 'async' && tokens[k + 1]?.text === 'function') k++;
      const declares = tokens[k]?.text === 'function' || tokens[k]?.text === 'class';
      if (declares && tokens[k + 1]?.text === '*') k++;
      const named = declares && tokens[k + 1]?.type === 'name' && tokens[k + 1].text !== 'extends';
      const gap = blank(source.slice(token.start, next.end));
      replace(token.start, next.end, named ? gap : `${gap.slice(0, -2)}0,`);
      i++;
    } else if (token.text === 'export' && next?.type === 'name') {
      replace(token.start, token.end, '      ');
    }
  }
  text += source.slice(done);
  const declare = names.length > 0 ? `let ${names.join(',')};` : '';
  return `(async function () {'use strict';${declare}${text}\n})`;
};
