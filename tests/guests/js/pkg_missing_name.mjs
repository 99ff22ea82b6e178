// node: no - vendored packages
// A name that a package does not export is a SyntaxError, before anything runs.
import { nothingOfThisName } from 'yaml';

console.log('never', nothingOfThisName);
