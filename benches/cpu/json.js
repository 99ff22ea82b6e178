(function () {
  const rows = Array.from({ length: 2000 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'], ok: id % 2 === 0 }));
  const back = JSON.parse(JSON.stringify(rows));
  if (back.length !== 2000 || back[7].name !== 'row 7') throw new Error('json');
})();
