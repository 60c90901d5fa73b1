-- SPDX-License-Identifier: MIT
-- As much of Clink as completions/cvenv.lua sees, for a Lua without Clink: clink.lua SCRIPT EXE reads lines "TAB<text>" and
-- says what SCRIPT offers at the end of TEXT, as "match<TAB>about<TAB>blank" rows and an empty one.
local script, exe = arg[1], arg[2]
local real_popen, real_getenv = io.popen, os.getenv

os.getenv = function(name) return name == '__cvenv_exe' and exe or real_getenv(name) end

-- The words of a command line, by the rules of cmd.exe /c and then of the C library.
local function argv(line)
    local words, word, quoted, backslashes = {}, nil, false, 0
    line = assert(line:match('^"(.*)"$'), 'io.popen: ' .. line):gsub(' 2>nul$', '')
    for byte in line:gmatch('.') do
        if byte == '"' then
            word = (word or '') .. ('\\'):rep(math.floor(backslashes / 2))
            if backslashes % 2 == 1 then word = word .. '"' else quoted = not quoted end
            backslashes = 0
        elseif byte == '\\' then
            backslashes = backslashes + 1
        else
            assert(quoted or not byte:find('[&|<>^()]'), 'cmd.exe acts upon ' .. line)
            if backslashes > 0 then word = (word or '') .. ('\\'):rep(backslashes) end
            backslashes = 0
            if byte == ' ' and not quoted then
                if word then table.insert(words, word) end
                word = nil
            else
                word = (word or '') .. byte
            end
        end
    end
    assert(not quoted and backslashes == 0, 'the end of ' .. line)
    table.insert(words, word)
    return words
end

io.popen = function(line)
    local words = argv(line)
    for i, word in ipairs(words) do words[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
    return real_popen(table.concat(words, ' '))
end

local matcher = {}
function matcher:addarg(offer) self.offer = offer return self end
function matcher:loop(to) assert(to == 1) return self end
function matcher:nofiles() return self end
clink = { argmatcher = function(name) assert(name == 'cvenv') return matcher end }

-- Clink's own words end at blanks; with PARTED, at '=' too.
local function state(text, parted)
    local start, quoted, count, command = 1, false, 1, 1
    for i = 1, #text do
        local byte = text:sub(i, i)
        if byte == '"' then quoted = not quoted end
        if not quoted and byte == '&' then command = i + 1 end
        if not quoted and byte:find(parted and '[ =]' or ' ') then start, count = i + 1, count + 1 end
    end
    if text:sub(start, start) == '"' then start = start + 1 end
    return {
        getline = function() return text .. ' behind' end, getcursor = function() return #text + 1 end,
        getcommandoffset = function() return command end, getwordcount = function() return count end,
        getwordinfo = function(_, index) assert(index == count) return { offset = start } end,
    }
end

dofile(script)
for line in io.lines() do
    local text, parted = line:match('^TAB(.*)$'), false
    if not text then text, parted = line:match('^EQUALS(.*)$'), true end
    for _, one in ipairs(matcher.offer('', -1, state(text, parted), {}, {})) do
        assert(one.type == 'word')
        print(one.match .. '\t' .. (one.description or '') .. '\t' .. (one.suppressappend and '' or ' '))
    end
    print()
end
