// What the engine's own built-in objects do otherwise than V8's and programs print or compare.

const { uncurryThis, apply, defineProperty } = require('primordials');

const put = (target, name, value) => defineProperty(target, name, {
  __proto__: null, value, writable: true, enumerable: false, configurable: true,
});

// Dates name their time zone; here there is only one.
function nameZone(name) {
  const text = uncurryThis(Date.prototype[name]);
  put(Date.prototype, name, {
    [name]() {
      const own = text(this);
      return own === 'Invalid Date' ? own : `${own} (Coordinated Universal Time)`;
    },
  }[name]);
}

// The error of a Promise.any that no promise fulfils has a message in V8 alone.
const all = {
  any(iterable) {
    const Constructor = this;
    return new Constructor((resolve, reject) => {
      const errors = [];
      let left = 1;
      const rejectOne = () => {
        if (--left > 0) return;
        const error = new AggregateErrorClass(errors, 'All promises were rejected');
        reject(error);
      };
      try {
        const own = Constructor.resolve;
        if (typeof own !== 'function') throw new TypeError('Promise resolve or reject function is not callable');
        let count = 0;
        for (const value of iterable) {
          const index = count++;
          let called = false;
          errors[index] = undefined;
          left++;
          apply(own, Constructor, [value]).then(resolve, (reason) => {
            if (called) return;
            called = true;
            errors[index] = reason;
            rejectOne();
          });
        }
        rejectOne();
      } catch (error) {
        reject(error);
      }
    });
  },
};
const AggregateErrorClass = AggregateError;

exports.install = function install() {
  nameZone('toString');
  nameZone('toTimeString');
  put(Promise, 'any', all.any);
};
