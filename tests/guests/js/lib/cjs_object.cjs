const alpha = 1;
const beta = 2;
module.exports = { alpha, beta, delta() {} };
