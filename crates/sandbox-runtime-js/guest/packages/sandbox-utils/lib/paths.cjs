'use strict';
// Where the functions that take paths may go: the workspace, and no link out of it.

const fs = require('fs');
const path = require('path');

/** The workspace: `/app`, or the working directory where there is none, which is so outside of the sandbox. */
const ROOT = fs.existsSync('/app') ? '/app' : fs.realpathSync(process.cwd());
// As many as systems follow.
const MAX_LINKS = 40;

/**
 * @param {string} absolute
 * @returns {boolean}
 */
const isWithin = (absolute) => absolute === ROOT || absolute.startsWith(`${ROOT}/`);

/**
 * The place behind all links. Parts that are not there, or not yet, count as they are written.
 * @param {string} absolute
 * @param {number} [links] How many links were followed.
 * @returns {string}
 */
function behindLinks(absolute, links = 0) {
  try {
    return fs.realpathSync(absolute);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  }
  const parent = path.dirname(absolute);
  if (parent === absolute) return absolute;
  let target;
  try {
    target = fs.readlinkSync(absolute);
  } catch {
    return path.join(behindLinks(parent, links), path.basename(absolute));
  }
  if (links === MAX_LINKS) throw new Error(`Too many links: ${absolute}`);
  return behindLinks(path.resolve(behindLinks(parent, links), target), links + 1);
}

/**
 * An absolute path of the workspace. Relative ones start at the working directory, or at the workspace while that is somewhere else.
 * @param {string} given
 * @param {{ follow?: boolean, shown?: string }} [options] `follow: false` when the last part is meant itself, should it be a link. `shown`: what the
 *   error names.
 * @returns {string}
 * @throws {Error} `Path must be within /app: …`
 */
function inside(given, { follow = true, shown = given } = {}) {
  if (typeof given !== 'string') throw new TypeError(`a path must be a text, not ${given === null ? 'null' : typeof given}`);
  const start = process.cwd();
  const absolute = path.resolve(isWithin(start) ? start : ROOT, given);
  const place = follow || absolute === ROOT ? behindLinks(absolute) : path.join(behindLinks(path.dirname(absolute)), path.basename(absolute));
  if (!isWithin(absolute) || !isWithin(place)) throw new Error(`Path must be within ${ROOT}: ${shown}`);
  return absolute;
}

/**
 * A path that may be removed or moved: within the workspace, but not the workspace.
 * @param {string} given
 * @returns {string}
 */
function removable(given) {
  const absolute = inside(given, { follow: false });
  if (absolute === ROOT) throw new Error(`Cannot remove or move ${ROOT} itself: ${given}`);
  return absolute;
}

module.exports = { ROOT, inside, removable };
