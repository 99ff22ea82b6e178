(function () {
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647);
  const list = Array.from({ length: 20000 }, next);
  list.sort((a, b) => a - b);
  for (let i = 1; i < list.length; i++) if (list[i - 1] > list[i]) throw new Error('sort');
})();
