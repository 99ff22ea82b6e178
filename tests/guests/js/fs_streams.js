// node: same
// fs.createReadStream and fs.createWriteStream: events and their order, flowing and pulling, pipes, iteration, errors.
const fs = require('fs');

fs.rmSync('fs_streams_dir', { recursive: true, force: true });
fs.mkdirSync('fs_streams_dir');
process.chdir('fs_streams_dir');

const log = (...args) => console.log(...args);
const closed = (stream) => new Promise((resolve) => { stream.on('close', resolve); });

async function writing() {
  log('# writing');
  const out = fs.createWriteStream('a.txt');
  log(out.path, out.flags, out.fd, out.pending, out.writable, out.bytesWritten, out.writableHighWaterMark);
  for (const name of ['open', 'ready', 'drain', 'finish', 'close']) {
    out.on(name, (value) => log('event', name, typeof value));
  }
  log(out.write('one\n'), out.writableLength);
  log(out.write('zwei', 'latin1', (error) => log('written', error)));
  log(out.write(Buffer.from('\ndrei\n')), out.write(new Uint16Array([0x4141])));
  log(out.end('end', () => log('end callback')) === out, out.writableEnded, out.writableFinished);
  await closed(out);
  log(out.closed, out.destroyed, out.writable, out.fd, out.bytesWritten);
  log(JSON.stringify(fs.readFileSync('a.txt', 'utf8')));

  const late = fs.createWriteStream('late.txt');
  for (const name of ['open', 'finish', 'close']) late.on(name, () => log('late', name));
  late.on('error', (error) => log('late error', error.code, error.message));
  late.write('x', (error) => log('first', error.code));
  late.end((error) => log('end', error.code));
  log(late.write('y', (error) => log('second', error.code)));
  await closed(late);
  log(late.write('z', (error) => log('third', error.code)));
  await new Promise(setImmediate);
}

async function writingMore() {
  log('# writing more');
  const out = fs.createWriteStream('b.txt', { highWaterMark: 10 });
  let drains = 0;
  out.on('drain', () => { drains++; });
  log(out.write('12345'), out.write('67890'), out.writableNeedDrain);
  await new Promise((resolve) => { out.once('drain', resolve); });
  log(out.write('x'), drains);
  out.cork();
  out.write('1');
  out.write('2');
  out.uncork();
  out.end();
  await closed(out);
  log(fs.readFileSync('b.txt', 'utf8'), out.bytesWritten);

  const append = fs.createWriteStream('b.txt', { flags: 'a', encoding: 'hex' });
  append.end('2b2b');
  await closed(append);
  const patch = fs.createWriteStream('b.txt', { flags: 'r+', start: 2 });
  patch.write('??');
  patch.close(() => log('close callback'));
  await closed(patch);
  log(fs.readFileSync('b.txt', 'utf8'));

  const many = fs.createWriteStream('many.txt');
  for (let i = 0; i < 5000; i++) many.write(`${i}\n`);
  many.end();
  await closed(many);
  log(fs.statSync('many.txt').size, many.bytesWritten);
}

async function flowing() {
  log('# flowing');
  const input = fs.createReadStream('a.txt', 'utf8');
  log(input.path, input.flags, input.fd, input.pending, input.readable, input.readableHighWaterMark);
  for (const name of ['open', 'ready', 'data', 'end', 'close']) {
    input.on(name, (value) => log('event', name, name === 'data' ? JSON.stringify(value) : typeof value));
  }
  await closed(input);
  log(input.bytesRead, input.destroyed, input.closed, input.readableEnded, input.readable);

  const sizes = [];
  const chunks = fs.createReadStream('many.txt', { highWaterMark: 10000 });
  chunks.on('data', (chunk) => sizes.push(chunk.length, Buffer.isBuffer(chunk)));
  await closed(chunks);
  log(sizes.join());

  const part = fs.createReadStream('many.txt', { start: 10, end: 19, encoding: 'ascii' });
  part.on('data', (chunk) => log(JSON.stringify(chunk)));
  await closed(part);
  const none = fs.createReadStream('many.txt', { start: 1e6 });
  none.on('data', () => log('never')).on('end', () => log('end of nothing'));
  await closed(none);

  const paused = fs.createReadStream('many.txt', { highWaterMark: 1000 });
  let count = 0;
  paused.on('data', () => {
    count++;
    if (count !== 3) return;
    paused.pause();
    log('paused', paused.isPaused());
    setTimeout(() => { log('still', count); paused.resume(); }, 5);
  });
  await closed(paused);
  log('chunks', count);

  // Characters of several bytes on the border between chunks.
  fs.writeFileSync('wide.txt', 'aé€😀'.repeat(5));
  let text = '';
  const wide = fs.createReadStream('wide.txt', { encoding: 'utf8', highWaterMark: 3 });
  wide.on('data', (chunk) => { text += chunk; });
  await closed(wide);
  log(text);
}

async function pulling() {
  log('# pulling');
  const input = fs.createReadStream('many.txt', { start: 0, end: 99, encoding: 'utf8' });
  input.on('readable', () => {
    for (let chunk = input.read(40); chunk !== null; chunk = input.read(40)) log(JSON.stringify(chunk).length);
  });
  input.on('end', () => log('end'));
  await closed(input);
}

async function iterating() {
  log('# iterating');
  let total = 0;
  for await (const chunk of fs.createReadStream('many.txt', { highWaterMark: 9000 })) total += chunk.length;
  log(total);
  const input = fs.createReadStream('many.txt', { highWaterMark: 100, encoding: 'utf8' });
  for await (const chunk of input) {
    log(chunk.length);
    break;
  }
  log(input.destroyed);
  try {
    for await (const chunk of fs.createReadStream('missing')) log(chunk);
  } catch (error) {
    log(error.code, error.message);
  }
}

async function piping() {
  log('# piping');
  const target = fs.createWriteStream('copy.txt');
  target.on('pipe', (source) => log('pipe', source.path));
  log(fs.createReadStream('many.txt', { highWaterMark: 5000 }).pipe(target) === target);
  await closed(target);
  log(fs.readFileSync('copy.txt').equals(fs.readFileSync('many.txt')));
  await new Promise((resolve) => {
    const input = fs.createReadStream('wide.txt');
    input.on('end', resolve);
    input.pipe(process.stdout);
  });
  log();
}

async function failing() {
  log('# failing');
  const events = (stream, name) => {
    for (const event of ['open', 'ready', 'data', 'end', 'finish', 'close']) stream.on(event, () => log(name, event));
    stream.on('error', (error) => log(name, 'error', error.message, error.syscall));
  };
  const missing = fs.createReadStream('missing');
  events(missing, 'missing');
  await closed(missing);
  log(missing.errored.code, missing.destroyed, missing.closed);
  const directory = fs.createReadStream('.');
  events(directory, 'directory');
  await closed(directory);
  const nowhere = fs.createWriteStream('nowhere/x');
  events(nowhere, 'nowhere');
  nowhere.write('x', (error) => log('write', error.code));
  nowhere.end(() => log('end callback'));
  await closed(nowhere);
  const taken = fs.createWriteStream('a.txt', { flags: 'wx' });
  events(taken, 'taken');
  await closed(taken);
  const stopped = fs.createReadStream('many.txt');
  events(stopped, 'stopped');
  stopped.destroy(new Error('enough'));
  await closed(stopped);
  const controller = new AbortController();
  const aborted = fs.createReadStream('many.txt', { signal: controller.signal });
  aborted.on('error', (error) => log(error.name, error.code, error.message));
  controller.abort();
  await closed(aborted);
  for (const make of [
    () => fs.createReadStream('a.txt', { start: 5, end: 2 }),
    () => fs.createReadStream('a.txt', { start: 'x' }),
    () => fs.createReadStream('a.txt', 5),
    () => fs.createReadStream('a.txt', { encoding: 'zz' }),
    () => fs.createReadStream(),
    () => fs.createWriteStream('c.txt', { start: -1 }),
    () => fs.createWriteStream('c.txt').write(5),
    () => fs.createWriteStream('c.txt').write(null),
  ]) {
    try {
      make();
    } catch (error) {
      log(error.name, error.code, error.message);
    }
  }
}

async function lines() {
  log('# lines');
  fs.writeFileSync('lines.txt', 'one\r\ntwo\n\nvier é\nlast');
  const reader = require('readline').createInterface({ input: fs.createReadStream('lines.txt'), crlfDelay: Infinity });
  for await (const line of reader) log(JSON.stringify(line));
  const count = await new Promise((resolve) => {
    let n = 0;
    require('readline').createInterface({ input: fs.createReadStream('many.txt') })
      .on('line', () => { n++; }).on('close', () => resolve(n));
  });
  log(count);
  const handle = await fs.promises.open('lines.txt');
  for await (const line of handle.readLines()) log(JSON.stringify(line));
  log(handle.fd);
}

async function descriptors() {
  log('# descriptors');
  const fd = fs.openSync('a.txt');
  const input = fs.createReadStream(null, { fd, autoClose: false, encoding: 'utf8' });
  input.on('data', (chunk) => log(chunk.length)).on('open', () => log('never'));
  await new Promise((resolve) => { input.on('end', resolve); });
  log(fs.readSync(fd, Buffer.alloc(4), 0, 4, 0), input.destroyed);
  fs.closeSync(fd);
  const handle = await fs.promises.open('a.txt');
  let text = '';
  for await (const chunk of handle.createReadStream({ encoding: 'utf8', start: 4 })) text += chunk;
  log(text.length, handle.fd);
  const writer = await fs.promises.open('d.txt', 'w');
  const out = writer.createWriteStream();
  out.end('through a handle');
  await closed(out);
  log(fs.readFileSync('d.txt', 'utf8'), writer.fd);
}

(async () => {
  await writing();
  await writingMore();
  await flowing();
  await pulling();
  await iterating();
  await piping();
  await failing();
  await lines();
  await descriptors();
  process.chdir('..');
  fs.rmSync('fs_streams_dir', { recursive: true });
})();
