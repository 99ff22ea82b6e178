// node: no - turns of an interactive session, separated by `// ---`
// mode: interactive
function early() { throw new Error('early') }
// ---
let first = 1; const second = 2
// ---
setTimeout(() => console.log('late'), 20); process.nextTick(() => console.log('tick')); throw new Error('fails')
// ---
await new Promise((resolve) => setTimeout(resolve, 60, 'slept'))
// ---
Promise.reject(new Error('left over')); throw new Error('fails, too')
// ---
'goes on'
// ---
try { early() } catch (error) { console.log(error.stack.split('\n').slice(1).join('|').replace(/<input \d+>|\/app\/\S+?(?=:\d)/g, 'T')) }
// ---
const made = await Promise.resolve(5)
// ---
made
// ---
const [k, l] = await [5, 6], m = 7; k + l + m // a sum
// ---
class Later { x = await1() }; function await1() { return 3 }
// ---
new Later().x + await 1
// ---
const Made = class {}; await 1; class Other {}
// ---
typeof Other
