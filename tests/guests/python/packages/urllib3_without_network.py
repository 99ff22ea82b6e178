# urllib3 reads and builds addresses, headers and forms; a request ends with an error that says what failed.
# expect: https ada example.org 8443 /a%20b?q=1 part
# expect: http://example.org/x?y=%C3%A9
# expect: LocationParseError
# expect: Basic YWRhOnNlY3JldA== agent/1 gzip,deflate
# expect: multipart/form-data; boundary=b
# expect: --b|Content-Disposition: form-data; name="note"||hello|--b|Content-Disposition: form-data; name="file"; filename="a.txt"|Content-Type: text/plain||text|--b--|
# expect: ['a=1', 'b=2'] a=1, b=2
# expect: 1 [429, 503] 2.0
# expect: MaxRetryError NameResolutionError
# expect: NameResolutionError True

import urllib3
from urllib3.filepost import encode_multipart_formdata
from urllib3.util import Retry, make_headers, parse_url

url = parse_url("HTTPS://ada@Example.org:8443/a b?q=1#part")
print(url.scheme, url.auth, url.host, url.port, url.request_uri, url.fragment)
print(parse_url("http://example.org/x?y=é").url)
try:
    parse_url("http://[not-an-address/")
except urllib3.exceptions.LocationParseError as error:
    print(type(error).__name__)
headers = make_headers(basic_auth="ada:secret", user_agent="agent/1", accept_encoding=["gzip", "deflate"])
print(headers["authorization"], headers["user-agent"], headers["accept-encoding"])
fields = {"note": "hello", "file": ("a.txt", "text", "text/plain")}
body, kind = encode_multipart_formdata(fields, boundary="b")
print(kind)
print(body.decode().replace("\r\n", "|"))
several = urllib3.HTTPHeaderDict()
several.add("Set-Cookie", "a=1")
several.add("set-cookie", "b=2")
print(several.getlist("SET-COOKIE"), several["Set-Cookie"])
retry = Retry(total=2, status_forcelist=[429, 503], backoff_factor=1).increment("GET", "/", error=TimeoutError())
print(retry.total, sorted(retry.status_forcelist), retry.increment("GET", "/", error=TimeoutError()).get_backoff_time())

http = urllib3.PoolManager(retries=1)
try:
    http.request("GET", "http://93.184.215.14/", timeout=1)
except urllib3.exceptions.MaxRetryError as error:
    print(type(error).__name__, type(error.reason).__name__)
try:
    http.request("GET", "http://93.184.215.14/", retries=False)
except urllib3.exceptions.NewConnectionError as error:
    print(type(error).__name__, "there is no network" in str(error))
