// node: same
// node:readline over a file of its own, over events, and over standard input (which is empty).
const fs = require('node:fs');
const readline = require('node:readline');
const EventEmitter = require('node:events');
const util = require('node:util');

const attempt = async (fn) => {
  try {
    return await fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message} | ${error.cause}`;
  }
};
class Source extends EventEmitter {
  pause() { this.paused = true; }
  resume() { this.paused = false; }
}
const output = { write(text) { console.log('written', JSON.stringify(text)); return true; } };

async function main() {
  const FILE = 'readline_lines.tmp';
  fs.writeFileSync(FILE, 'first\nsecond ä€😀\r\n\n  spaces  \rafter return\nlast without end');
  const lines = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(FILE), crlfDelay: Infinity })) lines.push(line);
  console.log(lines);
  const events = readline.createInterface({ input: fs.createReadStream(FILE) });
  await new Promise((resolve) => {
    events.on('line', (line) => console.log('line', JSON.stringify(line))).on('close', resolve);
  });
  console.log(events.closed, events.terminal, events.line);
  fs.writeFileSync(FILE, Array.from({ length: 5000 }, (_, i) => `line ${i}`).join('\n'));
  let count = 0;
  let last;
  for await (const line of readline.createInterface({ input: fs.createReadStream(FILE) })) {
    count++;
    last = line;
    if (count % 2000 === 0) await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  console.log(count, last);
  fs.unlinkSync(FILE);

  // Chunks that end anywhere.
  const source = new Source();
  const split = readline.createInterface({ input: source });
  split.on('line', (line) => console.log(JSON.stringify(line))).on('close', () => console.log('closed'));
  split.on('pause', () => console.log('paused', source.paused)).on('resume', () => console.log('resumed', source.paused));
  for (const chunk of ['a\nb', 'c\r', '\nd\r\re\n', Buffer.from([0xe4, 0xbd]), Buffer.from([0xa0, 10]), 'x\ny\n', '', 'rest']) source.emit('data', chunk);
  split.pause();
  split.pause();
  split.resume();
  split.write('written\n');
  source.emit('end');
  console.log(split.closed, split.close(), source.listenerCount('data'), source.listenerCount('end'));

  // Questions.
  const asked = new Source();
  const dialog = readline.createInterface({ input: asked, output, prompt: 'prompt> ' });
  dialog.on('line', (line) => console.log('line', line));
  console.log(dialog.getPrompt());
  dialog.prompt();
  dialog.setPrompt('new> ');
  dialog.prompt(true);
  dialog.question('name? ', (answer) => console.log('answer', answer));
  dialog.question('ignored while the other waits', () => console.log('never'));
  asked.emit('data', 'bob\nnot an answer\n');
  dialog.question('with options? ', {}, (answer) => console.log('answer', answer));
  asked.emit('data', 'yes\n');
  console.log(dialog.getPrompt());
  const controller = new AbortController();
  dialog.question('given up? ', { signal: controller.signal }, () => console.log('never'));
  controller.abort();
  asked.emit('data', 'a line again\n');
  setTimeout(() => asked.emit('data', 'promised\n'), 1);
  console.log(await util.promisify(dialog.question).call(dialog, 'promise? '));
  console.log(await attempt(() => util.promisify(dialog.question).call(dialog, 'x', { signal: AbortSignal.abort('why') })));
  dialog.close();
  console.log(await attempt(() => dialog.question('late', () => {})));

  // With promises.
  const promised = new Source();
  const talk = readline.promises.createInterface({ input: promised, output });
  setTimeout(() => promised.emit('data', 'alice\n'), 1);
  console.log(await talk.question('who? '));
  const stop = new AbortController();
  setTimeout(() => stop.abort('enough'), 1);
  console.log(await attempt(() => talk.question('again? ', { signal: stop.signal })), await attempt(() => talk.question('again? ', { signal: stop.signal })), await attempt(() => talk.question('again? ', { signal: 5 })));
  talk.close();
  console.log(await attempt(() => talk.question('late')), require('node:readline/promises') === readline.promises);

  // Iterations: closed within, errors of the input, a signal.
  const iterated = new Source();
  const interfaces = readline.createInterface({ input: iterated });
  setTimeout(() => iterated.emit('data', '1\n2\n3\n'), 1);
  for await (const line of interfaces) {
    console.log(line, interfaces.closed);
    if (line === '2') interfaces.close();
  }
  for await (const line of interfaces) console.log('never', line);
  const failing = new Source();
  const fails = readline.createInterface({ input: failing });
  setTimeout(() => {
    failing.emit('data', '1\n');
    failing.emit('error', new Error('broken'));
  }, 1);
  console.log(await attempt(async () => { for await (const line of fails) console.log(line); }));
  const signalled = new AbortController();
  const closes = readline.createInterface({ input: new Source(), signal: signalled.signal });
  closes.on('close', () => console.log('closed by signal'));
  signalled.abort();
  console.log(closes.closed);

  for (const options of [{ historySize: -1 }, { tabSize: 0 }, { completer: 5 }, { history: 5 }, { signal: 5 }]) console.log(await attempt(() => readline.createInterface({ input: new Source(), ...options })));
  console.log(readline.createInterface({ input: new Source(), crlfDelay: 1 }).crlfDelay, readline.createInterface({ input: new Source(), crlfDelay: Infinity }).crlfDelay, readline.createInterface(new Source(), output) instanceof readline.Interface);

  // Escape sequences.
  for (const name of ['clearLine', 'clearScreenDown', 'cursorTo', 'moveCursor']) {
    for (const args of [[], [1], [-1], [0], [3, 4], [-3, -4], [0, 0], [NaN], [1, NaN], [1, () => {}]]) console.log(name, JSON.stringify(args), await attempt(() => readline[name](output, ...args)));
    if (name !== 'clearScreenDown') console.log(readline[name](undefined, 1));
  }

  const stdin = readline.createInterface({ input: process.stdin });
  for await (const line of stdin) console.log('never', line);
  console.log('end of standard input', stdin.closed);
}
main();
