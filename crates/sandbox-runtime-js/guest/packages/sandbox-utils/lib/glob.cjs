'use strict';
// Patterns of file names.

const path = require('path');

/**
 * A pattern as a regular expression for a whole path relative to where the search begins.
 * `*` and `?` stay within a name, `**` crosses folders, `[a-z]`, `[!a-z]` and `{one,other}` are choices.
 * @param {string} pattern
 * @param {boolean} anywhere Whether the pattern may begin at any folder, not only where the search begins.
 * @returns {RegExp}
 */
function globExpression(pattern, anywhere) {
  let source = '';
  let open = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    const set = character === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at)) : null;
    if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (set) {
      source += `[${set[1] ? '^/' : ''}${set[2].replace(/[\\\]^[]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (character === '{' && pattern.includes('}', at)) {
      source += '(?:';
      open++;
    } else if (character === '}' && open > 0) {
      source += ')';
      open--;
    } else if (character === ',' && open > 0) source += '|';
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  source += ')'.repeat(open);
  return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${source}$`, 'su');
}

/**
 * What decides whether a path is meant by a pattern.
 * @param {string | RegExp} pattern A pattern, or a regular expression for the name alone.
 * @param {boolean} recursive
 * @returns {(relative: string) => boolean}
 */
function matcher(pattern, recursive) {
  if (pattern instanceof RegExp) {
    const expression = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    return (relative) => expression.test(path.basename(relative));
  }
  if (typeof pattern !== 'string') throw new TypeError('a pattern must be a text or a regular expression');
  const expression = globExpression(pattern.replace(/^\.\/+/, ''), recursive);
  return (relative) => expression.test(relative);
}

module.exports = { matcher };
