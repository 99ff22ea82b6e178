// DOMException: what the web's interfaces throw, with the legacy numbers of its well-known names.

const CODES = [
  'IndexSizeError', undefined, 'HierarchyRequestError', 'WrongDocumentError', 'InvalidCharacterError', undefined,
  'NoModificationAllowedError', 'NotFoundError', 'NotSupportedError', 'InUseAttributeError', 'InvalidStateError',
  'SyntaxError', 'InvalidModificationError', 'NamespaceError', 'InvalidAccessError', undefined, 'TypeMismatchError',
  'SecurityError', 'NetworkError', 'AbortError', 'URLMismatchError', 'QuotaExceededError', 'TimeoutError',
  'InvalidNodeTypeError', 'DataCloneError',
];
const numbers = { __proto__: null, DOMStringSizeError: 2, NoDataAllowedError: 6, ValidationError: 16 };
CODES.forEach((name, index) => { if (name !== undefined) numbers[name] = index + 1; });

class DOMException extends Error {
  #name;

  constructor(message = '', options = 'Error') {
    super(`${message}`);
    // On the prototype in the standard; an Error has it of its own.
    Object.defineProperty(this, 'message', {
      value: `${message}`, writable: true, enumerable: false, configurable: true,
    });
    if (options !== null && typeof options === 'object') {
      const { name = 'Error' } = options;
      this.#name = `${name}`;
      if ('cause' in options) {
        Object.defineProperty(this, 'cause', {
          value: options.cause, writable: true, enumerable: false, configurable: true,
        });
      }
    } else {
      this.#name = `${options}`;
    }
  }

  get name() { return this.#name; }

  get code() { return numbers[this.#name] ?? 0; }
}

Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });
for (const name of ['name', 'code']) Object.defineProperty(DOMException.prototype, name, { enumerable: true });
for (const name of Object.keys(numbers)) {
  // SyntaxError -> SYNTAX_ERR, QuotaExceededError -> QUOTA_EXCEEDED_ERR
  const words = name.replace(/Error$/, '').replace('DOMString', 'Domstring').replace('URLMismatch', 'UrlMismatch');
  const constant = `${words.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase()}_ERR`;
  const descriptor = { value: numbers[name], enumerable: true };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
}

module.exports = { DOMException };
