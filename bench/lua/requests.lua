-- Sends prepared requests with wrk, and writes down how long each of them took.
--
--   wrk -t2 -c2 -d600s -s requests.lua http://127.0.0.1:8080 -- <folder>
--
-- Thread n reads <folder>/requests.n and writes <folder>/times.n when all of them have been answered. A line of requests
-- has six fields with tabs between them: method, path, header, body, body of the form that the answer shows (or nothing),
-- and the text that the last answer must hold, as its status, its Location or a part of its body. A line of times has
-- the nanoseconds of begin and end, and 1 where the answer held that text. The first answer that did not is in
-- <folder>/unexpected.n.
--
-- BENCH_NODES, if it is set, has the nodes of a cluster, as host:port with spaces between them; thread n calls the n-th of
-- them, and begins again with the first.
--
-- The number of connections must be that of the threads: then each thread has one request on its way.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } point_in_time;
  int clock_gettime(int clock, point_in_time *result);
]]
local MONOTONIC = 1
local FORM = { ["Content-Type"] = "application/x-www-form-urlencoded" }

local number_of_threads = 0
local now = ffi.new("point_in_time")
local folder, requests, times, current, begin, following, unexpected

local function nodes()
  local addresses = {}
  for host, port in (os.getenv("BENCH_NODES") or ""):gmatch("(%S+):(%d+)") do
    addresses[#addresses + 1] = wrk.lookup(host, port)[1]
  end
  return addresses
end

function setup(thread)
  number_of_threads = number_of_threads + 1
  thread:set("number", number_of_threads)
  local addresses = nodes()
  if #addresses > 0 then
    thread.addr = addresses[(number_of_threads - 1) % #addresses + 1]
  end
end

local function nanoseconds()
  ffi.C.clock_gettime(MONOTONIC, now)
  return tonumber(now.seconds) * 1e9 + tonumber(now.nanoseconds)
end

local function fields(line)
  local all = {}
  for field in (line .. "\t"):gmatch("([^\t]*)\t") do
    all[#all + 1] = field
  end
  return { method = all[1], path = all[2], header = all[3], body = all[4], second = all[5], expected = all[6] }
end

local function headers_of(request)
  local headers = { ["Host"] = wrk.headers["Host"] }
  for name, value in pairs(FORM) do
    headers[name] = value
  end
  local name, value = request.header:match("^([^:]+): (.*)$")
  if name then
    headers[name] = value
  end
  return headers
end

function init(arguments)
  folder = arguments[1]
  requests, times, current = {}, {}, 1
  for line in io.lines(folder .. "/requests." .. number) do
    requests[#requests + 1] = fields(line)
  end
end

function request()
  if following then
    return following
  end
  local each = requests[current]
  begin = nanoseconds()
  return wrk.format(each.method, each.path, headers_of(each), each.body)
end

local function write_down()
  local file = assert(io.open(folder .. "/writing." .. number, "w"))
  file:write(table.concat(times, "\n"), "\n")
  file:close()
  assert(os.rename(folder .. "/writing." .. number, folder .. "/times." .. number))
end

local function keep_first(answer)
  if not unexpected then
    unexpected = assert(io.open(folder .. "/unexpected." .. number, "w"))
    unexpected:write(answer, "\n")
    unexpected:close()
  end
end

function response(status, headers, body)
  local each = requests[current]
  if each.second ~= "" and not following then
    local action = body:match('action="([^"]+)"')
    if action then
      local path = action:gsub("&amp;", "&"):gsub("^https?://[^/]+", "")
      following = wrk.format("POST", path, headers_of(each), each.second)
      return
    end
  end
  local finish = nanoseconds()
  local answer = status .. " " .. (headers["Location"] or headers["location"] or "") .. " " .. (body or "")
  local held = answer:find(each.expected, 1, true) and 1 or 0
  if held == 0 then
    keep_first(answer)
  end
  times[#times + 1] = string.format("%.0f %.0f %d", begin, finish, held)
  following = nil
  current = current + 1
  if current > #requests then
    write_down()
    wrk.thread:stop()
  end
end
