-- Sends the lines of the file $REQUESTS one after the other: method, path and body, parted by tabs.
local requests, sent = {}, 0

function init()
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, body = line:match("([^\t]*)\t([^\t]*)\t?(.*)")
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

function request()
  sent = sent % #requests + 1
  return requests[sent]
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99), summary.bytes))
end
