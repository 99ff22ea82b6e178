// node: same
console.log('before');
(function f() { f(); })();
