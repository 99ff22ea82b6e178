// Contents are null or an error; listings are the guest's own root and its empty workspace.
const fs = require('fs');
const names = (list) => list.filter((name) => name !== '.' && name !== '..').sort().join(' ');

for (const attempt of [
  () => std.loadFile('/etc/passwd'),
  () => std.loadFile('/app/../../etc/passwd'),
  () => std.loadFile('../canary/secret.txt'),
  () => std.open('/etc/passwd', 'r'),
  () => names(os.readdir('/')[0]),
  () => names(os.readdir('/app/..')[0]),
  () => fs.readFileSync('/etc/passwd', 'utf8'),
  () => fs.readFileSync('../canary/secret.txt', 'utf8'),
  () => fs.readFileSync('/proc/self/environ', 'utf8'),
  () => fs.readFileSync('/dev/fd/3', 'utf8'),
  () => names(fs.readdirSync('/app/../..')),
  () => { fs.symlinkSync('../../canary', '/app/l'); return fs.readFileSync('/app/l/secret.txt', 'utf8'); },
]) {
  try {
    console.log(attempt());
  } catch (error) {
    console.log('error', error.code);
  }
}
