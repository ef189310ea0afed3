import "server-only";

/**
 * Adds what one process counted for one namespace, all or nothing, and never twice: a flush whose
 * answer was lost is sent again with the same number and then does nothing.
 *
 * All keys belong to the namespace, so the script also runs in a cluster.
 * KEYS: flushed, recent, pairs, counter keys…, then per generation: hits, top, ids.
 * ARGV: number, now (unix ms), counters, [ttl, fields, (field, value)…]…, traces, [n, (name, value)…]…,
 * pairs, the same, generations, [entries, (id, count, saved, last)…]….
 */
export const FLUSH = `
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
-- Written first: when memory is full this is refused, and with it everything.
redis.call('SET', KEYS[1], ARGV[1], 'EX', 172800)
local at, key = 3, 4
local function nextArg() at = at + 1; return ARGV[at - 1] end
for _ = 1, tonumber(nextArg()) do
  local ttl = nextArg()
  for _ = 1, tonumber(nextArg()) do
    -- A sum beyond 64 bits is refused for its field alone.
    redis.pcall('HINCRBY', KEYS[key], nextArg(), nextArg())
  end
  redis.pcall('EXPIRE', KEYS[key], ttl)
  key = key + 1
end
local function entries(stream, most, ttl)
  local count = tonumber(nextArg())
  for _ = 1, count do
    local command = {'XADD', stream, 'MAXLEN', '~', most, '*'}
    for _ = 1, tonumber(nextArg()) do command[#command + 1] = nextArg() end
    redis.pcall(unpack(command))
  end
  if count > 0 then redis.pcall('EXPIRE', stream, ttl) end
end
entries(KEYS[2], 2000, 604800)
entries(KEYS[3], 5000, 2592000)
for _ = 1, tonumber(nextArg()) do
  local hits, top, ids = KEYS[key], KEYS[key + 1], KEYS[key + 2]
  key = key + 3
  for _ = 1, tonumber(nextArg()) do
    local id, count, saved, last = nextArg(), nextArg(), nextArg(), nextArg()
    if redis.pcall('ZSCORE', ids, id) then
      local before = redis.pcall('HGET', hits, id)
      local c, s = string.match(type(before) == 'string' and before or '', '^(%d+):(%d+):')
      redis.pcall('HSET', hits, id, string.format('%.0f:%.0f:%s', (tonumber(c) or 0) + count, (tonumber(s) or 0) + saved, last))
      redis.pcall('ZINCRBY', top, count, id)
    end
  end
  -- A few that may have gone are looked at each time, so that no list is ever walked through.
  local some = redis.pcall('HRANDFIELD', hits, 10)
  if not some.err then
    for _, id in ipairs(some) do
      local ends = redis.pcall('ZSCORE', ids, id)
      if type(ends) ~= 'string' or tonumber(ends) < tonumber(ARGV[2]) then
        redis.pcall('HDEL', hits, id)
        redis.pcall('ZREM', top, id)
      end
    end
  end
  redis.pcall('EXPIRE', hits, 2764800)
  redis.pcall('EXPIRE', top, 2764800)
end
return 1`;
