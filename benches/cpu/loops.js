(function () {
  let sum = 0;
  for (let i = 0; i < 400000; i++) sum = (sum + i * i) % 1000003;
  if (sum < 0) throw new Error('sum');
})();
