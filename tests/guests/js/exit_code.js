// node: same
// The exit code set beforehand counts.
process.exitCode = 3;
console.log(process.exitCode);
