// node: no - a sandbox has no machine to tell about
// node:os: the constants that stand for it.
const os = require('node:os');
for (const name of Object.keys(os)) {
  if (['cpus', 'uptime', 'setPriority', 'constants'].includes(name)) continue;
  console.log(name, JSON.stringify(typeof os[name] === 'function' ? os[name]() : os[name]));
}
const [cpu, ...more] = os.cpus();
console.log(more.length, cpu.model, cpu.speed, Object.keys(cpu.times).join(), typeof os.uptime(), os.uptime() >= 0);
console.log(`${os.hostname} ${os.platform} ${os.tmpdir}`, os.userInfo({ encoding: 'buffer' }).username);
process.env.HOME = '/home/me';
process.env.TMPDIR = '/var/tmp/';
console.log(os.homedir(), os.tmpdir(), os.userInfo().homedir);
console.log(os.constants.signals.SIGTERM, os.constants.errno.ENOENT, os.constants.priority.PRIORITY_LOW, os.constants.dlopen.RTLD_NOW, Object.keys(os.constants).join());
for (const fn of [() => os.setPriority(5), () => os.setPriority(0, 99), () => os.setPriority('x', 1), () => os.getPriority('x'), () => { 'use strict'; os.EOL = 'x'; }]) {
  try {
    console.log(fn());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
