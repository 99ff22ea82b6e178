console.log('cjs runs', globalThis.setupRan);
module.exports = 1;
