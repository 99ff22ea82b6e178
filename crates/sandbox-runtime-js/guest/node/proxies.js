// What a proxy stands for. The engine tells nobody whether an object is a proxy; but a proxy that is shown must be
// shown as its target, without calling its handler: a `get` that logs or throws would be called for every look at it.
// So the global Proxy is one that takes notes.

const NativeProxy = Proxy;
const { revocable } = NativeProxy;

// The note is a private field of the proxy itself: handlers do not see it, and it lives as long as the proxy.
class Given {
  constructor(object) { return object; }
}

class Note extends Given {
  #target;
  #handler;

  constructor(proxy, target, handler) {
    super(proxy);
    this.#target = target;
    this.#handler = handler;
  }

  static of(value) { return #target in value ? { target: value.#target, handler: value.#handler } : undefined; }

  static revoke(proxy) {
    proxy.#target = null;
    proxy.#handler = null;
  }
}

function note(proxy, target, handler) {
  void new Note(proxy, target, handler);
  return proxy;
}

// {target, handler} of a proxy that a program made, both null once it is revoked; undefined for any other object.
exports.detailsOf = (object) => Note.of(object);

Object.defineProperty(NativeProxy, 'revocable', {
  value: {
    revocable(target, handler) {
      const { proxy, revoke } = revocable.call(NativeProxy, target, handler);
      note(proxy, target, handler);
      return { proxy, revoke: () => { Note.revoke(proxy); revoke(); } };
    },
  }.revocable,
  writable: true,
  enumerable: false,
  configurable: true,
});

// The class as the engine has it in all but the making.
Object.defineProperty(globalThis, 'Proxy', {
  value: new NativeProxy(NativeProxy, {
    construct: (_, args) => note(new NativeProxy(args[0], args[1]), args[0], args[1]),
  }),
  writable: true,
  enumerable: false,
  configurable: true,
});
