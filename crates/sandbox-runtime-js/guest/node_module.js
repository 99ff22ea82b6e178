// node:module: what programs use of it to load CommonJS files from ES modules.

const { Module } = require('commonjs');
module.exports = Module;
