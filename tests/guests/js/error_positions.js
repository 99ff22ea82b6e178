// node: same
// The engine's own errors name the line (and mostly the column) of what failed, not the beginning of its function.

const o = {};
let count = 0;
function where(fn) {
  count++;
  try {
    const result = fn({});
    if (result && typeof result.catch === 'function') {
      const own = count;
      result.catch((error) => show(own, error));
      return;
    }
    console.log(count, 'no error');
  } catch (error) {
    show(count, error);
  }
}
function show(number, error) {
  const match = /error_positions\.js:(\d+)/.exec(error.stack);
  console.log(number, error.constructor.name, match[1]);
}

where((p) => {
  const q = 1;
  return p.x.y;
});
where((p) => {
  const a = p.x;
  const z = p.x.y;
});
where((p) => {
  let a;
  if (p.q) {
    a = 1;
  } else if (p.x.y) {
    a = 2;
  }
});
where((p) => {
  console.log(
    'x',
    p.x.y,
  );
});
where((p) => {
  const s = `a ${p} {
  ${p.x.y}`;
});
where((p) =>
  p.x.y);
where((p) => [p].map((each) => {
  const k = 1;
  return each.x.y;
}));
where((p) => {
  let a = 0;
  while (
    p.x.y < 5) {
    a++;
  }
});
where((p) => {
  let a = 0;
  for (let i = 0;
    i < p.x.length; i++) {
    a++;
  }
});
where((p) => {
  let a = 0;
  for (const i of p.x) {
    a++;
  }
});
where((p) => {
  let a = 0;
  const { b } = p.x;
});
where((p) => {
  let a = 0;
  const [b] = p.x;
});
where((p) => ({
  a: 1,
  b: p.x.y,
}));
where((p) => [
  1,
  p.x.y,
]);
where((p) => {
  const a = 1;
  return a
    ? p.x.y
    : 2;
});
where((p) => {
  const a = 1;
  return a &&
    p.x[0];
});
where((p) => {
  const key = 'k';
  const r = p.x
    [key];
});
where((p) => {
  const a = 1;
  return nofn2(p);
});
where((p) => [p]
  .filter((x) => x)
  .map((x) => x)
  .find((x) => !x)
  .name);
where((p) => {
  const a = 1;
  const b = undefinedVariable;
});
where((p) => {
  const c = o;
  const d = later;
  let later = 2;
});
where((p) => {
  const a = 1;
  return [...p.x];
});
where((p) => {
  const nested = () => p.x.y;
  function inner() { return p.x.y; }
  const object = { method() { return p.x.y; }, get z() { return p.x.y; } };
  const r = p.x.y;
});
where(async (p) => {
  const a = 1;
  await null;
  return p.x.y;
});
where(async (p) => {
  const a = 1;
  const b = await p.x.y;
});
where((p) => {
  function* generate() {
    yield 1;
    yield p.x.y;
  }
  return [...generate()];
});
where((p) => {
  const a = 1;
  switch (p.x.y) {
    case 1:
  }
});
where((p,
  b = p.x.y) => {
  const a = 1;
});
class Fields {
  a = 1;
  m() { return this.x.y; }
  b = this.x.y;
}
where(() => new Fields());
where(() => new (class {
  get z() {
    const a = 1;
    return this.x.y;
  }
})().z);
where((p) => {
  if (p.z) return 1;
  const list = [];
  list.push(1);
  return p.x.y;
});
where((p) => {
  const fixed = 1;
  fixed = 2;
});
where((p) => {
  const a = 1;
  p.x.y = a;
});
class Private {
  #p = 1;
  static get(p) {
    const a = 1;
    return p.#p;
  }
}
where((p) => Private.get(p));
// Errors of the program's own are where they were made.
where((p) => {
  throw new TypeError("cannot read property 'y' of undefined");
  return p.x.y;
});
