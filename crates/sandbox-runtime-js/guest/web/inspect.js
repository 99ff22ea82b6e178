// Lets util.inspect show an object whose state is private as Node shows it: class name and the properties given.

const custom = Symbol.for('nodejs.util.inspect.custom');

// `parts(object, options, inspect)` returns a plain object of what is shown, or a text that follows the class name.
// Too deep inside of others an object is shown as any with nothing in it, or as `deep(object)` says.
exports.showAs = function showAs(Class, parts, deep = (object) => object) {
  Object.defineProperty(Class.prototype, custom, {
    value(depth, options, inspect) {
      if (depth < 0) return deep(this);
      const shown = parts(this, options, inspect);
      const name = this.constructor?.name ?? Class.name;
      if (typeof shown === 'string') return `${name} ${shown}`;
      // As in Node, whatever the depth the object itself is at.
      return `${name} ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });
};
exports.custom = custom;

// Methods and accessors of the web's classes are enumerable, as their interface definitions say.
exports.enumerable = function enumerable(Class, tag = Class.name) {
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    if (name !== 'constructor') Object.defineProperty(Class.prototype, name, { enumerable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: tag, configurable: true });
};
