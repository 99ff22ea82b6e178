# expect: [1, 2, 3] 2 [5, 4]
# expect: task 1

import bisect
import heapq
import queue

heap = [3, 1, 2]
heapq.heapify(heap)
print([heapq.heappop(heap) for _ in range(3)], bisect.bisect([1, 2, 3], 2), heapq.nlargest(2, [1, 5, 4]))
jobs = queue.PriorityQueue()
jobs.put((2, "task 2"))
jobs.put((1, "task 1"))
print(jobs.get()[1])
