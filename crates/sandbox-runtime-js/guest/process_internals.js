// What the engine room needs of process.js and programs must not see; process.js fills it in.
// (A file of its own because `require('process')` gives the object that programs have.)
