// node: same
// stdin: a b
// stdin: c
let text = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(text), text.trim().split(/\s+/).length);
