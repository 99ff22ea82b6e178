// node: no - turns of an interactive session, separated by `// ---`
// mode: interactive
import path from 'path'
// ---
path.sep
// ---
import { join as j, default as d, basename } from 'node:path'; j('a', 'b') + basename('/x/y')
// ---
import * as os from 'os'; typeof os.EOL
// ---
import fs, { existsSync } from 'fs'
// ---
fs.existsSync === existsSync
// ---
import { nope } from 'path'
// ---
import './lib/nowhere.js'
// ---
const { sep } = await import('path')
// ---
sep
