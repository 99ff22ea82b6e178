// The difference of two values, line by line, as the messages of failed assertions show it.

const { inspect } = require('node/util_inspect');

const HEADS = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
};

// Two values of so many characters together are shown beside each other.
const SHORT = 12;
const LINE = 80;
const MOST_LINES = 50;

// All of a value, with its properties sorted: two equal values have equal texts.
function show(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// Of a long text the beginning.
function shorten(lines) {
  return lines.length > MOST_LINES ? [...lines.slice(0, 46), '...'] : lines;
}

// `a` and `b` but for a comma at the end of one of them: more elements follow there.
const sameLine = (a, b) => a === b || a === `${b},` || `${a},` === b;

// The lines that both end with: how many, and the text of them.
function commonEnd(actual, expected) {
  let count = 0;
  while (count < actual.length && count < expected.length
    && actual[actual.length - 1 - count] === expected[expected.length - 1 - count]) count++;
  const lines = count === 0 ? [] : actual.slice(-count);
  const skipped = count >= 5;
  const shown = skipped ? [lines[0], '...', ...lines.slice(-3)] : lines;
  return { count, skipped, text: shown.map((line) => (line === '...' ? '\n...' : `\n  ${line}`)).join('') };
}

// The lines of both, one by one: a run of different lines shows first what is there, then what was expected; of a run
// of equal lines only those at its ends are shown.
function compare(actual, expected) {
  const longer = actual.length >= expected.length ? actual : expected;
  let text = '';
  let missing = ''; // expected lines of the run
  let equal = 0; // equal lines since the last difference
  let printed = 0;
  let skipped = false;

  function print(mark, line) {
    printed++;
    return `\n${mark} ${line}`;
  }

  function endOfEqual(lines, i) {
    if (equal > 5) {
      text += '\n...';
      skipped = true;
    } else if (equal === 5) {
      text += print(' ', lines[i - 3]);
    }
    if (equal > 3) text += print(' ', lines[i - 2]);
    if (equal > 2) text += print(' ', lines[i - 1]);
    equal = 0;
  }

  for (let i = 0; i < longer.length; i++) {
    if (i >= actual.length || i >= expected.length) {
      endOfEqual(longer, i);
      if (longer === actual) text += print('+', actual[i]);
      else missing += print('-', expected[i]);
    } else if (!sameLine(actual[i], expected[i])) {
      endOfEqual(actual, i);
      text += print('+', actual[i]);
      missing += print('-', expected[i]);
    } else {
      text += missing;
      missing = '';
      equal++;
      if (equal <= 2) text += print(' ', expected[i].length > actual[i].length ? expected[i] : actual[i]);
    }
    if (printed > MOST_LINES && i < longer.length - 2) return { text: `${text}\n...${missing}\n...`, cut: true };
  }
  return { text: text + missing, skipped, cut: false };
}

// What two different one-line texts look like, or undefined if they are shown like longer ones. `column` is where to
// put a mark under them.
function oneLine(head, actual, expected, [a], [b], referenceOnly) {
  const length = a.length + b.length;
  if (length <= SHORT) {
    const primitive = (value) => typeof value !== 'object' || value === null;
    // 0 and -0 are hard to tell apart in a line.
    if (primitive(actual) && primitive(expected) && (actual !== 0 || expected !== 0)) {
      return { text: `${head}\n\n${a} !== ${b}\n` };
    }
  } else if (!referenceOnly && length < LINE) {
    let column = 0;
    while (a[column] === b[column]) column++;
    if (column > 2) return { column };
  }
  return {};
}

function difference(actual, expected, operator, message) {
  const actualLines = show(actual).split('\n');
  const expectedLines = show(expected).split('\n');
  const referenceOnly = operator === 'strictEqual' && isObject(actual) && typeof actual === typeof expected
    && expected !== null;
  const head = message || HEADS[referenceOnly ? 'strictEqualObject' : operator];
  let mark = '';
  if (actualLines.length === 1 && expectedLines.length === 1 && actualLines[0] !== expectedLines[0]) {
    const line = oneLine(head, actual, expected, actualLines, expectedLines, referenceOnly);
    if (line.text !== undefined) return line.text;
    if (line.column !== undefined) mark = `\n  ${' '.repeat(line.column)}^`;
  }
  const end = commonEnd(actualLines, expectedLines);
  if (end.count === actualLines.length && end.count === expectedLines.length) {
    return `${HEADS.notIdentical}\n\n${shorten(actualLines).join('\n')}\n`;
  }
  const rest = (lines) => lines.slice(0, lines.length - end.count);
  const { text, skipped, cut } = compare(rest(actualLines), rest(expectedLines));
  const legend = `${head}\n+ actual - expected${skipped || end.skipped || cut ? ' ... Lines skipped' : ''}\n`;
  return cut ? `${legend}${text}` : `${legend}${text}${end.text}${mark}`;
}

module.exports = { HEADS, show, shorten, isObject, difference };
