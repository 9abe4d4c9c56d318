"""The scripts of the store in Redis, which it runs as a whole.

Their keys are those of a session, in the order of ``RedisStore``. A script begins with what needs
memory: refused there, it has changed nothing.
"""

CREATE = """
local most, lifetime, capacity, name, owner = unpack(ARGV, 1, 5)
local session, _, checkpoints, steps, _, _, owned = unpack(KEYS)
if owner ~= '' then
    local living = 0
    for _, other in ipairs(redis.call('SMEMBERS', owned)) do
        if redis.call('EXISTS', other) == 1 then
            living = living + 1
        else
            redis.call('SREM', owned, other)
        end
    end
    if living >= tonumber(most) then return {'share', living} end
end
if redis.call('DBSIZE') >= 6 * tonumber(capacity) then return {'capacity', 0} end
local document, origin, created, check, headcheck, state = unpack(ARGV, 6, 11)
redis.call('HSET', session, 'document', document, 'origin', origin, 'head', origin,
    'created', created, 'check', check, 'head_check', headcheck)
redis.call('HSET', checkpoints, origin, state)
redis.call('ZADD', steps, origin, origin)
if owner ~= '' then
    redis.call('HSET', session, 'owner', owner)
    redis.call('SADD', owned, name)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, lifetime) end
return {'', 0}
"""
LOAD = """
local found = redis.call('HMGET', KEYS[1], 'origin', 'head', 'created', 'check', 'owner',
    'head_check')
if not found[1] then return {} end
for _, key in ipairs(KEYS) do redis.pcall('EXPIRE', key, ARGV[1]) end
if found[5] then redis.pcall('EXPIRE', ARGV[2] .. found[5], ARGV[1]) end
return {found[1], found[2], found[3], found[4] or '',
    redis.call('GETRANGE', KEYS[2], -8, -1), redis.call('GETRANGE', KEYS[5], -4, -1),
    found[6] or '', redis.call('STRLEN', KEYS[2])}
"""
COMMIT = """
local found = redis.call('HMGET', KEYS[1], 'head', 'origin', 'check', 'owner')
if not found[1] then return -1 end
local fits = tonumber(found[1]) == tonumber(ARGV[1])
if fits then
    local done = tonumber(ARGV[1]) - tonumber(found[2])
    redis.call('SETRANGE', KEYS[2], 8 * done, ARGV[5])
    if found[3] then redis.call('SETRANGE', KEYS[5], 4 * done, ARGV[6]) end
    if ARGV[8] ~= '' then redis.call('ZADD', KEYS[6], ARGV[2], ARGV[2] .. ':' .. ARGV[8]) end
    for i = 9, #ARGV, 2 do
        redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
        redis.call('ZADD', KEYS[4], ARGV[i], ARGV[i])
    end
    redis.call('HSET', KEYS[1], 'head', ARGV[2], 'head_check', ARGV[7])
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[3]) end
if found[4] then redis.call('EXPIRE', ARGV[4] .. found[4], ARGV[3]) end
return fits and 1 or 0
"""
DELETE = """
local head = redis.call('HGET', KEYS[1], 'head')
if head and ARGV[1] ~= '' and head ~= ARGV[1] then return 0 end
redis.call('DEL', unpack(KEYS))
return 1
"""
