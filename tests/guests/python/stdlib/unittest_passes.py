# outcome: exit
# exit: 0
# expect: in the test
# stderr-has: Ran 2 tests
# stderr-has: OK

import unittest


class Tests(unittest.TestCase):
    def test_one(self):
        print("in the test")
        self.assertEqual(1 + 1, 2)

    def test_two(self):
        with self.assertRaises(ValueError):
            int("x")


if __name__ == "__main__":
    unittest.main()
