"""Runs one program in a clone of the image. This module is part of the image, under the name `_sandbox`.

Every turn of a clone begins with `run()` (`preload.py` sees to that). The program's text and settings come from the host, and what the host cannot see from outside
(an exit code, an uncaught exception, the last value) goes back to it.

Names that are needed before or after the program runs are bound here while the image is built, so that a program which replaces them in their
modules changes nothing, for itself or for the next input of an interactive one. What can still be the program's own code (the text of its exception, the
streams it opened) is only called where whatever it raises is caught.
"""

import ast
import atexit
import builtins
import codeop
import errno
import gc
import io
import json
import linecache
import marshal
import os
import sys
import tokenize
import traceback
import __future__

import _host

# What the host understands; the first byte of a message to it.
_REQUEST = b"q"
_REPORT = b"r"
_OPEN_FILES = b"o"

# The longest texts of a report. The host has caps of its own; these keep a report from being refused.
_MAX_MESSAGE = 16 * 1024
_MAX_TRACEBACK = 64 * 1024
_MAX_REPR = 64 * 1024
_MAX_JSON = 256 * 1024

_FUTURE_FLAGS = 0
for _name in __future__.all_feature_names:
    _FUTURE_FLAGS |= getattr(__future__, _name).compiler_flag
del _name

_call = _host.call
_compile = builtins.compile
_exec = builtins.exec
_eval = builtins.eval
_loads = marshal.loads
_quoted = json.encoder.c_encode_basestring_ascii
_strict_json = json.JSONEncoder(allow_nan=False).encode
_format_exception = traceback.format_exception
_default_hook = sys.__excepthook__
_only_tree = ast.PyCF_ONLY_AST
_Expr = ast.Expr
_Expression = ast.Expression
# Remembers the `from __future__` statements of the inputs before.
_compile_input = codeop.CommandCompiler()
_source_cache = linecache.cache
_detect_encoding = tokenize.detect_encoding
_StringIO = io.StringIO
_BytesIO = io.BytesIO
_run_exit_functions = atexit._run_exitfuncs
_objects = gc.get_objects
_BUFFERED = (io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)
_renew = sys.modules["_sandbox_random"].renew
_variables = os.environ
# The modules' own dictionaries: attributes may be gone, or be a property of a class that the program put on the module.
_sys = sys.__dict__
_main = sys.modules["__main__"].__dict__
# What the image was built with: the variables of a usual program.
_usual_environment = dict(os.environ)
_environment = _usual_environment

# What the file tree answers when a quota is used up.
_DISK_ERRORS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EFBIG, errno.ENAMETOOLONG))
# What SQLite makes of them, which raises no OSError: a failed write, a full disk, a file that cannot be opened.
_SQLITE_DISK_ERRORS = frozenset((10, 13, 14))

_BYTE_ORDER_MARK = "\ufeff"

# What the host is told about an exception that cannot be described.
_UNDESCRIBED = {"type": "Exception", "message": "<the exception could not be described>", "traceback": "", "line": None}

# Memory to give back when the program has run out of it, so that its exception can be described. It costs a clone nothing: nobody writes to it.
_RESERVE = (None,) * (64 * 1024)
_reserve = list(_RESERVE)


def run():
    mode, file, args, environment, last_value, final, source = _loads(_call(_REQUEST))
    report = {}
    try:
        _settle(file, args, environment)
        if mode == "check":
            _compile(source, file, "exec", dont_inherit=True)
        elif mode == "interactive":
            _interact(source, file, report)
        else:
            if mode == "renewed":
                _renew()
            _script(source, file, last_value, report)
    except SystemExit as leaving:
        report["exit"] = _exit_code(leaving)
    except BaseException as error:
        _explain(error, file, report, silent=mode == "check")
    if final:
        _finish(file, report)
    elif mode != "interactive":
        _flush_files()
    _flush(_sys.get("stdout"))
    _flush(_sys.get("stderr"))
    if report:
        _call(_REPORT + _encoded(report).encode("ascii"))


def _settle(file, args, environment):
    """Makes the process look as the host wants it. The image has the usual environment already: then the host sends none."""
    global _environment
    if environment is None:
        environment = _usual_environment
    if environment != _environment:
        for name in list(_variables):
            if name not in environment:
                del _variables[name]
        _variables.update(environment)
        _environment = environment
    _sys["argv"] = [file, *args]


def _script(source, file, last_value, report):
    _main["__file__"] = file
    _remember(file, source)
    if not last_value:
        code = _compile(source, file, "exec", dont_inherit=True)
        _exec(code, _main)
        return
    tree = _compile(source, file, "exec", _only_tree, dont_inherit=True)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], _Expr) else None
    code = _compile(tree, file, "exec", dont_inherit=True)
    if last is None:
        _exec(code, _main)
        return
    # The expression is compiled before anything runs: an error of syntax stops the whole program, as it should.
    expression = _compile(_Expression(last.value), file, "eval", code.co_flags & _FUTURE_FLAGS, dont_inherit=True)
    _exec(code, _main)
    value = _eval(expression, _main)
    if value is not None:
        report["value"] = _value(value)


def _interact(source, file, report):
    text = source.decode("utf-8")
    try:
        code = _compile_input(text, file, "single")
    except SyntaxError as error:
        # Where in codeop it came up is nothing to show.
        raise error.with_traceback(None)
    if code is None:
        report["incomplete"] = True
        return
    _remember(file, source)
    _exec(code, _main)


def _encoded(value):
    """A report as JSON, by nothing that a program could have replaced."""
    if isinstance(value, str):
        # The host reads strict JSON, which has no lone surrogates.
        return _quoted(str.encode(value, "utf-8", "backslashreplace").decode("utf-8"))
    if isinstance(value, dict):
        return "{" + ",".join([f"{_quoted(key)}:{_encoded(item)}" for key, item in value.items()]) + "}"
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    return str(value) if type(value) is int else _encoded(str(value))


def _remember(file, source):
    """Lets tracebacks and `inspect` show the program's lines: the program is no file."""
    # To look for a comment that names the encoding costs more than many a program does, so only where there can be one.
    text = source.decode("utf-8", "replace")
    if "coding" in text or text.startswith(_BYTE_ORDER_MARK):
        text = _decoded(source)
    lines = text.splitlines(True)
    if len(lines) != text.count("\n") + (not text.endswith("\n")):
        # That knows more ends of lines than the tokenizer does, a form feed for one.
        lines = _StringIO(text, None).readlines()
    _source_cache[file] = (len(source), None, lines, file)


def _decoded(source):
    try:
        encoding, _ = _detect_encoding(_BytesIO(source).readline)
        return source.decode(encoding, "replace")
    except Exception:
        # An encoding that does not exist, or is none of text: the compiler says so as well.
        return source.decode("utf-8", "replace")


def _value(value):
    text = _text(repr(value))
    described = {"repr": text[:_MAX_REPR], "truncated": len(text) > _MAX_REPR}
    try:
        encoded = _text(_strict_json(value))
        if len(encoded) <= _MAX_JSON:
            described["json"] = encoded
    except Exception:
        pass
    return described


def _text(value):
    """A string with no code of the program's in it, of one that may be of a class of the program's."""
    return str.__getitem__(value, slice(None)) if type(value) is not str else value


def _exit_code(leaving):
    try:
        code = leaving.code
        if code is None:
            return 0
        if issubclass(type(code), int):
            return int.__and__(code, 0xFF)
        sys.stderr.write(f"{code}\n")
    except BaseException:
        pass
    return 1


def _explain(error, file, report, silent=False):
    """Prints the traceback and tells the host."""
    # What is decided by it comes first: describing an exception may fail of the very thing that it is about.
    report["exception"] = _UNDESCRIBED
    report["out_of_memory"] = issubclass(type(error), MemoryError)
    if report["out_of_memory"]:
        _reserve.clear()
    # Everything about an exception can be code of the program's: its text, its class, its file name.
    try:
        report["out_of_disk"] = _is_of_the_disk(error)
    except BaseException:
        pass
    try:
        _describe(error, file, report, silent)
    except BaseException:
        pass
    if not _reserve:
        try:
            _reserve.extend(_RESERVE)
        except MemoryError:
            pass


def _is_of_the_disk(error):
    if issubclass(type(error), OSError):
        return error.errno in _DISK_ERRORS
    code = getattr(error, "sqlite_errorcode", None)
    return type(code) is int and code & 0xFF in _SQLITE_DISK_ERRORS


# What CPython adds to the error of a failed import where it was started without `site`, as the guest is. Whoever follows it gets nowhere.
_SITE_ADVICE = (
    ". Site initialization is disabled, did you forget to add the site-packages directory to sys.path or to enable your virtual environment?"
)


def _describe(error, file, report, silent):
    """Prints the traceback as Python does, without this module's frames, and describes the exception."""
    kind = type(error)
    frames = error.__traceback__
    frames = frames.tb_next if frames is not None else None
    # The frames between run() and the program's own are this module's.
    while frames is not None and frames.tb_frame.f_globals is globals():
        frames = frames.tb_next
    error.__traceback__ = frames
    try:
        text = "".join(_format_exception(kind, error, frames, colorize=False)).replace(_SITE_ADVICE, "")
    except BaseException:
        text = f"{kind.__qualname__}: <the exception could not be printed>\n"
    if not silent:
        hook = _sys.get("excepthook", _default_hook)
        try:
            if hook is _default_hook:
                sys.stderr.write(text)
            else:
                hook(kind, error, frames)
        except BaseException:
            _try_write(text)
    try:
        message = _text(str(error))
    except BaseException:
        message = "<the exception's text could not be read>"
    module = kind.__module__
    name = kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"
    line = None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    while frames is not None:
        if frames.tb_frame.f_code.co_filename == file:
            line = frames.tb_lineno
        frames = frames.tb_next
    if len(text) > _MAX_TRACEBACK:
        half = _MAX_TRACEBACK // 2
        text = text[:half] + "\n[...]\n" + text[-half:]
    report["exception"] = {
        "type": _text(name),
        "message": message[:_MAX_MESSAGE],
        "traceback": text,
        "line": line if type(line) is int and 0 < line < 1 << 31 else None,
    }


def _try_write(text):
    try:
        sys.__stderr__.write(text)
    except BaseException:
        pass


def _finish(file, report):
    """The end of a process, without tearing the interpreter down: exit functions, then what is still in buffers."""
    try:
        _run_exit_functions()
    except BaseException as error:
        if "exception" not in report and "exit" not in report:
            _explain(error, file, report)
    _flush_files()


def _flush_files():
    if int.from_bytes(_call(_OPEN_FILES), "little"):
        # Only objects made since the image was frozen are looked at, and only by their type: `isinstance` asks the object itself.
        for candidate in _objects():
            if issubclass(type(candidate), _BUFFERED):
                _flush(candidate)


def _flush(stream):
    try:
        if not stream.closed:
            stream.flush()
    except BaseException:
        pass
