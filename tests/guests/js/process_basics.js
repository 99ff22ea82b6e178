// node: same
// The process object: argv, env, streams, events, hrtime, warnings' checks.
console.log(process.argv.length, process.argv.slice(2), process.argv[1].endsWith('process_basics.js'));
console.log(typeof process.env, process.env.SURELY_NOT_SET_42, 'SURELY_NOT_SET_42' in process.env);
process.env.NUM = 5;
process.env.U = undefined;
console.log(process.env.NUM, typeof process.env.NUM, process.env.U, delete process.env.NUM, process.env.NUM);
console.log(process.cwd() === __dirname || process.argv[1].startsWith(process.cwd()), process.platform, process.pid > 0);
console.log(typeof process.version, process.version[0], Number(process.versions.node.split('.')[0]) >= 18, process.release.name);
process.stdout.write('no newline');
process.stdout.write('\n');
console.log(process.stdout.write(''), process.stdout.write(new Uint8Array([104, 105, 10])));
try { process.stdout.write(5); } catch (e) { console.log(e.code, e.message); }
const t = process.hrtime();
const d = process.hrtime(t);
console.log(Array.isArray(t), d[0], d[1] >= 0 && d[1] < 1e9, typeof process.hrtime.bigint(), process.uptime() >= 0);
console.log(typeof process.memoryUsage().heapUsed, typeof process.memoryUsage.rss(), typeof process.cpuUsage().user);
console.log(Object.prototype.toString.call(process), process.constructor.name, typeof process.emit);
process.on('custom', (a, b) => console.log('custom', a, b));
console.log(process.emit('custom', 1, 2), process.emit('nothing'), process.listenerCount('custom'));
process.once('once', () => console.log('once'));
process.emit('once');
process.emit('once');
process.exitCode = 0;
try { process.exitCode = 'x'; } catch (e) { console.log(e.code, e.message); }
try { process.chdir('/surely/not/there'); } catch (e) { console.log(e.code, e.syscall, e.dest); }
try { process.nextTick(5); } catch (e) { console.log(e.code, e.message); }
process.stdout.write('written ', () => console.log('callback of write'));
console.log(typeof require('process').exit, require('process') === process, require('node:process') === process);
console.log(process.stdout.fd, process.stderr.fd, process.stdin.fd, typeof process.umask());
process.on('beforeExit', (code) => {
  console.log('beforeExit', code);
  if (!globalThis.again) {
    globalThis.again = true;
    setTimeout(() => console.log('more work'), 1);
  }
});
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode);
  setTimeout(() => console.log('never'), 0);
  process.exitCode = 4;
});
