// How an asynchronous program says that it is complete.
function $DONE(error) {
  if (error) print('Test262:AsyncTestFailure:' + String(error));
  else print('Test262:AsyncTestComplete');
}
function print(text) {
  console.log(text);
}
