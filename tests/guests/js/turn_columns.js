// node: no - turns of an interactive session, separated by `// ---`
// mode: interactive
const at = (error) => error.stack.split('\n').slice(1).map((line) => /:(\d+:\d+)\)?$/.exec(line)[1]).join(' ')
// ---
try { null.x } catch (error) { console.log(at(error)) }
// ---
const one = await 1; try { null.x } catch (error) { console.log(at(error)) }
// ---
class C { m() { null.x } }; try { new C().m() } catch (error) { console.log(at(error)) }
// ---
let let = 1
// ---
const q;
// ---
let z = 1; let z = 2
// ---
}, function () { console.log('no')
