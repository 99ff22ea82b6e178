//! Vendored Python packages: 41, 43, 52 to 54; hostile case 232.

use llm_wasm_sandbox::Outcome;

use crate::support::{printed, run, story};

#[test]
fn conformance_041_a_package_cannot_be_written_to() {
    let program = "
import markdown
path = markdown.__file__
before = open(path).read()
for attempt in (
    lambda: open(path, 'w'),
    lambda: open(path, 'a'),
    lambda: open('/packages/new.py', 'w'),
    lambda: __import__('os').remove(path),
    lambda: __import__('os').rename(path, '/app/x.py'),
    lambda: __import__('os').mkdir('/packages/new'),
    lambda: __import__('os').symlink('/app', '/packages/link'),
    lambda: open('/usr/local/lib/pycache/packages/markdown/__init__.cpython-315.pyc', 'wb'),
):
    try:
        attempt()
        print('written')
    except OSError as error:
        print(error.errno is not None, end=' ')
print(open(path).read() == before)
";
    assert_eq!(printed(program), "True True True True True True True True True\n");
}

#[test]
fn conformance_043_b_232_a_package_that_is_changed_in_one_program_is_whole_in_the_next() {
    let tampers = "
import markdown, sys
markdown.markdown = lambda text: 'changed'
sys.modules['tomli'] = None
print(markdown.markdown('x'))
";
    assert_eq!(printed(tampers), "changed\n");
    let next = "import markdown, tomli\nprint(markdown.markdown('x'), tomli.loads('a = 1'))";
    assert_eq!(printed(next), "<p>x</p> {'a': 1}\n");
}

#[test]
fn conformance_052_packages_are_the_last_place_that_is_looked_at() {
    let places = printed("import sys\nprint(sys.path)");
    assert_eq!(places, "['/app', '/usr/local/lib/python315.zip', '/packages']\n");
    // A module of the program's own comes first, the language's library second.
    let own = "open('markdown.py', 'w').write('own = 1')\nimport markdown\nprint(markdown.own)";
    assert_eq!(printed(own), "1\n");
}

#[test]
fn conformance_053_nothing_is_put_into_the_program() {
    let run = run(
        "from __future__ import annotations\nimport sys\nprint(sorted(name for name in globals() if not name.startswith('__')))\n1 / 0",
    );
    assert_eq!(run.stdout, "['annotations', 'sys']\n");
    assert_eq!(run.exception.as_ref().unwrap().line, Some(4), "{}", story(&run));
}

#[test]
fn conformance_054_packages_do_what_they_are_for() {
    for (program, expected) in [
        (
            "import tabulate\nprint(tabulate.tabulate([[1, 'x']], headers=['a', 'b']))",
            "  a  b\n---  ---\n  1  x\n",
        ),
        (
            "import markdown\nprint(markdown.markdown('# Title\\n\\n**bold**'))",
            "<h1>Title</h1>\n<p><strong>bold</strong></p>\n",
        ),
        (
            "from dateutil import parser\nprint(parser.parse('3 May 2026 10:30').isoformat())",
            "2026-05-03T10:30:00\n",
        ),
        (
            "import attrs\n@attrs.define\nclass P:\n    x: int = 1\nprint(P(2))",
            "P(x=2)\n",
        ),
        (
            "import openpyxl, io\nbook = openpyxl.Workbook()\nbook.active['A1'] = 41\nbook.active['A2'] = '=A1+1'\nfile = io.BytesIO()\nbook.save(file)\n\
             file.seek(0)\nsheet = openpyxl.load_workbook(file).active\nprint(sheet['A1'].value, sheet['A2'].value)",
            "41 =A1+1\n",
        ),
        (
            "import io, PyPDF2\nfrom reportlab.pdfgen import canvas\nfile = io.BytesIO()\npage = canvas.Canvas(file)\npage.drawString(72, 72, 'Hello')\n\
             page.save()\nfile.seek(0)\nprint(PyPDF2.PdfReader(file).pages[0].extract_text().strip())",
            "Hello\n",
        ),
    ] {
        assert_eq!(printed(program), expected, "{program}");
    }
}

#[test]
fn packages_say_which_version_they_are_and_were_compiled_before() {
    let program = "
import importlib.metadata, markdown, os
print(importlib.metadata.version('markdown') == markdown.__version__)
print(os.path.exists(markdown.__spec__.cached))
";
    assert_eq!(printed(program), "True\nTrue\n");
}

#[test]
fn a_file_of_the_workspace_cannot_stand_for_what_a_package_was_compiled_to() {
    let program = "
import os
try:
    os.makedirs('/app/usr/local/lib/pycache/packages/markdown')
    open('/app/usr/local/lib/pycache/packages/markdown/__init__.cpython-315.pyc', 'wb').write(b'nonsense')
except OSError:
    pass
import markdown
print(markdown.markdown('x'))
";
    let run = run(program);
    assert_eq!(
        (run.outcome, run.stdout.as_str()),
        (Outcome::Finished, "<p>x</p>\n"),
        "{}",
        story(&run)
    );
}

#[test]
fn conformance_064_the_helper_library_does_what_its_names_say() {
    // Every function has programs of its own in `tests/guests/python/utils`.
    let program = "
from sandbox_utils import *
mkdir('d')
echo('alpha\\nbeta\\nALPHA', 'd/a.txt')
echo('gamma', 'd/a.txt', append=True)
print([str(path) for path in find('*.txt')], tree('/app', max_depth=1).splitlines())
print([(number, line) for _, number, line in grep('alpha', 'd/a.txt')], [number for _, number, _ in grep('a.pha', 'd/a.txt', regex=False)])
print(sed('a', 'x', 'aAa'), repr(head('d/a.txt', 1)), repr(tail('d/a.txt', 1)), wc('d/a.txt')['lines'])
print(group_by([1, 2, 3], lambda n: n % 2), filter_by([1, 2], lambda n: n > 1), map_items([1], lambda n: n + 1), sort_by([2, 1], lambda n: n))
print(unique([1, 1, 2]), list(chunk([1, 2, 3], 2)))
echo('name,age\\nAlice,30', 'p.csv')
print(csv_to_json('p.csv'))
print(xml_to_dict('<root><a x=\"1\">t</a></root>'))
print(sorted(ls('/app')), ls('/app', long=True)[0].keys() >= {'name', 'size', 'is_dir'})
cp('p.csv', 'q.csv'); mv('q.csv', 'r.csv'); mkdir('e/f', parents=True); touch('e/f/g'); rm('e', recursive=True)
print(sorted(ls('/app')), cat('r.csv').splitlines()[0], diff('p.csv', 'r.csv') == '')
save_state({'n': 1, 'b': b'x'}); update_state(m=2); print(load_state())
";
    let run = run(program);
    assert_eq!(run.outcome, Outcome::Finished, "{}\n{}", story(&run), run.stdout);
    for part in [
        "(1, 'alpha')",
        "xAx",
        "{1: [1, 3], 0: [2]}",
        "[1, 2] [[1, 2], [3]]",
        "\"name\": \"Alice\"",
        "'root'",
        "['d', 'p.csv', 'r.csv'] name,age True",
        "{'n': 1, 'b': b'x', 'm': 2}",
    ] {
        assert!(run.stdout.contains(part), "{part}\n{}", run.stdout);
    }
}

#[test]
fn conformance_065_helpers_stay_in_the_workspace() {
    let program = "
from sandbox_utils import cat, echo, find, grep, ls, tree
for attempt in (
    lambda: list(find('*', '/etc')), lambda: tree('/etc'), lambda: cat('/etc/passwd'), lambda: grep('x', '/etc/passwd'),
    lambda: echo('x', '/etc/new'), lambda: ls('/app/../../etc'), lambda: cat('../etc/passwd'), lambda: cat('/packages/six.py'),
):
    try:
        print('reached', attempt())
    except ValueError as error:
        print(str(error).split(':')[0])
";
    assert_eq!(printed(program), "Path must be within /app\n".repeat(8));
}
