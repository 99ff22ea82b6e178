(function () {
  let text = '';
  for (let i = 0; i < 40000; i++) text += `item ${i},`;
  const parts = text.split(',').map((part) => part.toUpperCase()).filter((part) => part.endsWith('7'));
  if (parts.length !== 4000) throw new Error('strings');
})();
