# outcome: exit
# exit: 1
# expect-nothing
# stderr-has: FAIL: test_wrong (__main__.Tests.test_wrong)
# stderr-has: File "/app/main.py", line 13, in test_wrong
# stderr-has: FAILED (failures=1)

import unittest


class Tests(unittest.TestCase):
    def test_wrong(self):
        self.assertEqual(1, 2)


unittest.main()
