# tqdm counts and draws on standard error; without threads it goes on without the one that watches, and nobody is warned of that.
# stderr-any
# expect: [0, 2, 4]
# expect: work:  50%|#####     | 2/4 [n=1]
# expect: 3 10 True
# expect: []

import io
import warnings

from tqdm import tqdm, trange

with warnings.catch_warnings(record=True) as caught:
    print([2 * n for n in trange(3)])
    shown = io.StringIO()
    with tqdm(total=4, desc="work", file=shown, ascii=True, bar_format="{desc}: {percentage:3.0f}%|{bar:10}| {n_fmt}/{total_fmt} [{postfix}]") as bar:
        bar.update(2)
        bar.set_postfix(n=1)
        print(str(bar).replace("[, ", "["))
    bar = tqdm(range(10), disable=True)
    print(sum(1 for n in bar if n < 3), len(list(bar)), tqdm.format_interval(3725) == "1:02:05")
print([entry.category.__name__ for entry in caught])
