// How util.inspect and util.styleText colour text, and how wide a text is in a terminal.

const FOREGROUND = 39; // what sets the colour back
const BACKGROUND = 49;
const NAMES = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];

// name -> [the code that begins it, the code that ends it]
const colors = Object.assign(Object.create(null), {
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
});
NAMES.forEach((name, i) => { colors[name.toLowerCase()] = [30 + i, FOREGROUND]; });
NAMES.forEach((name, i) => { colors[`bg${name}`] = [40 + i, BACKGROUND]; });
colors.framed = [51, 54];
colors.overlined = [53, 55];
colors.gray = [90, FOREGROUND];
NAMES.forEach((name, i) => { if (i > 0) colors[`${name.toLowerCase()}Bright`] = [90 + i, FOREGROUND]; });
colors.bgGray = [100, BACKGROUND];
NAMES.forEach((name, i) => { if (i > 0) colors[`bg${name}Bright`] = [100 + i, BACKGROUND]; });

const ALIASES = {
  gray: ['grey', 'blackBright'],
  bgGray: ['bgGrey', 'bgBlackBright'],
  dim: ['faint'],
  strikethrough: ['crossedout', 'strikeThrough', 'crossedOut'],
  hidden: ['conceal'],
  inverse: ['swapColors', 'swapcolors'],
  doubleunderline: ['doubleUnderline'],
};
for (const name of Object.keys(ALIASES)) {
  for (const alias of ALIASES[name]) {
    Object.defineProperty(colors, alias, {
      get() { return this[name]; },
      set(value) { this[name] = value; },
      configurable: true,
      enumerable: false,
    });
  }
}

// What kind of value has which colour; names of properties have none.
const styles = Object.assign(Object.create(null), {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
});

function stylizeWithColor(text, style) {
  const color = styles[style];
  if (color === undefined) return text;
  const codes = colors[color];
  if (codes !== undefined) return `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
  return typeof color === 'function' ? color(text) : text;
}

const stylizeNoColor = (text) => text;

const CODES = /\u001b\[\d\d?m/g;
const removeColors = (text) => text.replace(CODES, '');

// Sequences that a terminal obeys: those that set a title or a link (up to a bell or a string terminator), those with
// parameters (colours, movements of the cursor), and those of two characters.
const CONTROLS = new RegExp('\\u001b\\][^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)'
  + '|(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]|\\u001b[ -/]*[0-~]', 'g');
const stripControls = (text) => (/[\u001b\u009b]/.test(text) ? text.replace(CONTROLS, '') : text);

const WITHOUT_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const PICTURE = /^\p{Emoji_Presentation}$/u;
// Ranges of characters that take two columns: from, to, from, to...
const WIDE = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x2e80, 0x2e99, 0x2e9b, 0x2ef3, 0x2f00, 0x2fd5, 0x2ff0, 0x303e,
  0x3041, 0x3096, 0x3099, 0x30ff, 0x3105, 0x312f, 0x3131, 0x318e, 0x3190, 0x31e3, 0x31ef, 0x321e, 0x3220, 0x3247,
  0x3250, 0x4dbf, 0x4e00, 0xa48c, 0xa490, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19,
  0xfe30, 0xfe52, 0xfe54, 0xfe66, 0xfe68, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x16fe4, 0x17000, 0x18cd5,
  0x1aff0, 0x1b2fb, 0x1f200, 0x1f202, 0x1f210, 0x1f23b, 0x1f240, 0x1f248, 0x1f250, 0x1f251, 0x1f260, 0x1f265,
  0x20000, 0x2fffd, 0x30000, 0x3fffd,
];

function isWide(code, character) {
  if (code < 0x1100) return false;
  for (let i = 0; i < WIDE.length && WIDE[i] <= code; i += 2) if (code <= WIDE[i + 1]) return true;
  return PICTURE.test(character);
}

// Columns of a terminal that a text takes.
function getStringWidth(text, removeControls = true) {
  if (!/[^\x20-\x7e]/.test(text)) return text.length;
  if (removeControls) text = stripControls(text);
  let width = 0;
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0);
    if (isWide(code, character)) width += 2;
    else if (code >= 0x20 && (code < 0x7f || code >= 0xa0) && !WITHOUT_WIDTH.test(character)) width++;
  }
  return width;
}

module.exports = {
  colors, styles, stylizeWithColor, stylizeNoColor, removeColors, stripControls, getStringWidth,
};
