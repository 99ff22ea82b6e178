// node: same
// util.parseArgs: options, positional arguments, tokens and every refusal.
const {parseArgs}=require('util');
const t=(c)=>{try{console.log(parseArgs(c))}catch(e){console.log(e.name,e.code,e.message)}};
const O={verbose:{type:'boolean',short:'v'},name:{type:'string',short:'n'},list:{type:'string',multiple:true,short:'l'},color:{type:'boolean'},def:{type:'string',default:'d'},flags:{type:'boolean',multiple:true}};
t({args:['-v','--name','x','-l','1','--list=2','--flags','--flags'],options:O});
t({args:['-vn','x'],options:O});t({args:['-nfoo'],options:O});t({args:['-vnfoo'],options:O});t({args:['--name=a=b'],options:O});
t({args:['pos'],options:O});t({args:['pos'],options:O,allowPositionals:true});t({args:['--','-v'],options:O,allowPositionals:true});t({args:['--unknown'],options:O});t({args:['-x'],options:O});t({args:['--unknown'],options:O,allowPositionals:true});
t({args:['--verbose=1'],options:O});t({args:['--name'],options:O});t({args:['--name','-v'],options:O});t({args:['--name=-v'],options:O});t({args:['-n','-v'],options:O});t({args:['--name=']  ,options:O});
t({args:['-v','--foo','bar','--baz=1','-xyz','--no-color','p'],options:O,strict:false});
t({args:['-v','--name','x','--','y'],options:O,allowPositionals:true,tokens:true});
t({args:['-vn','x','--list=1','-l2'],options:O,tokens:true});
t({args:['-f','--bar','b'],options:{},strict:false,tokens:true});
t({args:['--no-color'],options:O});
t({args:['-'],options:O,allowPositionals:true});t({args:['--__proto__'],options:{},strict:false});
t({args:5});t({options:5});t({options:{a:5}});t({options:{a:{}}});t({options:{a:{type:'number'}}});t({options:{a:{type:'string',short:'ab'}}});t({options:{a:{type:'string',short:5}}});t({options:{a:{type:'string',multiple:5}}});t({options:{a:{type:'string',default:5}}});t({options:{a:{type:'boolean',default:'x'}}});t({options:{a:{type:'string',multiple:true,default:'x'}}});t({options:{a:{type:'string',multiple:true,default:['x',1]}}});t({options:{a:{type:'string',multiple:true,default:['x']}}, args:[]});t({strict:5});t({tokens:5});t({allowPositionals:5});
t({args:['--name','x','--name','y'],options:O}); t({args:[],options:O}); t();
t({args:['-x1'],options:O,strict:false}); t({args:['--name'],options:O,strict:false}); t({args:['--verbose=5'],options:O,strict:false});
t({args:['-n'],options:O}); t({args:['-vx'],options:O}); t({args:['--name', ''],options:O}); t({args:['--def','q'],options:O}); t({args:['-v=1'],options:O});
t({args:['--'],options:O, tokens:true}); t({args:['a','--','b'],options:O, tokens:true,allowPositionals:true}); t({args:['-n','--','b'],options:O,allowPositionals:true}); t({args:['--name=-'],options:O}); t({args:['--name','-'],options:O});t({args:['--name','--'],options:O});
t({args:['--foo','x'],options:O,strict:false,allowPositionals:false}); t(5); t({args:['x',5],allowPositionals:true});
t({ args: ['--no-color', '--color', '--no-verbose', '--no-name=5','--no-name','--no-unknown'], options: O, allowNegative: true, strict:false});
t({ args: ['--no-name'], options: O, allowNegative: true}); t({ args: ['--no-color'], options: O, allowNegative: true,tokens:true});
