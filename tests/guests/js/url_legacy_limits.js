// node: no - the older functions read URLs with the URL class, which Node's do not
// node:url: where url.parse differs from Node's.
const url = require('node:url');
const show = (text) => {
  const { protocol, auth, host, port, pathname, path, href } = url.parse(text);
  console.log(JSON.stringify(text), JSON.stringify({ protocol, auth, host, port, pathname, path, href }));
};
show('http://a:80/'); // a default port is left out
show('http://a/b/../c'); // dot segments are resolved
show('http://a/ä'); // everything beyond ASCII is encoded
show('http://a/?'); // an empty query is none
show('mailto:a@b.com'); // only URLs with // have a host
show('localhost:3000/x');
for (const text of ['http://a b/', 'http://a:b/']) {
  try {
    url.parse(text);
  } catch (error) {
    console.log(error.name, error.code, error.message, error.input);
  }
}
