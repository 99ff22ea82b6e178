// node:timers: the global functions as a module. The promise versions are node:timers/promises.

const timers = require('timers');

const {
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate,
} = timers;

module.exports = {
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate,
  get promises() { return require('node/timers_promises'); },
};
