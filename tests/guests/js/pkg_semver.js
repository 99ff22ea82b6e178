// node: no - vendored packages
// Versions: order, ranges, raising, cleaning; a function from its subpath; the package's own description by require.
const semver = require('semver');
const satisfies = require('semver/functions/satisfies');
const { name, version } = require('semver/package.json');

console.log(semver.sort(['1.10.0', '1.9.0', '1.0.0-rc.1', '1.0.0']), semver.gt('2.0.0', '1.99.9'), satisfies === semver.satisfies);
console.log(satisfies('1.4.2', '^1.3.0'), satisfies('2.0.0', '^1.3.0'), satisfies('1.2.9', '~1.2.3 || >=3'), satisfies('1.0.0-rc.1', '>=0.9'));
console.log(semver.inc('1.2.3', 'minor'), semver.inc('1.2.3', 'prerelease', 'beta'), semver.clean('  =v1.2.3 '), semver.valid('1.2'), semver.coerce('v2 of it').version);
console.log(semver.maxSatisfying(['1.2.0', '1.3.0', '2.0.0'], '1.x'), semver.validRange('>1 <2'), semver.intersects('^1', '>=1.5'), semver.diff('1.0.0', '1.1.0'));
console.log(name, semver.valid(version) === version);
try {
  new semver.SemVer('one');
} catch (error) {
  console.log(error.name, error.message);
}
