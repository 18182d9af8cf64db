-- KEYS[1]: the record.
-- Answers what was kept with it, if it is done.
local record = redis.call('HMGET', KEYS[1], 'state', 'until', 'result')
local time = redis.call('TIME')
if record[1] ~= 'done' or tonumber(record[2]) <= time[1] * 1000000 + time[2] then
  return false
end
return record[3]
