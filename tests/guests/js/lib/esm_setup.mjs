console.log('setup runs', typeof globalThis.setupRan);
globalThis.setupRan = true;
export {};
