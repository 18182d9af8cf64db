-- KEYS[1]: the record. ARGV: token, lease, how long a record is kept beyond it; in microseconds.
-- Answers 1, or 0 if the claim is not the current one any more.
local record = redis.call('HMGET', KEYS[1], 'state', 'token')
if record[2] ~= ARGV[1] or record[1] ~= 'in progress' then
  return 0
end
local time = redis.call('TIME')
local over = time[1] * 1000000 + time[2] + ARGV[2]
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', over))
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil((over + ARGV[3]) / 1000)))
return 1
