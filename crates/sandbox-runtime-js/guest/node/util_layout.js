// How util.inspect puts the entries of an object together: on one line, in columns, or one below the other.

const { removeColors, getStringWidth } = require('node/util_style');

const spaces = (count) => ' '.repeat(count);
const remaining = (count) => `... ${count} more item${count > 1 ? 's' : ''}`;

// What the entries of an object are: properties; elements alone; elements and then properties.
const PROPERTIES = 0;
const ELEMENTS = 1;
const ELEMENTS_AND_PROPERTIES = 2;

// More elements than this may be put into columns.
const LONGEST_ROW = 6;
const MOST_COLUMNS = 15;
const GAP = 2; // a comma and a space

// So many columns that the block becomes about two and a half times as wide as high, as far as there is room.
function countColumns(ctx, count, widest, total, entries) {
  // Elements of very different widths would leave large holes.
  if (widest * 3 + ctx.indentationLvl >= ctx.breakLength) return 1;
  if (total / widest <= 5 && widest - GAP > 6) return 1;
  const deviation = Math.sqrt(widest - total / entries);
  const column = Math.max(widest - 3 - deviation, 1);
  return Math.min(
    Math.round(Math.sqrt(2.5 * column * count) / column),
    Math.floor((ctx.breakLength - ctx.indentationLvl) / widest),
    ctx.compact * 4,
    MOST_COLUMNS,
  );
}

// Elements as lines of a table; unchanged where one column is best. Numbers are aligned at the right.
function arrange(ctx, output, value) {
  const more = ctx.maxArrayLength < output.length; // the last entry says how many are not shown
  const count = more ? output.length - 1 : output.length;
  const widths = [];
  let widest = GAP;
  let total = 0;
  for (let i = 0; i < count; i++) {
    widths[i] = getStringWidth(output[i], ctx.colors);
    total += widths[i] + GAP;
    widest = Math.max(widest, widths[i] + GAP);
  }
  const columns = countColumns(ctx, count, widest, total, output.length);
  if (columns <= 1) return output;
  const columnWidths = [];
  for (let i = 0; i < columns; i++) {
    let most = 0;
    for (let k = i; k < count; k += columns) if (widths[k] > most) most = widths[k];
    columnWidths[i] = most + GAP;
  }
  let toRight = value !== undefined;
  for (let i = 0; toRight && i < output.length; i++) {
    toRight = typeof value[i] === 'number' || typeof value[i] === 'bigint';
  }
  const lines = [];
  for (let row = 0; row < count; row += columns) {
    const end = Math.min(row + columns, count);
    let line = '';
    for (let i = row; i < end; i++) {
      const last = i === end - 1;
      const cell = last ? output[i] : `${output[i]}, `;
      const missing = columnWidths[i - row] - widths[i] - GAP;
      if (toRight) line += spaces(missing) + cell;
      else line += last ? cell : cell + spaces(missing);
    }
    lines.push(line);
  }
  if (more) lines.push(output[count]);
  return lines;
}

function fitsOneLine(ctx, output, start, base) {
  let length = output.length + start;
  if (length + output.length > ctx.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    length += ctx.colors ? removeColors(output[i]).length : output[i].length;
    if (length > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

function join(ctx, output, base, braces, kind, level, value) {
  const [open, close] = braces;
  const before = base === '' ? '' : `${base} `;
  if (ctx.compact === true) {
    if (fitsOneLine(ctx, output, 0, base)) {
      return `${open}${base === '' ? '' : ` ${base}`} ${output.join(', ')} ${close}`;
    }
    const margin = `\n${spaces(ctx.indentationLvl)}  `;
    const first = base === '' && open.length === 1 ? ' ' : `${base === '' ? '' : ` ${base}`}${margin}`;
    return `${open}${first}${output.join(`,${margin}`)} ${close}`;
  }
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    const entries = output.length;
    if (kind === ELEMENTS_AND_PROPERTIES && entries > LONGEST_ROW) output = arrange(ctx, output, value);
    // The innermost levels share a line if they fit.
    if (ctx.currentDepth - level < ctx.compact && entries === output.length) {
      const start = output.length + ctx.indentationLvl + open.length + base.length + 10;
      if (fitsOneLine(ctx, output, start, base)) {
        const joined = output.join(', ');
        if (!joined.includes('\n')) return `${before}${open} ${joined} ${close}`;
      }
    }
  }
  const margin = `\n${spaces(ctx.indentationLvl)}`;
  return `${before}${open}${margin}  ${output.join(`,${margin}  `)}${margin}${close}`;
}

module.exports = { PROPERTIES, ELEMENTS, ELEMENTS_AND_PROPERTIES, join, spaces, remaining };
