// node: same
// stdin: first
// stdin:   second, with spaces
// stdin: 3
const readline = require('node:readline');
const lines = [];
const reader = readline.createInterface({ input: process.stdin });
reader.on('line', (line) => lines.push(line));
reader.on('close', () => console.log(lines.length, JSON.stringify(lines), Number(lines[2]) + 1));
