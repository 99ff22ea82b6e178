// node: no - turns of an interactive session, separated by `// ---`
// mode: interactive
let a = 1; const b = 2
// ---
a + b
// ---
let a = 10; class C { m() { return a } }
// ---
new C().m()
// ---
function f(x) {
// ---
({ x: [1, { y: 2 }] })
// ---
{ k: 1 }
// ---
const r = await Promise.resolve(5); r + 1
// ---
r
// ---
let { p, q } = { p: 1, q: 2 }; [p, q]
// ---
throw new Error('turn')
// ---
1 +
// ---
'still ' + 'here'
// ---
await new Promise((r) => setTimeout(r, 5, 'slept'))
// ---
for (let i = 0; i < 2; i++) console.log(i)
// ---
foo bar
