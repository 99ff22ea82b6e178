// Errors with a `code`, worded as Node words them, for the argument checks of the core's own functions.

const { getPrototypeOf, ObjectPrototype } = require('primordials');

function describe(value) {
  if (value === null || value === undefined) return `Received ${value}`;
  if (typeof value === 'function') return value.name ? `Received function ${value.name}` : 'Received function ';
  if (typeof value === 'object') {
    const prototype = getPrototypeOf(value);
    const special = prototype !== null && prototype !== ObjectPrototype;
    const maker = special && value.constructor ? value.constructor.name : '';
    return maker ? `Received an instance of ${maker}` : 'Received an instance of Object';
  }
  let text = typeof value === 'string' ? `'${value.length > 28 ? `${value.slice(0, 25)}...` : value}'` : String(value);
  if (typeof value === 'bigint') text += 'n';
  return `Received type ${typeof value} (${text})`;
}

// As Node's own: the name stays that of the class, only the trace's first line shows the code.
function coded(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  // The trace was made without the code; Node's has it.
  const stack = error.stack;
  const head = `${Base.name}: ${message}`;
  if (typeof stack === 'string' && stack.startsWith(head)) {
    error.stack = `${Base.name} [${code}]: ${message}${stack.slice(head.length)}`;
  }
  return error;
}
exports.coded = coded;

exports.invalidArgType = (name, expected, value) => coded(
  TypeError,
  'ERR_INVALID_ARG_TYPE',
  `The "${name}" ${name.includes('.') ? 'property' : 'argument'} must be ${expected}. ${describe(value)}`,
);

exports.invalidArgValue = (name, value, reason) => coded(
  TypeError,
  'ERR_INVALID_ARG_VALUE',
  `The argument '${name}' ${reason}. Received ${typeof value === 'string' ? `'${value}'` : String(value)}`,
);

exports.checkFunction = function checkFunction(value, name) {
  if (typeof value !== 'function') throw exports.invalidArgType(name, 'of type function', value);
};
