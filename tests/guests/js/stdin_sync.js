// node: same
// stdin: {"numbers": [1, 2, 3]}
const { numbers } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(numbers.reduce((a, b) => a + b));
