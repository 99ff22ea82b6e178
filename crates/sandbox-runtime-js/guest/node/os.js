// node:os: there is no machine to tell about, so these are harmless constants, and what process says.

const process = require('process');
const constants = require('node/os_constants');
const { checkInteger, unavailable } = require('node/errors');

const NAME = 'sandbox';
const HOME = '/app';
// The memory of a default policy. A program cannot learn more than process.constrainedMemory() tells.
const MEMORY = 128_000_000;

const homedir = () => process.env.HOME || HOME;

function tmpdir() {
  const { env } = process;
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function userInfo(options) {
  if (options !== undefined && options !== null && typeof options === 'object' && options.encoding === 'buffer') {
    const { Buffer } = require('node/buffer');
    return { ...userInfo(), username: Buffer.from(NAME), homedir: Buffer.from(homedir()) };
  }
  return { __proto__: null, uid: 0, gid: 0, username: NAME, homedir: homedir(), shell: null };
}

function cpus() {
  const user = Math.floor(host.mono());
  return [{ model: NAME, speed: 0, times: { user, nice: 0, sys: 0, idle: 0, irq: 0 } }];
}

function getPriority(pid = 0) {
  checkInteger(pid, 'pid', -(2 ** 31), 2 ** 31 - 1);
  return 0;
}

function setPriority(pid, priority) {
  if (priority === undefined) [pid, priority] = [0, pid];
  checkInteger(pid, 'pid', -(2 ** 31), 2 ** 31 - 1);
  checkInteger(priority, 'priority', -20, 19);
  throw unavailable('os.setPriority', 'there is one process, and nothing beside it');
}

const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const totalmem = () => process.constrainedMemory() || MEMORY;

const functions = {
  arch: () => process.arch,
  availableParallelism: () => 1,
  cpus,
  endianness: () => (little ? 'LE' : 'BE'),
  freemem: totalmem,
  getPriority,
  homedir,
  hostname: () => NAME,
  loadavg: () => [0, 0, 0],
  networkInterfaces: () => ({}),
  platform: () => process.platform,
  release: () => '0.0.0',
  setPriority,
  tmpdir,
  totalmem,
  type: () => 'Linux',
  userInfo,
  uptime: () => process.uptime(),
  version: () => NAME,
  machine: () => process.arch,
};
// In Node `${os.hostname}` is the name, without a call.
for (const name of ['arch', 'availableParallelism', 'endianness', 'freemem', 'homedir', 'hostname', 'platform',
  'release', 'tmpdir', 'totalmem', 'type', 'uptime', 'version', 'machine']) {
  functions[name][Symbol.toPrimitive] = () => functions[name]();
}

module.exports = functions;
for (const [name, value] of Object.entries({ constants, EOL: '\n' })) {
  Object.defineProperty(module.exports, name, {
    value, writable: false, enumerable: true, configurable: name === 'EOL',
  });
}
module.exports.devNull = '/dev/null';
