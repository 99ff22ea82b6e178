#!/usr/bin/env node
// node: same
console.log('first line skipped', new Error('x').stack.split('\n')[1].replace(/^.*:(\d+:\d+)\)?$/, '$1').split(':')[0]);
