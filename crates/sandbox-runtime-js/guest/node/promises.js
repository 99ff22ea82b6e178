// The state of a promise, which JavaScript cannot ask for: the host asks the engine.

const state = host['promise.state'];
const result = host['promise.result'];
const STATES = ['pending', 'fulfilled', 'rejected'];

// 'pending', 'fulfilled' or 'rejected'; 'unknown' where the host cannot tell; undefined for what is no promise.
exports.stateOf = function stateOf(value) {
  if (!(value instanceof Promise) || value === Promise.prototype) return undefined;
  if (state === undefined) return 'unknown';
  try {
    return STATES[state(value)];
  } catch (error) {
    return undefined; // made with Object.create, and no promise
  }
};

// The value of a fulfilled promise, the reason of a rejected one.
exports.resultOf = (promise) => result(promise);
