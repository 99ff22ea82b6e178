// node: same
// 'uncaughtException' keeps the program going. (Sorted: Node puts off what was queued beside the failing callback.)
const seen = [];
const say = (...words) => seen.push(words.join(' '));
process.on('uncaughtException', (error, origin) => say('handled', error.message, origin));
process.on('uncaughtExceptionMonitor', (error) => say('monitor', error.message));
process.on('exit', (code) => console.log(seen.sort().join('\n'), 'exit', code));
setTimeout(() => { say('timer'); throw new Error('in timer'); }, 1);
setTimeout(() => say('next timer'), 1);
process.nextTick(() => { throw new Error('in tick'); });
process.nextTick(() => say('next tick'));
queueMicrotask(() => { throw new Error('in microtask'); });
queueMicrotask(() => say('next microtask'));
setTimeout(() => setImmediate(() => { throw new Error('in immediate'); }), 10);
throw new Error('in main');
