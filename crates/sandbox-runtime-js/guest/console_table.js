// console.table: rows and columns in boxes, laid out as Node 20 does.

const util = () => require('node/util');

const VALUES = 'Values';
const INDEX = '(index)';
const ITERATION = '(iteration index)';

function show(value) {
  const deep = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2;
  return util().inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: deep ? -1 : 0 });
}

// How many columns of a terminal a text takes: wide (East Asian, emoji) characters take two, marks none.
function width(text) {
  let total = 0;
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0);
    if (code < 32 || (code >= 0x7f && code < 0xa0) || code === 0x200b || code === 0x200d) continue;
    if (/\p{M}/u.test(char)) continue;
    const wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f)
      || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f)
      || (code >= 0xff00 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6)
      || (code >= 0x1f300 && code <= 0x1f64f) || (code >= 0x1f900 && code <= 0x1f9ff)
      || (code >= 0x20000 && code <= 0x3fffd);
    total += wide ? 2 : 1;
  }
  return total;
}

function draw(heads, columns) {
  const height = columns.reduce((most, column) => Math.max(most, column.length), 0);
  const widest = (head, cells) => cells.reduce((most, cell) => Math.max(most, width(cell)), width(head));
  const widths = heads.map((head, i) => widest(head, columns[i]) + 2);
  const row = (cells) => {
    const padded = cells.map((cell, i) => ` ${cell}${' '.repeat(widths[i] - width(cell) - 1)}`);
    return `│${padded.join('│')}│\n`;
  };
  const lines = widths.map((each) => '─'.repeat(each));
  let text = `┌${lines.join('┬')}┐\n${row(heads)}├${lines.join('┼')}┤\n`;
  for (let y = 0; y < height; y++) text += row(columns.map((column) => column[y] ?? ''));
  return `${text}└${lines.join('┴')}┘`;
}

// Columns in the order in which the rows bring them up; cells of absent properties stay empty.
function collect(index, rows, properties) {
  const indexes = [];
  const columns = new Map();
  const values = [];
  let hasValues = false;
  if (properties !== undefined) for (const name of properties) columns.set(`${name}`, []);
  rows.forEach(([key, item], y) => {
    indexes.push(key);
    const primitive = item === null || (typeof item !== 'object' && typeof item !== 'function');
    if (primitive || typeof item === 'function') {
      hasValues = true;
      values[y] = show(item);
      return;
    }
    for (const name of properties === undefined ? Object.keys(item) : properties.map(String)) {
      if (!columns.has(name)) columns.set(name, []);
      if (Object.hasOwn(item, name)) columns.get(name)[y] = show(item[name]);
    }
  });
  const heads = [index, ...columns.keys()];
  const cells = [indexes, ...columns.values()];
  if (hasValues) {
    heads.push(VALUES);
    cells.push(values);
  }
  return draw(heads, cells.map((column) => Array.from({ length: rows.length }, (_, y) => column[y] ?? '')));
}

exports.render = function render(data, properties) {
  if (properties !== undefined && !Array.isArray(properties)) {
    throw require('node_errors').invalidArgType('properties', 'an instance of Array', properties);
  }
  if (data instanceof Map) {
    const pairs = [...data];
    return draw([ITERATION, 'Key', VALUES], [
      pairs.map((_, i) => `${i}`), pairs.map(([key]) => show(key)), pairs.map(([, value]) => show(value)),
    ]);
  }
  if (data instanceof Set) {
    const items = [...data];
    return draw([ITERATION, VALUES], [items.map((_, i) => `${i}`), items.map(show)]);
  }
  return collect(INDEX, Object.keys(data).map((key) => [key, data[key]]), properties);
};
