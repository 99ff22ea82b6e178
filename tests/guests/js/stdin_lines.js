// node: same
// Reading stdin to its end (it is empty in the tests), with events.
process.stdin.setEncoding('utf8');
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; });
process.stdin.on('end', () => console.log('end', text.length));
