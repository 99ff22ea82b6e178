# expect: []

import os

places = "/etc/passwd /proc /proc/self/environ /sys /dev /dev/null /home /root /var /var/run/docker.sock /dev/stdin /dev/fd/0 /work /tmp/bash_jobs.0"
print([place for place in places.split() if os.path.exists(place)])
