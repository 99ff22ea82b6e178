// What the engine room shares about the execution in progress. Filled by `run`; the image holds it empty.

module.exports = {
  request: { mode: 'script', kind: 'auto', typescript: false, file: '/app/main.js', argv: [], env: {}, value: false },
  directory: '/app', // of the main file
  plain: false, // the main program mentions nothing that only a CommonJS file has
  main: null, // {name, source}: the main program when it runs as an ES module
  format: 'commonjs', // how the main program runs: 'commonjs', 'module' or 'eval'
  modules: 0, // how many ES modules have been loaded
  failure: null, // {error, origin, record, code, outOfMemory}: the uncaught error that ended the program
  ended: false, // nothing more of the program runs
  exiting: false, // 'exit' handlers are running or have run
  pending: false, // the main module's (or interactive turn's) evaluation has not settled yet
  hasValue: false, // a value was asked for and there is one
  value: undefined,
  silent: false, // errors are reported and not printed
  incomplete: false, // interactive: the statement is unfinished
};
