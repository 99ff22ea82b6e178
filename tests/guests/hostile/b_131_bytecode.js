console.log(typeof bjson === 'undefined' ? 'absent' : 'there');
for (const name of ['bjson', 'qjs:bjson', 'qjs:std']) {
  try {
    require(name);
    console.log('there');
  } catch {
    console.log('absent');
  }
}
