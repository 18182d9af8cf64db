-- KEYS[1]: the record. ARGV: token, how long the record is kept, in microseconds.
-- Answers 1, or 0 if the claim is not the current one any more.
local record = redis.call('HMGET', KEYS[1], 'state', 'token')
if record[2] ~= ARGV[1] or record[1] ~= 'in progress' then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- It stays for a while, and with it the token.
redis.call('HSET', KEYS[1], 'state', 'given back', 'until', string.format('%.0f', now))
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil((now + ARGV[2]) / 1000)))
return 1
