// node: same
// assert.throws, doesNotThrow, rejects, doesNotReject: every form of what is expected.
const assert = require('assert');
const t = (f) => {
  try {
    console.log('passed', f());
  } catch (e) {
    console.log(`[${e.name} ${e.code} ${e.generatedMessage} ${e.operator}]`);
    console.log(e.message.split('\n').filter((line) => !/^ +at /.test(line)).join('\n'));
    console.log('--', String(e.actual), typeof e.expected === 'function' ? e.expected.name : String(e.expected));
  }
};
const r = async (p) => {
  try {
    console.log('passed', await p());
  } catch (e) {
    t(() => { throw e; });
  }
};
const err = () => {
  const e = new TypeError('bad thing');
  e.code = 'E1';
  e.info = { x: 1 };
  throw e;
};
t(() => assert.throws(()=>{}));
t(() => assert.throws(()=>{},'mm'));
t(() => assert.throws(()=>{},TypeError));
t(() => assert.throws(()=>{},TypeError,'mm'));
t(() => assert.throws(()=>{},/x/));
t(() => assert.throws(()=>{},{message:'x'}));
t(() => assert.throws(()=>{},{message:'x'},'mm'));
t(() => assert.throws(()=>{},class Foo{}));
t(() => assert.throws(5));
t(() => assert.throws());
t(() => assert.throws(err,5));
t(() => assert.throws(err,'bad thing'));
t(() => assert.throws(err,'other'));
t(() => assert.throws(err,'a','b'));
t(() => assert.throws(err,{}));
t(() => assert.throws(err,null));
t(() => assert.throws(err,undefined));
t(() => assert.throws(err,[]));
t(() => assert.throws(err));
t(() => assert.throws(err,TypeError));
t(() => assert.throws(err,Error));
t(() => assert.throws(err,RangeError));
t(() => assert.throws(err,RangeError,'mm'));
t(() => assert.throws(err,/bad/));
t(() => assert.throws(err,/nope/));
t(() => assert.throws(err,/nope/,'mm'));
t(() => assert.throws(err,/^TypeError: bad/));
t(() => assert.throws(err,(e)=>e instanceof TypeError));
t(() => assert.throws(err,(e)=>false));
t(() => assert.throws(err,function check(e){return 5}));
t(() => assert.throws(err,(e)=>{throw new Error('in validate')}));
t(() => assert.throws(err,()=>{}));
t(() => assert.throws(err,()=>false,'mm'));
t(() => assert.throws(err,{message:'bad thing'}));
t(() => assert.throws(err,{message:'other'}));
t(() => assert.throws(err,{message:/bad/}));
t(() => assert.throws(err,{message:/nope/}));
t(() => assert.throws(err,{code:'E1',name:'TypeError',info:{x:1}}));
t(() => assert.throws(err,{code:'E2'}));
t(() => assert.throws(err,{code:'E2'},'mm'));
t(() => assert.throws(err,{info:{x:2}}));
t(() => assert.throws(err,{missing:1}));
t(() => assert.throws(err,{message:'other',code:'E2'}));
t(() => assert.throws(err,new TypeError('bad thing')));
t(() => assert.throws(err,new TypeError('other')));
t(() => assert.throws(err,new Error('bad thing')));
t(() => assert.throws(()=>{throw 'str'}));
t(() => assert.throws(()=>{throw 'str'},/str/));
t(() => assert.throws(()=>{throw 'str'},'str'));
t(() => assert.throws(()=>{throw null},/null/));
t(() => assert.throws(()=>{throw undefined},{message:'x'}));
t(() => assert.throws(()=>{throw {a:1}},{a:1}));
t(() => assert.throws(()=>{throw {a:1}},{a:2}));
t(() => assert.throws(()=>{throw {a:1}},/x/));
t(() => assert.throws(()=>{throw 5},RangeError));
t(() => assert.throws(()=>{throw {a:1}},Error));
t(() => assert.throws(()=>{throw {a:'str'}},{a:/st/}));
t(() => assert.doesNotThrow(()=>5));
t(() => assert.doesNotThrow(err));
t(() => assert.doesNotThrow(err,'mm'));
t(() => assert.doesNotThrow(err,TypeError));
t(() => assert.doesNotThrow(err,RangeError));
t(() => assert.doesNotThrow(err,/bad/));
t(() => assert.doesNotThrow(err,/nope/));
t(() => assert.doesNotThrow(err,TypeError,'mm'));
t(() => assert.doesNotThrow(()=>{throw 'x'}));
t(() => assert.doesNotThrow(5));
t(() => assert.doesNotThrow(err,{message:'x'}));
(async () => {
  await r(() => assert.rejects(Promise.reject(new Error('x'))));
  await r(() => assert.rejects(Promise.resolve(1)));
  await r(() => assert.rejects(async()=>{}));
  await r(() => assert.rejects(async()=>{},Error));
  await r(() => assert.rejects(async()=>{throw new TypeError('q')},TypeError));
  await r(() => assert.rejects(async()=>{throw new TypeError('q')},RangeError));
  await r(() => assert.rejects(5));
  await r(() => assert.rejects(()=>5));
  await r(() => assert.rejects(()=>{throw new Error('sync')}));
  await r(() => assert.rejects(Promise.reject(new Error('x')),/y/));
  await r(() => assert.rejects(Promise.reject(new Error('x')),{message:'x'}));
  await r(() => assert.rejects({then(){}}));
  await r(() => assert.rejects({then(a,b){b(new Error('thenable'))},catch(){}}));
  await r(() => assert.rejects(async()=>{},'mm'));
  await r(() => assert.rejects(Promise.reject(1),'mm'));
  await r(() => assert.doesNotReject(Promise.resolve(1)));
  await r(() => assert.doesNotReject(Promise.reject(new Error('x'))));
  await r(() => assert.doesNotReject(async()=>{throw new Error('x')},'mm'));
  await r(() => assert.doesNotReject(5));
  await r(() => assert.doesNotReject(async()=>{throw new Error('x')},Error));
  await r(() => assert.doesNotReject(()=>undefined));
})();
