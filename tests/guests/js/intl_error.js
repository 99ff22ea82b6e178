// node: no - Node has Intl; here its use is an error that says what is there
try { new Intl.NumberFormat('de'); } catch (e) { console.log(e.message); }
console.log(typeof Intl, (1234.5).toLocaleString());
