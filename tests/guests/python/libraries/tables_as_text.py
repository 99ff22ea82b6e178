# tabulate writes the same rows as text, Markdown and HTML; missing values, long texts and numbers are aligned.
# expect: | name   |   score |
# expect: |:-------|--------:|
# expect: | Ada    |   36.50 |
# expect: | Alan   |    -    |
# expect: ╒════════╤═════════╕
# expect: <tr><td>Ada </td><td style="text-align: right;">36.5</td></tr>
# expect: name      score
# expect: \textbf{x} & 1 \\
# expect: True

import tabulate

ROWS = [["Ada", 36.5], ["Alan", None]]
print(tabulate.tabulate(ROWS, headers=["name", "score"], tablefmt="pipe", floatfmt=".2f", missingval="-"))
print(tabulate.tabulate(ROWS, headers=["name", "score"], tablefmt="fancy_grid").splitlines()[0])
page = tabulate.tabulate(ROWS, tablefmt="html")
print(next(line for line in page.splitlines() if "Ada" in line))
print(tabulate.tabulate([{"name": "Ada", "score": 1}], headers="keys", tablefmt="plain").splitlines()[0])
print(next(line for line in tabulate.tabulate([[r"\textbf{x}", 1]], tablefmt="latex_raw").splitlines() if "textbf" in line).strip())
lines = tabulate.tabulate([["a" * 30, 1]], maxcolwidths=[10, None], tablefmt="grid").splitlines()
print(max(map(len, lines)) < 25)
