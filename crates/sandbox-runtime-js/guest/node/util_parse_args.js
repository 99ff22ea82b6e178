// util.parseArgs: options and positional arguments of a command line.

const { coded, invalidArgType, invalidArgValue, checkBoolean, checkString } = require('node/errors');

const { hasOwn } = Object;

function checkArray(value, name) {
  if (!Array.isArray(value)) throw invalidArgType(name, 'an instance of Array', value);
}

function checkRecord(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalidArgType(name, 'of type object', value);
  }
}

function checkDefault(value, name, { type, multiple }) {
  const check = type === 'string' ? checkString : checkBoolean;
  if (!multiple) {
    check(value, name);
    return;
  }
  checkArray(value, name);
  value.forEach((each, index) => check(each, `${name}[${index}]`));
}

function checkOptions(options) {
  checkRecord(options, 'options');
  for (const name of Object.keys(options)) {
    const option = options[name];
    const path = `options.${name}`;
    checkRecord(option, path);
    if (option.type !== 'string' && option.type !== 'boolean') {
      throw invalidArgType(`${path}.type`, "('string|boolean')", option.type);
    }
    if (hasOwn(option, 'short')) {
      checkString(option.short, `${path}.short`);
      if (option.short.length !== 1) throw invalidArgValue(`${path}.short`, option.short, 'must be a single character');
    }
    if (hasOwn(option, 'multiple')) checkBoolean(option.multiple, `${path}.multiple`);
    if (option.default !== undefined) checkDefault(option.default, `${path}.default`, option);
  }
}

const has = (options, name) => hasOwn(options, name);
const typeOf = (options, name) => (has(options, name) ? options[name].type : undefined);
const longName = (options, short) => Object.keys(options).find((name) => options[name].short === short) ?? short;

const optionToken = (name, rawName, index, value, inlineValue) => ({
  kind: 'option', name, rawName, index, value, inlineValue,
});

// The tokens of a list of arguments. `-abc` is three options, the last of which may take the next argument.
function tokenize(args, options) {
  const tokens = [];
  let index = 0;

  // An option without a value in the same argument: one of type string takes the next argument.
  function lone(name, rawName) {
    const takes = typeOf(options, name) === 'string' && index + 1 < args.length;
    tokens.push(optionToken(name, rawName, index, takes ? args[index + 1] : undefined, takes ? false : undefined));
    return takes;
  }

  // One argument that begins with one dash; tells whether it took the next argument, too.
  function short(arg) {
    for (let i = 1; i < arg.length; i++) {
      const name = longName(options, arg[i]);
      if (i === arg.length - 1) return lone(name, `-${arg[i]}`);
      if (typeOf(options, name) === 'string') {
        // `-fVALUE`
        tokens.push(optionToken(name, `-${arg[i]}`, index, arg.slice(i + 1), true));
        return false;
      }
      tokens.push(optionToken(name, `-${arg[i]}`, index, undefined, undefined));
    }
    return false;
  }

  for (; index < args.length; index++) {
    const arg = args[index];
    if (typeof arg !== 'string' || arg.length < 2 || arg[0] !== '-') {
      tokens.push({ kind: 'positional', index, value: arg });
    } else if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (index++; index < args.length; index++) tokens.push({ kind: 'positional', index, value: args[index] });
    } else if (arg[1] !== '-') {
      if (short(arg)) index++;
    } else {
      const equals = arg.indexOf('=', 3);
      if (equals > 0) {
        const name = arg.slice(2, equals);
        tokens.push(optionToken(name, `--${name}`, index, arg.slice(equals + 1), true));
      } else if (lone(arg.slice(2), arg)) {
        index++;
      }
    }
  }
  return tokens;
}

const isNegative = (token) => token.name.startsWith('no-') && token.value === undefined;
const invalidValue = (text) => coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', text);

function checkToken(token, { options, allowPositionals, allowNegative }) {
  const { name, rawName, value } = token;
  if (!has(options, name)) {
    if (allowNegative && isNegative(token) && typeOf(options, name.slice(3)) === 'boolean') return;
    const hint = allowPositionals ? '. To specify a positional argument starting with a \'-\', place it at the end of '
      + `the command after '--', as in '-- ${JSON.stringify(rawName)}` : '';
    throw coded(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${hint}`);
  }
  const option = options[name];
  const both = `${option.short === undefined ? '' : `-${option.short}, `}--${name}`;
  if (option.type === 'string' && typeof value !== 'string') {
    throw invalidValue(`Option '${both} <value>' argument missing`);
  }
  if (option.type === 'boolean' && value !== undefined) {
    throw invalidValue(`Option '${both}' does not take an argument`);
  }
  if (token.inlineValue === false && value.length > 1 && value[0] === '-') {
    const forms = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
    throw invalidValue(`Option '${rawName}' argument is ambiguous.\n`
      + `Did you forget to specify the option argument for '${rawName}'?\n`
      + `To specify an option argument starting with a dash use ${forms}.`);
  }
}

function store(values, token, { options, allowNegative }) {
  let value = token.value ?? true;
  if (allowNegative && isNegative(token)) {
    token.name = token.name.slice(3);
    value = false;
  }
  const { name } = token;
  if (name === '__proto__') return;
  if (has(options, name) && options[name].multiple) {
    values[name] ??= [];
    values[name].push(value);
  } else {
    values[name] = value;
  }
}

function parseArgs(config = {}) {
  const given = (name, otherwise) => (hasOwn(config, name) && config[name] !== undefined ? config[name] : otherwise);
  const args = given('args', undefined) ?? require('process').argv.slice(2);
  const strict = given('strict', true);
  const settings = {
    options: given('options', {}),
    allowPositionals: given('allowPositionals', !strict),
    allowNegative: given('allowNegative', false),
  };
  const withTokens = given('tokens', false);
  checkArray(args, 'args');
  checkBoolean(strict, 'strict');
  checkBoolean(settings.allowPositionals, 'allowPositionals');
  checkBoolean(withTokens, 'tokens');
  checkBoolean(settings.allowNegative, 'allowNegative');
  checkOptions(settings.options);

  const values = { __proto__: null };
  const positionals = [];
  const tokens = tokenize(args, settings.options);
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) checkToken(token, settings);
      store(values, token, settings);
    } else if (token.kind === 'positional') {
      if (!settings.allowPositionals) {
        throw coded(TypeError, 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${token.value}'. This command does not take positional arguments`);
      }
      positionals.push(token.value);
    }
  }
  for (const name of Object.keys(settings.options)) {
    const otherwise = settings.options[name].default;
    if (otherwise !== undefined && values[name] === undefined) values[name] = otherwise;
  }
  return withTokens ? { values, positionals, tokens } : { values, positionals };
}

module.exports = { parseArgs };
