# expect: 42
# expect: <generated>
# expect: [0, 1, 4]

scope = {}
exec(compile("def f(): return 6 * 7", "<generated>", "exec"), scope)
print(scope["f"]())
print(scope["f"].__code__.co_filename)
print(eval("[n * n for n in range(3)]"))
