// node: no - vendored packages
// What the packages need themselves can be used too: argparse for a command line, strnum for numbers in texts.
const { ArgumentParser } = require('argparse');
const toNumber = require('strnum');

const parser = new ArgumentParser({ prog: 'tool', description: 'A tool.', add_help: true, exit_on_error: false });
parser.add_argument('-s', '--size', { type: 'int', default: 1 });
parser.add_argument('names', { nargs: '+' });
const { size, names } = parser.parse_args(['--size', '3', 'a', 'b']);
console.log(size, names, parser.format_usage().trim());
try {
  parser.parse_args(['--size', 'much', 'a']);
} catch (error) {
  console.log(error.message);
}
console.log(['12', '0x1f', '1e3', '007', '1.50', 'x1', '12345678901234567890'].map((text) => toNumber(text)));
