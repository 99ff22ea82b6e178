exports.dep = require('dep');
exports.sub = require('dep/sub');
exports.esm = () => import('dep');
