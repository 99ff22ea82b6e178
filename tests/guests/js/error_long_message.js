// node: same
// Of an error with a long text as much is reported as fits.
console.log('before');
let error = new Error('the cause');
for (let i = 0; i < 20; i++) error = new Error('\u0001\ud83d\ude00'.repeat(2e5), { cause: error });
throw error;
