// Hash and Hmac. The host has functions of the whole data only, so what `update` is given is kept until `digest`.

const EventEmitter = require('events');
const streams = require('node/crypto_stream');
const { digestName, HINT, bytesOf, encode, output } = require('node/crypto_data');
const { coded, invalidArgType, checkString, checkInteger, checkNumber, checkObject } = require('node/errors');

const { RESULT } = streams;
const STATE = Symbol('state');
const MOST = 64 * 2 ** 20; // bytes of one call of the host
const MAX_UINT32 = 2 ** 32 - 1;

// Bytes that grow at their end.
class Collected {
  #bytes = new Uint8Array(0);
  #length = 0;

  // `own`: nobody else will write to these bytes.
  add(bytes, own) {
    const length = this.#length + bytes.length;
    if (length > MOST) {
      throw coded(RangeError, 'ERR_OUT_OF_RANGE', `In this sandbox a digest is of ${MOST} bytes at most`);
    }
    if (this.#length === 0) {
      this.#bytes = own ? bytes : bytes.slice();
    } else {
      if (length > this.#bytes.length) {
        const larger = new Uint8Array(Math.max(length, 2 * this.#length, 1024));
        larger.set(this.#bytes.subarray(0, this.#length));
        this.#bytes = larger;
      }
      this.#bytes.set(bytes, this.#length);
    }
    this.#length = length;
  }

  all() { return this.#bytes.subarray(0, this.#length); }

  copy() {
    const copy = new Collected();
    copy.add(this.all(), false);
    return copy;
  }
}

function update(data, encoding) {
  const state = this[STATE];
  if (state.digested) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
  if (typeof data === 'string') {
    state.data.add(encode(data, encoding), true);
  } else if (ArrayBuffer.isView(data)) {
    state.data.add(bytesOf(data), false);
  } else {
    throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  }
  return this;
}

function hide(object, state) {
  Object.defineProperty(object, STATE, { value: state });
}

function prepare(Class) {
  Object.setPrototypeOf(Class.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Class, EventEmitter);
  Object.defineProperty(Class, 'prototype', { writable: false, enumerable: false });
  Class.prototype.update = update;
  streams.install(Class.prototype);
}

function checkLength(options) {
  const length = options?.outputLength;
  if (length === undefined) return;
  checkNumber(length, 'options.outputLength');
  checkInteger(length, 'options.outputLength', 0, MAX_UINT32);
}

function finished() {
  return coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
}

const SIZES = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

// Other lengths are for functions like SHAKE, which are not here.
function checkSize(digest, options) {
  const length = options?.outputLength;
  if (length !== undefined && length !== SIZES[digest]) {
    throw coded(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
      'error:030000B2:digital envelope routines::not XOF or invalid length');
  }
}

// Called with and without `new`, as in Node.
function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  checkString(algorithm, 'algorithm');
  checkLength(options);
  const digest = digestName(algorithm);
  if (digest === undefined) throw new Error(`Digest method not supported: ${algorithm} (${HINT})`);
  checkSize(digest, options);
  hide(this, { digest, data: new Collected(), digested: false });
}
prepare(Hash);

Hash.prototype.digest = function digest(encoding) {
  const state = this[STATE];
  if (state.digested) throw finished();
  state.digested = true;
  const bytes = this[RESULT]();
  state.data = undefined;
  return output(bytes, encoding);
};

Hash.prototype[RESULT] = function result() {
  const { digest, data } = this[STATE];
  return host.hash(digest, data.all());
};

Hash.prototype.copy = function copy(options) {
  const state = this[STATE];
  if (state.digested) throw finished();
  checkLength(options);
  checkSize(state.digest, options);
  const made = Object.create(Hash.prototype);
  hide(made, { digest: state.digest, data: state.data.copy(), digested: false });
  return made;
};

function Hmac(hmac, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(hmac, key, options);
  checkString(hmac, 'hmac');
  const secret = require('node/crypto_keys').secretBytes(key, options?.encoding);
  const digest = digestName(hmac);
  if (digest === undefined) {
    throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${hmac} (${HINT})`);
  }
  hide(this, { digest, key: secret, data: new Collected(), digested: false });
}
prepare(Hmac);

Hmac.prototype.digest = function digest(encoding) {
  const state = this[STATE];
  // A second call is no error here, in Node neither.
  if (state.digested) return output(new Uint8Array(0), encoding);
  state.digested = true;
  const bytes = this[RESULT]();
  state.data = state.key = undefined;
  return output(bytes, encoding);
};

Hmac.prototype[RESULT] = function result() {
  const { digest, key, data } = this[STATE];
  return host.hmac(digest, key, data.all());
};

function createHash(algorithm, options) {
  if (options !== undefined && options !== null) checkObject(options, 'options');
  return new Hash(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

// All at once.
function hash(algorithm, data, outputEncoding = 'hex') {
  checkString(algorithm, 'algorithm');
  checkString(outputEncoding, 'outputEncoding');
  return new Hash(algorithm).update(data).digest(outputEncoding === 'buffer' ? undefined : outputEncoding);
}

module.exports = { Hash, Hmac, createHash, createHmac, hash };
