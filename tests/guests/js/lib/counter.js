let count = 0;
exports.next = () => ++count;
exports.file = __filename.split('/').pop();
exports.parent = module.parent && typeof module.parent;
