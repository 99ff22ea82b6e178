# -*- coding: utf-8 -*-
# expect: naïve €

print("naïve €")
