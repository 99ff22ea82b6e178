// node: same
// string_decoder: every encoding, in pieces of every size; characters are never cut.
const {StringDecoder}=require('string_decoder');const util=require('util');
const t=(f)=>{try{console.log(f())}catch(e){console.log(e.name,e.code,e.message)}};
t(()=>new StringDecoder('nope'));t(()=>new StringDecoder(5));t(()=>new StringDecoder().encoding);for(const e of ['utf8','UTF-8','ucs2','utf16le','UTF-16LE','latin1','binary','ascii','base64','base64url','hex','BASE64',null,undefined,''])t(()=>new StringDecoder(e).encoding);
t(()=>new StringDecoder().write(5));t(()=>new StringDecoder().write('str'));t(()=>new StringDecoder().write(new Uint8Array([104,105])));t(()=>new StringDecoder().write(new DataView(new ArrayBuffer(2))).length);t(()=>new StringDecoder().write());t(()=>new StringDecoder().write(new ArrayBuffer(1)));
function feed(enc,bytes,sizes){const d=new StringDecoder(enc);const out=[];let i=0;for(const s of sizes){out.push(d.write(Buffer.from(bytes.slice(i,i+s))));i+=s;out.push(`${d.lastNeed}/${d.lastTotal}/${d.lastChar.length}`)}out.push('E'+d.end());out.push(`${d.lastNeed}/${d.lastTotal}`);return JSON.stringify(out)}
const euro=[...Buffer.from('a€😀é')];
for(const sizes of [[10],[1,1,1,1,1,1,1,1,1,1],[2,2,2,2,2],[3,3,4],[4,6],[2],[5],[6],[7],[1,2],[9,1],[8]])t(()=>feed('utf8',euro,sizes));
for(const b of [[0xe2],[0xe2,0x82],[0xf0,0x9f],[0xf0,0x9f,0x98],[0x80],[0xff],[0xc3,0x28],[0xe2,0x28,0xa1],[0xe2,0x82,0x28],[0xf0,0x28,0x8c,0xbc],[0xc0,0x80],[0xed,0xa0,0x80],[0xf4,0x90,0x80,0x80],[0xf8,0x88],[0x61,0xe2,0x61],[0xe2,0xe2,0x82,0xac],[0xf0,0xf0,0x9f,0x98,0x80],[0xc3,0xc3,0xa9],[0xef,0xbb,0xbf,0x61]]){t(()=>feed('utf8',b,[b.length]));t(()=>feed('utf8',b,b.map(()=>1)));}
const u16=[...Buffer.from('a😀b','utf16le')];for(const sizes of [[8],[3,5],[4,4],[2],[3],[4],[7],[6,2]])t(()=>feed('utf16le',u16,sizes));
t(()=>feed('utf16le',[0x3d,0xd8,0x61,0],[2,2]));t(()=>feed('utf16le',[0x3d,0xd8],[2]));t(()=>feed('utf16le',[0x3d,0xd8,0x00],[2,1]));
for(const e of ['base64','base64url'])for(const sizes of [[5],[1,1,1,1,1],[2,3],[3,2],[4,1],[1],[2]])t(()=>feed(e,[255,254,253,252,251],sizes));
for(const e of ['hex','latin1','ascii'])t(()=>feed(e,[0xe9,0x61,0xff],[1,2]));
t(()=>{const d=new StringDecoder();d.write(Buffer.from([0xe2]));return d.end(Buffer.from([0x82,0xac]))});t(()=>{const d=new StringDecoder();d.write(Buffer.from([0xe2]));d.end();return d.write(Buffer.from('x'))});t(()=>{const d=new StringDecoder();return d.end()+'|'+d.end('str')});
t(()=>{const d=new StringDecoder();d.write(Buffer.from([0xe2,0x82]));return d.text(Buffer.from([0xac,0x61]),1)});
t(()=>{const d=new StringDecoder();d.write(Buffer.from([0xe2,0x82]));return d.lastChar});
// All texts, put together again, are what they were.
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1']) {
  const bytes = encoding === 'latin1' ? Buffer.from('Grüße', 'latin1') : Buffer.from('a€😀é日本語 z', encoding === 'utf16le' ? 'utf16le' : 'utf8');
  for (const size of [1, 2, 3, 4, 5, 7]) {
    const decoder = new StringDecoder(encoding);
    let text = '';
    for (let i = 0; i < bytes.length; i += size) text += decoder.write(bytes.subarray(i, i + size));
    text += decoder.end();
    console.log(encoding, size, text === bytes.toString(encoding));
  }
}
