'use strict';
// node: same
// The directive on the first line counts, although the file is wrapped in a function.
console.log((function () { return this; })());
try { undeclared = 1; } catch (e) { console.log(e.name); }
try { Object.freeze([1])[0] = 2; } catch (e) { console.log(e.name); }
try { delete Object.prototype; } catch (e) { console.log(e.name); }
console.log(this === module.exports);
try { eval('with ({}) {}'); } catch (e) { console.log(e.name); }
try { eval('010'); } catch (e) { console.log(e.name); }
