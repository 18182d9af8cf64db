-- KEYS[1]: the record. ARGV: token, retention in microseconds, and a result if there is one.
-- Answers 1, or 0 if the claim is not the current one any more.
local record = redis.call('HMGET', KEYS[1], 'state', 'token')
-- Done by the same claim is done: the answer to the first time may have been lost.
if record[2] ~= ARGV[1] or (record[1] ~= 'in progress' and record[1] ~= 'done') then
  return 0
end
local time = redis.call('TIME')
local over = time[1] * 1000000 + time[2] + ARGV[2]
redis.call('HSET', KEYS[1], 'state', 'done', 'until', string.format('%.0f', over))
if ARGV[3] then
  redis.call('HSET', KEYS[1], 'result', ARGV[3])
end
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil(over / 1000)))
return 1
