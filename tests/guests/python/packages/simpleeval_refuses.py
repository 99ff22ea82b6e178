# An expression of somebody else is evaluated, and everything that leads out of it is refused.
# expect: 14 True [2, 4]
# expect: 6.0 ADA
# expect: NameNotDefined
# expect: FunctionNotDefined
# expect: FunctionNotDefined
# expect: FeatureNotAvailable
# expect: FeatureNotAvailable
# expect: NumberTooHigh
# expect: IterableTooLong
# expect: InvalidExpression
# expect: OperatorNotDefined
# expect: left: ['x']

import ast
import math

from simpleeval import DEFAULT_OPERATORS, EvalWithCompoundTypes, InvalidExpression, SimpleEval, simple_eval

print(simple_eval("2 + 3 * 4"), simple_eval("'a' in 'cat' and 1 < 2"), EvalWithCompoundTypes(names={"n": [1, 2]}).eval("[2 * x for x in n]"))
print(simple_eval("root(x) + y", functions={"root": math.sqrt}, names={"x": 16, "y": 2}), simple_eval("name.upper()", names={"name": "Ada"}))
names = {"x": 1}
for text in (
    "secret",
    "open('/app/file', 'w')",
    "__import__('os').system('ls')",
    "x.__class__.__bases__",
    "(lambda: 1)()",
    "9 ** 9 ** 9",
    "'x' * 10 ** 9",
    "",
):
    try:
        print("evaluated", simple_eval(text, names=names))
    except InvalidExpression as error:
        print(type(error).__name__)
less = {kind: operator for kind, operator in DEFAULT_OPERATORS.items() if kind is not ast.Div}
try:
    SimpleEval(operators=less).eval("1 / 2")
except InvalidExpression as error:
    print(type(error).__name__)
print("left:", sorted(names))
