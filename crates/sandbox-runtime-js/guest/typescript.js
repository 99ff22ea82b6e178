// TypeScript: the host takes the types out and writes the program anew. Positions in what it wrote are translated back
// to what the program's author wrote, by comparing the words of both texts: what is left is a part of what there was.

const { Map, mapGet, mapSet } = require('primordials');
const rewriting = require('rewriting');

const files = new Map(); // name -> {original, generated, pairs, starts}

exports.strip = function strip(name, source) {
  // Known before: an error in it shows its line.
  const file = { original: source, generated: source, pairs: undefined, starts: undefined };
  mapSet(files, name, file);
  file.generated = require('syntax').read(name, source);
  return file.generated;
};

exports.originalOf = (name) => (mapGet(files, name)?.original ?? rewriting.originalOf(name));

// Punctuation is too frequent to tell places apart. Quotes may be others in both texts.
const wordsOf = (source) => require('scanner').scan(source).tokens
  .filter((token) => token.type !== 'punctuator')
  .map((token) => ({
    text: token.type === 'string' ? token.text.slice(1, -1) : token.text, start: token.start, end: token.end,
  }));

// Where each word that stands exactly once in a text stands; also pairs of neighbours, of which more are unique.
function uniqueOf(words) {
  const places = new Map();
  words.forEach((word, index) => {
    const next = words[index + 1];
    for (const key of [word.text, next === undefined ? '' : `${word.text} ${next.text}`]) {
      places.set(key, places.has(key) ? -1 : index);
    }
  });
  return places;
}

// The longest ascending part of a list of pairs [generated, original] that is sorted by the first.
function ascending(pairs) {
  const ends = []; // of the best part of each length, the pair that it ends with
  for (const pair of pairs) {
    const at = lastUpTo(ends, pair[1] - 0.5, (each) => each[1]) + 1;
    pair.before = at > 0 ? ends[at - 1] : undefined;
    ends[at] = pair;
  }
  const part = [];
  for (let pair = ends.at(-1); pair !== undefined; pair = pair.before) part.push(pair);
  return part.reverse();
}

// Pairs of words that are the same in both texts, in order: first those that are unique in both, then what is between
// them, as far as it agrees from word to word.
function align(original, generated) {
  const inOriginal = uniqueOf(original);
  const inGenerated = uniqueOf(generated);
  const unique = [];
  generated.forEach((word, index) => {
    const next = generated[index + 1];
    for (const key of [word.text, next === undefined ? '' : `${word.text} ${next.text}`]) {
      const place = inOriginal.get(key) ?? -1;
      if (place < 0 || inGenerated.get(key) !== index) continue;
      unique.push([index, place]);
      break;
    }
  });
  const pairs = [];
  let nextGenerated = 0;
  let nextOriginal = 0;
  for (const [i, k] of [...ascending(unique), [generated.length, original.length]]) {
    while (nextGenerated < i) {
      const word = generated[nextGenerated];
      let place = nextOriginal;
      while (place < k && original[place].text !== word.text) place++;
      if (place < k) {
        pairs.push({ generated: word, original: original[place] });
        nextOriginal = place + 1;
      }
      nextGenerated++;
    }
    if (i < generated.length) pairs.push({ generated: generated[i], original: original[k] });
    nextGenerated = i + 1;
    nextOriginal = k + 1;
  }
  return pairs;
}

function startsOf(text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

// The last element whose number is not above `limit`.
function lastUpTo(list, limit, number) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number(list[middle]) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// The place in the original of a line and column (both from 1) of the text that runs; undefined where it is the same.
exports.positionOf = function positionOf(name, line, column) {
  const place = rewriting.positionOf(name, line, column);
  if (place === undefined) return originalPosition(name, line, column);
  return originalPosition(name, place.line, place.column) ?? place;
};

function originalPosition(name, line, column) {
  const file = mapGet(files, name);
  if (file === undefined) return undefined;
  if (file.pairs === undefined) {
    file.pairs = align(wordsOf(file.original), wordsOf(file.generated));
    file.starts = { original: startsOf(file.original), generated: startsOf(file.generated) };
  }
  const { original, generated } = file.starts;
  if (!(line >= 1 && line <= generated.length)) return undefined;
  const offset = generated[line - 1] + column - 1;
  const pair = file.pairs[Math.max(0, lastUpTo(file.pairs, offset, (each) => each.generated.start))];
  if (pair === undefined) return undefined;
  const within = offset >= pair.generated.start && offset <= pair.generated.end;
  const place = pair.original.start + (within ? offset - pair.generated.start : 0);
  const index = lastUpTo(original, place, (start) => start);
  return { line: index + 1, column: place - original[index] + 1 };
}
