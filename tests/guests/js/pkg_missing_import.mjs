// node: no - vendored packages
// Imports are resolved before anything runs: one that is not there ends the program with code 1, and nothing is printed.
import dayjs from 'dayjs';
import express from 'express';

console.log('never', dayjs, express);
