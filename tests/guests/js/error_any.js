// node: same
// What the engine words otherwise.
(async () => {
  const show = (error) => console.log(error.name, error.message, error.errors, error instanceof AggregateError);
  await Promise.any([Promise.reject(1), Promise.reject(2)]).catch(show);
  await Promise.any([]).catch(show);
  console.log(await Promise.any([Promise.reject(1), 2, 3]));
  console.log(await Promise.any(new Set([new Promise(() => {}), Promise.resolve('first')])));
  await Promise.any(5).catch((error) => console.log(error.name));
  console.log(Promise.any.name, Promise.any.length, new AggregateError([1]).message === '');
  class Own extends Promise {}
  console.log(Own.any([1]) instanceof Own);
  const date = new Date(0);
  console.log(String(date), '|', `${date}`, '|', date + '', '|', date.toTimeString(), '|', date.toDateString());
  console.log(String(new Date(NaN)), new Date(NaN).toTimeString(), Date.prototype.toString.name);
})();
