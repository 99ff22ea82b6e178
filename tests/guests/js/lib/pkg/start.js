module.exports = function pkg() { return 'pkg'; };
module.exports.dir = __dirname.split('/').pop();
module.exports.lazy = () => import('./lazy.mjs');
