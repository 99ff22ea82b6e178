# A calculator's grammar with precedence, and another of a small settings language; mistakes are named with their place.
# expect: 14 20 -1 512
# expect: {'title': 'x', 'size': [1, 2]}
# expect: Expected signed integer, found ')'  (at char 4), (line:1, col:5)
# expect: ['a=1', 'b=22']

import operator

import pyparsing as pp

pp.ParserElement.enable_packrat()
OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.floordiv}


def left(tokens):
    value, *rest = tokens[0]
    for symbol, operand in zip(rest[::2], rest[1::2]):
        value = OPERATIONS[symbol](value, operand)
    return value


number = pp.common.signed_integer
expression = pp.infix_notation(
    number,
    [
        ("^", 2, pp.OpAssoc.RIGHT, lambda tokens: tokens[0][0] ** (tokens[0][2] if len(tokens[0]) == 3 else tokens[0][2] ** tokens[0][4])),
        (pp.one_of("* /"), 2, pp.OpAssoc.LEFT, left),
        (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT, left),
    ],
)
print(*(expression.parse_string(text, parse_all=True)[0] for text in ("2 + 3 * 4", "(2 + 3) * 4", "5 - 4 - 2", "2 ^ 3 ^ 2")))
name = pp.common.identifier
items = pp.Suppress("[") + pp.DelimitedList(number) + pp.Suppress("]")
value = pp.QuotedString('"') | pp.Group(items, aslist=True)
settings = pp.Dict(pp.ZeroOrMore(pp.Group(name + pp.Suppress("=") + value))).ignore(pp.python_style_comment)
print(settings.parse_string('title = "x"  # a remark\nsize = [1, 2]', parse_all=True).as_dict())
try:
    expression.parse_string("1 + ) 2", parse_all=True)
except pp.ParseException as error:
    print(error)
print(["".join(found) for found in (name + "=" + pp.Word(pp.nums)).search_string("x a=1; b=22 ?")])
