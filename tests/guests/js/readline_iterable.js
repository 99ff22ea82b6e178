// node: no - Node takes streams only; what can be iterated does here as well
// node:readline over arrays, generators and asynchronous generators of chunks; a list of escape sequences.
const readline = require('node:readline');

async function main() {
  for await (const line of readline.createInterface({ input: ['a\nb', 'c\n', 'd'] })) console.log(line);
  async function* chunks() {
    yield 'one\n';
    await new Promise((resolve) => { setTimeout(resolve, 1); });
    yield Buffer.from('two\nthree');
  }
  const events = readline.createInterface({ input: chunks() });
  events.on('line', (line) => console.log('line', line));
  await new Promise((resolve) => { events.on('close', resolve); });
  const paused = readline.createInterface({ input: (function* generate() { for (let i = 0; i < 3; i++) yield `${i}\n`; })() });
  paused.on('line', (line) => {
    console.log('paused after', line);
    paused.pause();
    setTimeout(() => paused.resume(), 1);
  });
  await new Promise((resolve) => { paused.on('close', resolve); });
  const failing = readline.createInterface({ input: (async function* fail() { yield 'x\n'; throw new Error('broken'); })() });
  try {
    for await (const line of failing) console.log(line);
  } catch (error) {
    console.log(error.message);
  }
  for (const input of [undefined, 5, {}]) {
    try {
      readline.createInterface({ input });
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  const written = [];
  const stream = { write(text, callback) { written.push(text); if (callback) callback(); return true; } };
  const list = new readline.promises.Readline(stream);
  console.log(list.cursorTo(1) === list, list.moveCursor(1, 2) === list, list.clearLine(0) === list, list.clearScreenDown() === list, written.length);
  await list.commit();
  list.cursorTo(1, 2).rollback();
  await list.commit();
  console.log(JSON.stringify(written));
  for (const fn of [() => new readline.promises.Readline({}), () => list.cursorTo('x'), () => list.clearLine(2), () => list.moveCursor('x')]) {
    try {
      fn();
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
}
main();
