// node: same
// A promise that is rejected and that nobody looks at ends the program, wherever it was made.
async function work() { throw new TypeError('nobody waits for this'); }
work();
setTimeout(() => console.log('never shown'), 50);
Promise.resolve().then(() => console.log('jobs run to their end'));
console.log('the script runs to its end');
