-- For wrk: requests to the tenants that follow `--`, one after the other, `pause` milliseconds apart on average on each connection.
local paths, pause, next = {}, 0, 0

function init(args)
  pause = tonumber(args[1])
  for i = 2, #args do paths[#paths + 1] = args[i] end
end

-- Random pauses, so that the connections do not march in step.
function delay() return math.random(0, 2 * pause) end

function request()
  next = next % #paths + 1
  return wrk.format("GET", paths[next])
end

-- Figures for the script `loadtest`: microseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d\n", summary.requests,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
