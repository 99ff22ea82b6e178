let coerced = 0;
for (const name of [
  '../app/evil',
  '/etc/passwd',
  '__proto__',
  'x\0y',
  '..',
  { toString() { coerced++; return 'sandbox-utils'; } },
]) {
  try {
    requireVendor(name);
    console.log('found', typeof name === 'object' ? 'sandbox-utils' : name);
  } catch (error) {
    console.log(error.name);
  }
}
console.log('coerced', coerced);
