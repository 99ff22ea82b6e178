'use strict';
// The difference of two files, in unified form, by the algorithm of Myers.

const { textOf } = require('./text.cjs');

// How many lines may differ until what is between the common beginning and end counts as replaced. The memory grows with its square.
const MAX_EDITS = 1500;

/**
 * @typedef {object} Edit
 * @property {' ' | '-' | '+'} sign
 * @property {string} line
 * @property {number} a How many lines of the first text come before this.
 * @property {number} b How many of the second.
 */

/**
 * The shortest way from one list of lines to another: which of `a` go and which of `b` come, in order.
 * @param {string[]} a
 * @param {string[]} b
 * @returns {string | null} A sign for each step, or `null` where there are too many.
 */
function shortest(a, b) {
  const [n, m] = [a.length, b.length];
  const limit = Math.min(n + m, MAX_EDITS);
  // The furthest place on each diagonal x - y = k, by k + offset.
  const offset = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const trail = [];
  const stepsDown = (v, at, k, d) => k === -d || (k !== d && v[at + k - 1] < v[at + k + 1]);
  for (let d = 0; d <= limit; d++) {
    // What the backward way needs of the round before: diagonals -d … d.
    trail.push(furthest.slice(offset - d, offset + d + 1));
    for (let k = -d; k <= d; k += 2) {
      let x = stepsDown(furthest, offset, k, d) ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      furthest[offset + k] = x;
      if (x >= n && x - k >= m) return backward(trail, d, n, m, stepsDown);
    }
  }
  return null;
}

/**
 * @param {Int32Array[]} trail
 * @param {number} last
 * @param {number} n
 * @param {number} m
 * @param {(v: Int32Array, at: number, k: number, d: number) => boolean} stepsDown
 * @returns {string}
 */
function backward(trail, last, n, m, stepsDown) {
  const signs = [];
  let [x, y] = [n, m];
  for (let d = last; d > 0; d--) {
    const [before, k] = [trail[d], x - y];
    const down = stepsDown(before, d, k, d);
    const fromK = down ? k + 1 : k - 1;
    const fromX = before[d + fromK];
    for (const startX = down ? fromX : fromX + 1; x > startX; x--, y--) signs.push(' ');
    signs.push(down ? '+' : '-');
    [x, y] = [fromX, fromX - fromK];
  }
  return ' '.repeat(x) + signs.reverse().join('');
}

/**
 * All steps from one list of lines to another.
 * @param {string[]} a
 * @param {string[]} b
 * @returns {Edit[]}
 */
function edits(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const signs = ' '.repeat(start) + (shortest(middleA, middleB) ?? '-'.repeat(middleA.length) + '+'.repeat(middleB.length)) + ' '.repeat(end);
  let [atA, atB] = [0, 0];
  return Array.from(signs, (sign) => {
    const edit = { sign, line: sign === '+' ? b[atB] : a[atA], a: atA, b: atB };
    if (sign !== '+') atA++;
    if (sign !== '-') atB++;
    return edit;
  });
}

/**
 * The lines of a text with their line breaks.
 * @param {string} text
 * @returns {string[]}
 */
const fullLines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/**
 * A range of a hunk's header.
 * @param {number} before How many lines come before it.
 * @param {number} count
 * @returns {string}
 */
function range(before, count) {
  if (count === 1) return String(before + 1);
  return `${count === 0 ? before : before + 1},${count}`;
}

/**
 * The difference of two files, as `diff -u` writes it, without times.
 * @param {string} first
 * @param {string} second
 * @param {{ context?: number }} [options] How many equal lines are shown around: 3 unless said.
 * @returns {string} '' where the files are the same.
 */
function diff(first, second, { context = 3 } = {}) {
  const all = edits(fullLines(textOf(first)), fullLines(textOf(second)));
  const output = [];
  for (let at = 0; ;) {
    let from = at;
    while (from < all.length && all[from].sign === ' ') from++;
    if (from === all.length) break;
    // Changes with at most twice the context between them share a hunk.
    let to = from + 1;
    for (let next = to; next < all.length && next - to <= 2 * context; next++) if (all[next].sign !== ' ') to = next + 1;
    const hunk = all.slice(Math.max(at, from - context), Math.min(all.length, to + context));
    const [{ a, b }] = hunk;
    const count = (sign) => hunk.filter((edit) => edit.sign !== sign).length;
    output.push(`@@ -${range(a, count('+'))} +${range(b, count('-'))} @@\n`);
    for (const { sign, line } of hunk) output.push(line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`);
    at = to;
  }
  return output.length === 0 ? '' : `--- ${first}\n+++ ${second}\n${output.join('')}`;
}

module.exports = { api: { diff } };
