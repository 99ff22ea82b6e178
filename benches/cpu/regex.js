(function () {
  const text = 'name=value; other=thing; last=one\n'.repeat(400);
  let count = 0;
  for (const match of text.matchAll(/(\w+)=(\w+)/g)) count += match[1].length;
  const replaced = text.replace(/o(\w)/g, (all, letter) => letter.toUpperCase());
  if (count !== 400 * 13 || replaced.length >= text.length) throw new Error('regex');
})();
