-- KEYS[1]: the record. ARGV: owner, lease, how long a record is kept beyond it; in microseconds.
-- Answers {1, token}: yours; {2, left}: in progress for so long at most; {3, left}: done.
local record = redis.call('HMGET', KEYS[1], 'state', 'owner', 'token', 'until')
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local before = tonumber(record[3] or '0')
-- By the clock, so that tokens grow even when the record was forgotten in between.
local token = math.max(before + 1, now)
if record[1] and tonumber(record[4]) > now then
  if record[1] ~= 'in progress' or record[2] ~= ARGV[1] then
    return {record[1] == 'done' and 3 or 2, record[4] - now}
  end
  -- The same claim once more, because its answer was lost: its lease counts from now.
  token = before
end
local over = now + ARGV[2]
redis.call('HSET', KEYS[1], 'state', 'in progress', 'owner', ARGV[1],
  'token', string.format('%.0f', token), 'until', string.format('%.0f', over))
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil((over + ARGV[3]) / 1000)))
return {1, token}
