const fs = require('fs');
for (const attempt of [
  () => { const f = std.open('/app/s', 'w'); f.seek(2 ** 40, std.SEEK_SET); f.puts('x'); },
  () => { const f = os.open('/app/t', os.O_CREAT | os.O_RDWR); os.seek(f, 2n ** 62n, 0); const n = os.write(f, new Uint8Array(1).buffer, 0, 1); if (n < 0) throw n; },
  () => fs.writeSync(fs.openSync('/app/u', 'w'), 'x', 2 ** 40),
  () => fs.truncateSync('/app/u', 2 ** 50),
]) {
  try {
    attempt();
    console.log('done');
  } catch (error) {
    console.log('refused', error.code ?? error);
  }
}
