-- Posts messages to the paths of a file in rotation and prints the outcome as one line of JSON.
-- The file holds the Authorization header, the form-encoded body, then a path a line.

local requests = {}
local position = 0

function init(arguments)
  local next_line = io.lines(arguments[1])
  local headers = {
    ["Authorization"] = next_line(),
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }
  local body = next_line()
  for path in next_line do
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect, errors.read, errors.write, errors.timeout
  ))
end
